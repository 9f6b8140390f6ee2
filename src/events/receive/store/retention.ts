/** What is known of one file of the store. */
export interface StoredFile {
  readonly name: string;
  readonly events: number;
  /** When the newest of its events came, ms since 1970; 0 where it has none. */
  readonly newest: number;
  /** True where it also takes out events of other files. */
  readonly hasRemovals: boolean;
  readonly bytes: number;
  /** Some window may still write to it. */
  readonly isOpen: boolean;
  /** ms since 1970. */
  readonly writtenAt: number;
}

/** How much the store may hold. */
export interface StoreLimits {
  readonly mostEvents: number;
  readonly mostBytes: number;
}

/** Removals have been read by all windows by then, or their events are gone. */
const removalsKeptMs = 7 * 86_400_000;

/** The files that leave: those in which nothing is left, and the oldest ones while there is too much. */
export function leavingFiles(
  files: readonly StoredFile[],
  { mostEvents, mostBytes }: StoreLimits,
  now: number,
): readonly StoredFile[] {
  let bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  let events = files.reduce((sum, file) => sum + file.events, 0);
  return files
    .filter(({ isOpen }) => !isOpen)
    .sort((a, b) => a.newest - b.newest)
    .filter((file) => {
      const isTooMuch = bytes > mostBytes || events - file.events >= mostEvents;
      const isNeeded = file.hasRemovals && now - file.writtenAt < removalsKeptMs;
      const isSpent = file.events === 0 && !isNeeded;
      if (!isTooMuch && !isSpent) return false;
      bytes -= file.bytes;
      events -= file.events;
      return true;
    });
}
