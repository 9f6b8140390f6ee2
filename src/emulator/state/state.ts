import type { Clock } from '../../base/clock.ts';
import { StateFile, lockFolder, readState } from './file.ts';
import {
  type ServiceIdentity,
  type ServiceState,
  type StatefulParts,
  isServiceState,
  restoreSnapshot,
  takeSnapshot,
} from './snapshot.ts';

/** How often the time is kept while nothing else changes: so much is missing from a recording after a crash. */
const keepTimeMs = 5_000;

/** The state of a service in a folder. */
export interface KeptState {
  /** What an earlier run left. */
  readonly earlier: ServiceState | undefined;
  /** Restores the earlier state, and keeps the parts from now on. Throws where it does not fit together. */
  begin(identity: ServiceIdentity, clock: Clock, parts: StatefulParts): void;
  /** Notes that something is to be saved. */
  changed(): void;
  /** Resolves when all that has changed is on disk. */
  saved(): Promise<void>;
  /** Saves, and gives the folder back. */
  release(): Promise<void>;
}

/**
 * Takes a state folder, which is made where it is missing. Rejects with an error that says why it cannot be used;
 * then nothing in it has changed.
 */
export async function openState(folder: string): Promise<KeptState> {
  const unlock = await lockFolder(folder);
  try {
    const earlier = await readState(folder);
    if (earlier !== undefined && !isServiceState(earlier)) throw unfit(folder, 'parts are missing');
    return keptState(folder, earlier, unlock);
  } catch (error) {
    await unlock();
    throw error;
  }
}

function keptState(
  folder: string,
  earlier: ServiceState | undefined,
  unlock: () => Promise<void>,
): KeptState {
  let file: StateFile | undefined;
  let saving: Promise<void> = Promise.resolve();
  let keepingTime: NodeJS.Timeout | undefined;
  const changed = (): void => {
    if (!file) return;
    saving = file.save();
    // The failure reaches those who await it.
    saving.catch(() => undefined);
  };
  return {
    earlier,
    begin: (identity, clock, parts) => {
      try {
        if (earlier) restoreSnapshot(earlier, parts);
      } catch (error) {
        throw unfit(folder, error instanceof Error ? error.message : 'parts do not fit together');
      }
      file = new StateFile(folder, () => takeSnapshot(identity, clock.now(), parts));
      changed();
      keepingTime = setInterval(() => {
        if (parts.service.list().length > 0) changed();
      }, keepTimeMs).unref();
    },
    changed,
    saved: () => saving,
    release: async () => {
      clearInterval(keepingTime);
      changed();
      await saving.finally(unlock);
    },
  };
}

function unfit(folder: string, why: string): Error {
  return new Error(
    `The state in ${folder} cannot be used: ${why}. It was left as it is: move it away, or start with another --state folder.`,
  );
}
