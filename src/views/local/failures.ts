import { scrubSecrets } from '../../base/scrubSecrets.ts';
import type { Log } from '../../base/log.ts';
import type { BackgroundFailure } from '../../emulator/api/controlRoutes.ts';
import type { RunningService } from './events.ts';

/**
 * Logs what failed in the background of a service that this window did not start, each failure once. The window that
 * started it has them from its standard error.
 */
export class LocalFailures {
  readonly #fetch: (endpoint: string) => Promise<readonly BackgroundFailure[]>;
  readonly #log: Log;
  #pid: number | undefined;
  #last = 0;

  constructor(fetch: (endpoint: string) => Promise<readonly BackgroundFailure[]>, log: Log) {
    this.#fetch = fetch;
    this.#log = log;
  }

  /** Never rejects: a service that does not answer now is asked with its next event. */
  async look({ pid, endpoint }: RunningService): Promise<void> {
    const all = await this.#fetch(endpoint).catch(() => []);
    if (this.#pid !== pid) this.#last = 0;
    this.#pid = pid;
    for (const { id, time, text } of all) {
      if (id <= this.#last) continue;
      this.#last = id;
      this.#log(`Local service, ${time}: ${scrubSecrets(text)}`);
    }
  }
}
