import { createHash } from 'node:crypto';
import { type FileHandle, mkdir, open, readFile, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** A replay that nobody took up for this long is forgotten. */
const keptMs = 7 * 86_400_000;

/**
 * What a replay has delivered, on disk, so that it can be taken up after a cancel, a reload or a crash. Of target and
 * events only hashes are kept.
 */
export class ReplayProgress {
  readonly #path: string;
  readonly #delivered: ReadonlySet<string>;
  #file: FileHandle | undefined;
  #written: Promise<unknown> = Promise.resolve();

  private constructor(path: string, delivered: ReadonlySet<string>) {
    this.#path = path;
    this.#delivered = delivered;
  }

  /** @param target where the events go, and in which schema */
  static async open(folder: string, target: string): Promise<ReplayProgress> {
    await mkdir(folder, { recursive: true });
    await forgetOld(folder);
    const path = join(folder, `${hashOf(target)}.txt`);
    const text = await readFile(path, 'utf8').catch(() => '');
    // A line that was cut off by a crash is as long as no other.
    return new ReplayProgress(path, new Set(text.split('\n').filter((line) => line.length === hashLength)));
  }

  /** True for an event that was delivered before the replay was cancelled. */
  has(key: string): boolean {
    return this.#delivered.has(hashOf(key));
  }

  /** Notes an event as delivered. */
  note(key: string): void {
    this.#written = this.#written.then(async () => {
      this.#file ??= await open(this.#path, 'a');
      await this.#file.write(`${hashOf(key)}\n`);
    });
    // `end` rethrows; until then this is no unhandled rejection.
    this.#written.catch(() => undefined);
  }

  /** Forgets what was delivered where all was, or where all is to be sent again. */
  async forget(): Promise<void> {
    await this.end();
    await rm(this.#path, { force: true });
  }

  /** Keeps what was delivered. */
  async end(): Promise<void> {
    try {
      await this.#written;
    } finally {
      await this.#file?.close();
      this.#file = undefined;
    }
  }
}

const hashLength = 24;

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, hashLength);
}

async function forgetOld(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Date.now() }));
    if (Date.now() - mtimeMs > keptMs) await rm(path, { force: true });
  }
}
