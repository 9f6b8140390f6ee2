import { readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { isProcessAlive } from '../../emulator/state/processAlive.ts';
import { withProcessLock } from './processLock.ts';

/** A window that plays its part says so this often at least, by calling `keep`. */
export const keepEveryMs = 5_000;
/** Then it no longer does: its host hangs, or its process ID is that of another program by now. */
const keptWithinMs = 6 * keepEveryMs;

/** What a window wrote when it took its part, such as the port at which it listens. */
export interface Role {
  readonly pid: number;
  readonly port?: number;
}

/** Who plays the part at present. */
export type RoleHolder =
  { readonly by: 'us' | 'other'; readonly role: Role } | { readonly by: 'nobody'; readonly role?: Role };

/** A part that one window plays for all, such as listening; a file says which one. */
export class WindowRole {
  readonly #file: string;
  readonly #pid: number;

  /** @param pid default: that of this window */
  constructor(file: string, pid = process.pid) {
    this.#file = file;
    this.#pid = pid;
  }

  /** Where nobody plays the part any more, the role is that of the last window. */
  async holder(): Promise<RoleHolder> {
    const role = await this.#read();
    if (!role) return { by: 'nobody' };
    if (role.pid === this.#pid) return { by: 'us', role };
    return { by: (await this.#isKept(role)) ? 'other' : 'nobody', role };
  }

  /**
   * Takes the part, unless another window plays it. Rejects as the work does, and takes nothing then.
   * @param begin called while no other window can take it
   */
  async take(begin: () => Promise<Omit<Role, 'pid'>>): Promise<RoleHolder> {
    return withProcessLock(`${this.#file}.lock`, async () => {
      const before = await this.holder();
      if (before.by === 'other') return before;
      const role = { pid: this.#pid, ...(await begin()) };
      await writeFile(this.#file, JSON.stringify(role));
      return { by: 'us', role };
    });
  }

  /** Says that this window still plays the part. */
  async keep(): Promise<void> {
    const now = new Date();
    await utimes(this.#file, now, now).catch(() => undefined);
  }

  /** Ends the part, whoever plays it. */
  async end(): Promise<void> {
    await rm(this.#file, { force: true });
  }

  async #isKept({ pid }: Role): Promise<boolean> {
    const info = await stat(this.#file).catch(() => undefined);
    return info !== undefined && isProcessAlive(pid) && Math.abs(Date.now() - info.mtimeMs) < keptWithinMs;
  }

  async #read(): Promise<Role | undefined> {
    try {
      const { pid, port } = JSON.parse(await readFile(this.#file, 'utf8')) as Readonly<
        Record<string, unknown>
      >;
      if (typeof pid !== 'number' || pid <= 0) return undefined;
      return typeof port === 'number' ? { pid, port } : { pid };
    } catch {
      return undefined;
    }
  }
}
