import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isProcessAlive } from './processAlive.ts';

const format = 'acs-call-recording-service';
/** Raised with each change that an older service would misread. */
const version = 1;

/**
 * The state of a service on disk, in one file that is replaced as a whole: what a write that broke off leaves
 * behind is never read.
 */
export class StateFile {
  readonly #file: string;
  readonly #folder: string;
  readonly #content: () => object;
  #last: Promise<void> = Promise.resolve();
  #next: Promise<void> | undefined;

  /** @param content what is to be kept, asked for at each write */
  constructor(folder: string, content: () => object) {
    this.#folder = folder;
    this.#file = join(folder, 'state.json');
    this.#content = content;
  }

  /** Resolves when all that is known now is on disk. Calls that come during a write share the next one. */
  save(): Promise<void> {
    this.#next ??= this.#last
      .catch(() => undefined)
      .then(() => {
        this.#next = undefined;
        return this.#write();
      });
    this.#last = this.#next;
    return this.#next;
  }

  async #write(): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const part = `${this.#file}.part`;
    const target = await open(part, 'w', 0o600);
    try {
      await target.writeFile(JSON.stringify({ format, version, ...this.#content() }));
      await target.sync();
    } finally {
      await target.close();
    }
    await rename(part, this.#file);
  }
}

/**
 * Reads what a service left in a folder. Rejects with an error that says why it cannot be used; nothing in the
 * folder is changed.
 * @returns undefined where no service has used the folder yet
 */
export async function readState(folder: string): Promise<unknown> {
  const file = join(folder, 'state.json');
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw new Error(`The state ${file} cannot be read: ${codeOf(error)}.`);
  });
  if (text === undefined) return undefined;
  const state = parse(text);
  const keep = 'It was left as it is: move it away, or start with another --state folder.';
  if (state?.['format'] !== format) {
    throw new Error(`The state ${file} is incomplete, or not of this service. ${keep}`);
  }
  if (state['version'] !== version) {
    const shown = typeof state['version'] === 'number' ? ` ${state['version']}` : '';
    throw new Error(`The state ${file} has version${shown}, this service reads ${version}. ${keep}`);
  }
  return state;
}

/** Takes a folder for this process. Rejects where another service uses it. @returns what gives it back */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, 'lock');
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      const lock = await open(file, 'wx', 0o600);
      await lock.writeFile(String(process.pid));
      await lock.close();
      return () => rm(file, { force: true });
    } catch (error) {
      if (codeOf(error) !== 'EEXIST')
        throw new Error(`The folder ${folder} cannot be used: ${codeOf(error)}.`);
      const pid = Number(await readFile(file, 'utf8').catch(() => ''));
      if (pid > 0 && pid !== process.pid && isProcessAlive(pid)) break;
      await rm(file, { force: true });
    }
  }
  throw new Error(
    `The folder ${folder} is in use by another service: stop it, or start with another --state.`,
  );
}

function parse(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null
      ? (value as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    return undefined;
  }
}

function codeOf(error: unknown): string {
  const { code } = Object(error) as { readonly code?: unknown };
  return typeof code === 'string' ? code : 'unknown error';
}
