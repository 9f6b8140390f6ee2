import { isMetadata } from '../../recording/blobName.ts';
import type { Recording, RecordingFile } from '../../recording/call.ts';
import type { DayList } from '../../storage/listing/day.ts';
import type { DateNode } from './node.ts';
import type { KnownFacts } from './recordingRow.ts';
import { type RowTime, writtenTime } from './rowTime.ts';

/** The starts of a date with more recordings are not read: its rows show when they were written. */
const mostRecordings = 200;
/** Files whose first lines are remembered; the oldest are read again. */
const mostRemembered = 5_000;
/** How often rows are drawn while starts arrive, in ms. */
const drawEveryMs = 1_000;

/** Reads the first chunks of recordings. */
export type ReadStarts = (
  node: DateNode,
  recordings: readonly Recording[],
  /** Told for each recording; without facts where they could not be read. */
  onRead: (recording: Recording, facts: KnownFacts | undefined) => void,
  signal: AbortSignal,
) => Promise<void>;

export interface StartTimesOptions {
  readonly read: ReadStarts;
  /** False where the user wants no requests for this. */
  readonly isWanted: () => boolean;
  /** Called with the date whose rows are to be drawn again. */
  readonly changed: (node: DateNode) => void;
}

/** For those who show only what the listing says. */
export const neverRead = { read: () => Promise.resolve(), isWanted: () => false };

/** When recordings started, by the metadata of their first chunks; read once for each version of a file. */
export class StartTimes {
  readonly #options: StartTimesOptions;
  readonly #times = new WeakMap<Recording, RowTime>();
  readonly #facts = new Map<string, KnownFacts>();
  readonly #failed = new WeakSet<Recording>();
  readonly #running = new Map<string, { readonly abort: AbortController; readonly done: Promise<void> }>();

  constructor(options: StartTimesOptions) {
    this.#options = options;
  }

  /** What the row of a recording shows as its time. */
  timeOf(recording: Recording): RowTime {
    return this.#times.get(recording) ?? writtenTime(recording);
  }

  /** What the first chunk said of a recording. */
  factsOf(containerId: string, recording: Recording): KnownFacts | undefined {
    const file = firstMetadata(recording);
    return file && this.#facts.get(keyOf(containerId, file));
  }

  /** Decides what the rows of a date show, and reads what they need. @returns true where they show starts */
  follow(node: DateNode, list: DayList): boolean {
    const recordings = list.calls.flatMap((call) => call.recordings);
    const showsStarts = list.complete && recordings.length <= mostRecordings && this.#options.isWanted();
    const unread = recordings.filter((recording) => {
      const time = showsStarts ? this.#startOf(node, recording) : writtenTime(recording);
      this.#times.set(recording, time);
      return time.kind === 'pending';
    });
    if (unread.length === 0) this.stop(node.id);
    else if (!this.#running.has(node.id)) {
      const abort = new AbortController();
      this.#running.set(node.id, { abort, done: this.#read(node, unread, abort) });
    }
    return showsStarts;
  }

  /** Ends the reading for a date. @returns false where none was under way */
  stop(dateId: string): boolean {
    this.#running.get(dateId)?.abort.abort();
    return this.#running.delete(dateId);
  }

  /** Resolves when nothing is being read for a date any more. */
  async settled(dateId: string): Promise<void> {
    await this.#running.get(dateId)?.done;
  }

  #startOf(node: DateNode, recording: Recording): RowTime {
    if (!firstMetadata(recording) || this.#failed.has(recording)) return { kind: 'unknown' };
    const facts = this.factsOf(node.container.id, recording);
    if (!facts) return { kind: 'pending' };
    return facts.startMs === undefined ? { kind: 'unknown' } : { kind: 'start', ms: facts.startMs };
  }

  async #read(node: DateNode, recordings: readonly Recording[], abort: AbortController): Promise<void> {
    const drawing = setInterval(() => this.#options.changed(node), drawEveryMs);
    const onRead = (recording: Recording, facts: KnownFacts | undefined): void => {
      if (facts) this.#remember(node, recording, facts);
      else this.#failed.add(recording);
    };
    try {
      await this.#options.read(node, recordings, onRead, abort.signal);
    } catch {
      if (!abort.signal.aborted) for (const one of recordings) this.#failed.add(one);
    } finally {
      clearInterval(drawing);
    }
    if (abort.signal.aborted) return;
    this.#running.delete(node.id);
    this.#options.changed(node);
    // VS Code forgets a change that overtakes the rows it is being given, as one of a fast folder does.
    setTimeout(() => this.#options.changed(node), drawEveryMs).unref();
  }

  #remember({ container }: DateNode, recording: Recording, facts: KnownFacts): void {
    const file = firstMetadata(recording);
    if (!file) return;
    this.#facts.set(keyOf(container.id, file), facts);
    if (this.#facts.size > mostRemembered) this.#facts.delete(this.#facts.keys().next().value ?? '');
  }
}

/** The metadata of the first chunk: only that says when the recording began. */
function firstMetadata({ files }: Recording): RecordingFile | undefined {
  return files.find(({ blob }) => blob.chunkIndex === 0 && isMetadata(blob));
}

/** A file in the version that was listed. */
function keyOf(containerId: string, file: RecordingFile): string {
  return [containerId, file.name, file.sizeBytes, file.lastModified.getTime()].join('\n');
}
