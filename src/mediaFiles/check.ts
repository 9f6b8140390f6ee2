import pLimit from 'p-limit';
import { withoutUndefined } from '../base/withoutUndefined.ts';
import { type Recording, groupDay } from '../recording/call.ts';
import { chunksOf } from '../recording/chunks.ts';
import { type RecordingFacts, recordingFacts } from '../recording/facts.ts';
import { collectFiles } from '../storage/listing/collect.ts';
import { type ProblemView, isOldRecording, problemsOf, problemView, unreadableProblem } from './problems.ts';
import { livenessOf, notLive } from './liveness.ts';
import type { ReadableStore } from '../storage/readableStore.ts';
import { RecordingReader } from './reader.ts';

/** A recording and what is wrong with it, errors first. */
export interface CheckedRecording {
  readonly recording: Recording;
  readonly facts: RecordingFacts;
  readonly problems: readonly ProblemView[];
}

/** What to check, and how. */
export interface CheckOptions {
  readonly store: ReadableStore;
  /** Prefix of the container, empty or ending in `/`. */
  readonly prefix: string;
  /** True of a folder where no file comes any more, however new the files are: copying gives them new times. */
  readonly isFixed?: (path: string) => boolean;
  readonly signal: AbortSignal;
  /** An error in words for a person. */
  readonly explain: (error: unknown) => string;
  /** Told while the files are listed, how many there are so far. */
  readonly onFound?: (count: number) => void;
  /** Told how many items of the listing could not be read, where there are any. */
  readonly onUnreadable?: (count: number) => void;
  /** Told after each recording. */
  readonly onProgress: (done: number, total: number) => void;
}

const parallelRecordings = 4;

/**
 * Checks all recordings below a path: names, metadata and the headers of the media. Rejects with a
 * `StoreError` when they cannot be listed; a file that cannot be read is a problem of its recording.
 * Gives what is done so far when the signal is aborted.
 * @param path of a date, call or recording folder, with prefix, ending in `/`
 */
export async function checkRecordings(path: string, options: CheckOptions): Promise<CheckedRecording[]> {
  const { store, prefix, signal, onFound, onUnreadable } = options;
  const files = await collectFiles(store, path, {
    signal,
    ...withoutUndefined({ onFound, onUnreadable }),
  }).catch((error: unknown) => {
    if (signal.aborted) return [];
    throw error;
  });
  const { calls } = groupDay(files, prefix);
  const recordings = calls.flatMap((call) => call.recordings);
  const checked = new Map<number, CheckedRecording>();
  const limit = pLimit(parallelRecordings);
  options.onProgress(0, recordings.length);
  await Promise.all(
    recordings.map((recording, index) =>
      limit(async () => {
        if (options.signal.aborted) return;
        const found = await checkOne(recording, options);
        if (isAborted(options.signal)) return;
        checked.set(index, { recording, ...found });
        options.onProgress(checked.size, recordings.length);
      }),
    ),
  );
  return [...checked].sort(([a], [b]) => a - b).map(([, one]) => one);
}

async function checkOne(
  recording: Recording,
  options: CheckOptions,
): Promise<Pick<CheckedRecording, 'facts' | 'problems'>> {
  const { store, prefix, signal, explain } = options;
  const reader = new RecordingReader(store, prefix, recording.path);
  await reader.readMetadata(recording, signal, () => undefined);
  await reader.measure(recording, signal);
  const unreadable = [...reader.failures].map(([file, error]) => unreadableProblem(file, explain(error)));
  const { metadata, measures } = reader;
  const chunks = chunksOf(recording, { metadata, measures });
  const { isGrowing } =
    options.isFixed?.(recording.path) === true ? notLive : livenessOf(recording, chunks, Date.now());
  const problems = [
    ...unreadable,
    ...problemsOf(recording, chunks, { isGrowing, elsewhere: reader.elsewhere }).map((one) =>
      problemView(one, isOldRecording(recording, Date.now())),
    ),
  ];
  return { facts: recordingFacts(recording, chunks), problems };
}

/** Asked anew after an await: the type checker takes the first answer for lasting. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}
