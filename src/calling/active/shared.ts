import { mergeRecordings, worthRemembering } from './merge.ts';
import { toActiveRecordings } from './parse.ts';
import type { ActiveRecording } from './recording.ts';

/** Keeps values across reloads, as `vscode.Memento` does. Another window may write to it too. */
export interface StateStore {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

const storeKey = 'callRecordings.activeRecordings';
/** A sighting is written down when the last one written is this old, in ms. */
const writeSightingAfterMs = 30_000;

/** The recordings that all windows share: what another window wrote is read before anything is written. */
export class SharedRecordings {
  readonly #store: StateStore;
  readonly #now: () => number;
  #recordings: ReadonlyMap<string, ActiveRecording> = new Map();

  constructor(store: StateStore, now: () => number) {
    this.#store = store;
    this.#now = now;
    this.read();
  }

  /** Latest started first. */
  list(): readonly ActiveRecording[] {
    return worthRemembering(this.#recordings.values(), this.#now()).filter(({ removed }) => removed !== true);
  }

  get(recordingId: string): ActiveRecording | undefined {
    return this.#recordings.get(recordingId);
  }

  put(recording: ActiveRecording): void {
    this.#recordings = new Map(this.#recordings).set(recording.recordingId, recording);
    this.#write();
  }

  /** A mere sighting is no change: it is written down seldom. */
  noteSighting(recording: ActiveRecording): void {
    const { recordingId, seenAt } = recording;
    const written = toActiveRecordings(this.#store.get(storeKey)).find(
      (one) => one.recordingId === recordingId,
    );
    this.#recordings = new Map(this.#recordings).set(recordingId, recording);
    if (seenAt - (written?.seenAt ?? 0) >= writeSightingAfterMs) this.#write();
  }

  /** Takes up what other windows wrote. @returns whether anything changed */
  read(): boolean {
    const before = this.#recordings;
    const stored = toActiveRecordings(this.#store.get(storeKey));
    const merged = (this.#recordings = mergeRecordings(before.values(), stored));
    return (
      before.size !== merged.size ||
      [...merged].some(([id, recording]) => before.get(id)?.changedAt !== recording.changedAt)
    );
  }

  #write(): void {
    this.read();
    const kept = worthRemembering(this.#recordings.values(), this.#now());
    // A store that cannot be written to loses the list at the next reload, and no more than that.
    void Promise.resolve(this.#store.update(storeKey, kept)).catch(() => undefined);
  }
}
