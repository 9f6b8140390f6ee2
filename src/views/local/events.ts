import { readFile, writeFile } from 'node:fs/promises';
import { withoutUndefined } from '../../base/withoutUndefined.ts';
import { isProcessAlive } from '../../emulator/state/processAlive.ts';
import { withProcessLock } from './processLock.ts';

export interface LocalEventsOptions {
  /** Remembers which window listens and what it has heard. */
  readonly file: string;
  /** All events of the service at an endpoint so far, the oldest first. */
  readonly fetchEvents: (endpoint: string) => Promise<readonly unknown[]>;
  readonly hear: (event: unknown) => void;
  /** Process ID; default: that of this window. */
  readonly pid?: number;
}

/** The process of the service, and where it listens. */
export interface RunningService {
  readonly endpoint: string;
  readonly pid: number;
}

interface Heard {
  /** The process of the service. */
  readonly service: number;
  /** The process of the window that listens. */
  readonly listener: number;
  /** The ID of the last event that was heard. */
  readonly last?: string;
}

/**
 * Hears the events of the local service in one window at a time, each event once: where the window that
 * listened is gone, such as after a reload, the next one continues where it stopped.
 */
export class LocalEvents {
  readonly #options: LocalEventsOptions;
  readonly #pid: number;
  #looking: Promise<void> | undefined;

  constructor(options: LocalEventsOptions) {
    this.#options = options;
    this.#pid = options.pid ?? process.pid;
  }

  /**
   * Hears what is new, unless another window does. Rejects when the service does not answer.
   * @param sent what it sent just now: a service that ends does not answer any more. A look without it joins
   * the one under way, so that none pile up while the service hangs
   */
  look(service: RunningService, sent?: unknown): Promise<void> {
    if (sent !== undefined) return this.#look(service, sent);
    this.#looking ??= this.#look(service).finally(() => (this.#looking = undefined));
    return this.#looking;
  }

  async #look({ pid, endpoint }: RunningService, sent?: unknown): Promise<void> {
    const { file, fetchEvents, hear } = this.#options;
    if (this.#isOthers(await this.#heard(pid))) return;
    await withProcessLock(`${file}.lock`, async () => {
      const heard = await this.#heard(pid);
      if (this.#isOthers(heard)) return;
      const events = await fetchEvents(endpoint).catch((error: unknown) => {
        if (sent === undefined) throw error;
        return [sent];
      });
      const fresh = events.slice(events.findIndex((event) => idOf(event) === heard?.last) + 1);
      const last = idOf(fresh.at(-1)) ?? heard?.last;
      const now: Heard = { service: pid, listener: this.#pid, ...withoutUndefined({ last }) };
      await writeFile(file, JSON.stringify(now));
      for (const event of fresh) hear(event);
    });
  }

  #isOthers(heard: Heard | undefined): boolean {
    return heard !== undefined && heard.listener !== this.#pid && isProcessAlive(heard.listener);
  }

  async #heard(service: number): Promise<Heard | undefined> {
    try {
      const value = JSON.parse(await readFile(this.#options.file, 'utf8')) as Heard;
      return value.service === service ? value : undefined;
    } catch {
      return undefined;
    }
  }
}

function idOf(event: unknown): string | undefined {
  const { id } = Object(event) as { readonly id?: unknown };
  return typeof id === 'string' ? id : undefined;
}
