import * as l10n from '@vscode/l10n';
import { isMetadata } from '../../../recording/blobName.ts';
import type { Recording } from '../../../recording/call.ts';
import { type Chunk, type ReadFiles, chunksOf } from '../../../recording/chunks.ts';
import { type CheckOptions, checkRecording } from '../../../recording/completeness/completeness.ts';
import { problemText } from '../../../recording/completeness/text.ts';
import type { Participant } from '../../../recording/metadata/participants.ts';
import { participantKindText } from '../../../recording/participant/text.ts';
import type { Problem } from '../../../recording/completeness/problem.ts';
import { recordingFacts } from '../../../recording/facts.ts';
import { type Timeline, buildTimeline } from '../../../recording/timeline/timeline.ts';
import type { TimelineLane } from '../../../recording/timeline/lanes.ts';
import { timelineLines } from '../../../recording/timeline/words.ts';
import { formatMoment } from '../../../base/display.ts';
import { factGroups } from './factGroups.ts';
import { isLoose } from '../../../recording/looseFiles.ts';
import type { InspectorView, LaneView, PlayableFile, ProblemView, TimelineView } from './data.ts';

/** What the inspector knows of a recording at a moment. */
export interface Knowledge {
  readonly recording: Recording;
  readonly read: ReadFiles;
  /** Files that could not be read, and why in words. */
  readonly unreadable: ReadonlyMap<string, string>;
  readonly containerName: string;
  readonly loading?: InspectorView['loading'];
  readonly checked: InspectorView['checked'];
  readonly isLive: boolean;
  /** Files are being written: what is only late is no problem. */
  readonly isGrowing: boolean;
}

/** Everything that the webview shows. */
export function buildView(knowledge: Knowledge): InspectorView {
  const { recording, read, unreadable, containerName, loading, checked, isLive, isGrowing } = knowledge;
  const chunks = chunksOf(recording, read);
  const timeline = buildTimeline(chunks);
  const problems = checked === 'names' ? [] : problemsOf(recording, chunks, { timeline, isGrowing });
  return {
    title: title(recording, timeline),
    container: containerName,
    factGroups: factGroups(recordingFacts(recording, chunks, timeline)),
    timeline: timelineView(timeline),
    playlist: chunks.flatMap((chunk) => playableFile(chunk, timeline)),
    documents: recording.files
      .filter((file) => isMetadata(file.blob))
      .map((file) => ({
        file: file.name,
        label: l10n.t('Chunk {0}: {1}', file.blob.chunkIndex, file.name.slice(recording.path.length)),
        version: `${file.sizeBytes} ${file.lastModified.getTime()}`,
      })),
    problems: [
      ...[...unreadable].map(([file, why]) => unreadableProblem(file, why)),
      ...problems.map(problemView),
    ],
    ...(loading ? { loading } : {}),
    checked,
    isLive,
    isGrowing,
  };
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

function title({ folder }: Recording, { axis, startMs }: Timeline): string {
  return l10n.t('Recording {0}', axis === 'clock' ? formatMoment(new Date(startMs)) : folder);
}

/** A real recording has a few dozen pauses and gaps. */
const maxLines = 10_000;

function timelineView(timeline: Timeline): TimelineView {
  const lines = timelineLines(timeline);
  const chunks = timeline.chunks.map((chunk) => ({ ...chunk, pauses: [], stretches: [] }));
  return {
    timeline: { ...timeline, chunks, pauses: [], lanes: [] },
    lines: lines.slice(0, maxLines),
    lineCount: lines.length,
    lanes: timeline.lanes.map(laneView),
  };
}

function laneView({ channel, participants, stretches }: TimelineLane): LaneView {
  const named = participants.slice(0, 3);
  const more = participants.length - named.length;
  const list = (ids: (participant: Participant) => string): string =>
    [
      ...named.map((one) => `${participantKindText(one.kind)} ${ids(one)}`),
      ...(more > 0 ? [l10n.t('{0} more', more)] : []),
    ].join(l10n.t(', '));
  return {
    ...(channel === undefined ? {} : { channel }),
    label: participants.length === 0 ? l10n.t('nobody named') : list((one) => shortId(one.rawId)),
    detail: list((one) => one.rawId),
    stretches: stretches.map(({ startMs, endMs }) => ({ startMs, endMs })),
  };
}

/** IDs of one resource differ in their end only. */
function shortId(rawId: string): string {
  return rawId.length > 20 ? `…${rawId.slice(-12)}` : rawId;
}

function playableFile({ chunkIndex, media, metadata }: Chunk, timeline: Timeline): PlayableFile[] {
  if (!media) return [];
  const mediaMs = timeline.chunks.find((span) => span.file === media.name)?.mediaMs;
  const hasPicture = media.blob.extension === 'mp4' && metadata?.contentType?.value !== 'audio';
  return [
    {
      file: media.name,
      chunkIndex,
      media: hasPicture ? 'video' : 'audio',
      ...(mediaMs === undefined || mediaMs === 0 ? {} : { durationMs: mediaMs }),
      sizeBytes: media.sizeBytes,
    },
  ];
}

/** A problem in words, as the inspector and the report show it. */
export function problemView(problem: Problem): ProblemView {
  const { code, severity, file } = problem;
  const kind = code === 'oddMetadata' ? `${code} ${problem.params.note.code}` : code;
  return { kind, severity, ...problemText(problem), ...(file === undefined ? {} : { file }) };
}

/** A file of the recording could not be fetched. */
export function unreadableProblem(file: string, why: string): ProblemView {
  return {
    kind: 'unreadableFile',
    severity: 'error',
    title: l10n.t('The file could not be fetched'),
    why,
    whatToDo: l10n.t('Refresh, or check again. Until then, what is in this file is not checked.'),
    file,
  };
}
