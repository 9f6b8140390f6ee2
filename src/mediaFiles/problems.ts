import * as l10n from '@vscode/l10n';
import { withoutUndefined } from '../base/withoutUndefined.ts';
import type { Recording } from '../recording/call.ts';
import type { Chunk } from '../recording/chunks.ts';
import { type CheckOptions, checkRecording } from '../recording/completeness/completeness.ts';
import type { Problem } from '../recording/completeness/problem.ts';
import { problemText } from '../recording/completeness/text.ts';
import { isLoose } from '../recording/looseFiles.ts';

/** Something that is wrong or odd, why it matters and what to do. */
export interface ProblemView {
  /** Problems of one kind have the same reasons, and the same is to be done. */
  readonly kind: string;
  readonly severity: 'error' | 'warning' | 'info';
  readonly title: string;
  readonly why: string;
  readonly next: string;
  /** The file it is about. */
  readonly file?: string;
}

/** What the completeness check finds; a loose recording has no folder to be compared with. */
export function problemsOf(
  recording: Recording,
  chunks: readonly Chunk[],
  options: CheckOptions,
): readonly Problem[] {
  const problems = checkRecording(recording, chunks, options);
  return isLoose(recording) ? problems.filter(({ code }) => code !== 'callIdDiffers') : problems;
}

/** True where the recording ended so long ago that ACS storage no longer has its files, by its date or its files. */
export function isOldRecording({ date, files }: Recording, nowMs: number): boolean {
  const day = 24 * 60 * 60_000;
  const startOfDayMs = Date.parse(`${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6, 8)}`);
  const writtenMs = files.reduce((last, file) => Math.max(last, file.lastModified.getTime()), 0);
  // A recording that begins late in the day may end on the next one.
  return nowMs - (Number.isNaN(startOfDayMs) ? writtenMs : startOfDayMs + 2 * day) > day;
}

/** A problem in words, as the inspector and the report show it. @param isOld see `isOldRecording` */
export function problemView(problem: Problem, isOld = false): ProblemView {
  const { code, severity, file } = problem;
  const kind = code === 'oddMetadata' ? `${code} ${problem.params.note.code}` : code;
  return { kind, severity, ...problemText(problem, isOld), ...withoutUndefined({ file }) };
}

/** A file of the recording could not be fetched. */
export function unreadableProblem(file: string, why: string): ProblemView {
  return {
    kind: 'unreadableFile',
    severity: 'error',
    title: l10n.t('The file could not be fetched'),
    why,
    next: l10n.t('Refresh, or check again. Until then, what is in this file is not checked.'),
    file,
  };
}
