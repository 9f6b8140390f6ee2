import type { EventGridEvent } from '../recording/event/event.ts';
import { delayOn, realClock } from './clock.ts';
import { help, readCommandLine } from './commandLine.ts';
import { startLocalService } from './localService.ts';
import type { Log } from './log.ts';
import type { WebhookOrder } from './webhookOption.ts';

/** What a webhook is opened with. */
export interface WebhookSurroundings {
  readonly log: Log;
  /** The time of the service, which `--speed` lets go faster. */
  readonly clock: {
    now(): number;
    delay(ms: number, signal?: AbortSignal): Promise<void>;
  };
}

/** A webhook that takes events. */
export interface OpenWebhook {
  deliver(event: EventGridEvent): void;
  /** Resolves when what is being sent has been answered; what waits for another attempt is given up. */
  close(): Promise<void>;
}

/** Rejects with an error that says why the webhook cannot be used. */
export type WebhookOpener = (order: WebhookOrder, surroundings: WebhookSurroundings) => Promise<OpenWebhook>;

/**
 * Runs the local Call Recording service as a program, until it is ended; the extension starts it as a child
 * process too. Never rejects: what went wrong is told on standard error and by the exit code.
 * @param args what stands behind the program's name
 * @param openWebhook called where `--webhook` is given, before the service starts
 */
export async function runProgram(args: readonly string[], openWebhook: WebhookOpener): Promise<void> {
  try {
    await run(readCommandLine(args), openWebhook);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}

async function run(wanted: ReturnType<typeof readCommandLine>, openWebhook: WebhookOpener): Promise<void> {
  switch (wanted.kind) {
    case 'help':
      process.stdout.write(help);
      return;
    case 'wrong':
      process.stderr.write(`${wanted.problem}\nOptions are explained with --help.\n`);
      process.exitCode = 2;
      return;
    case 'run': {
      let lastRequest = Date.now();
      const log = (line: string) => {
        lastRequest = Date.now();
        if (!wanted.isQuiet) process.stderr.write(`${line}\n`);
      };
      const clock = realClock(wanted.speed);
      const webhook =
        wanted.webhook &&
        (await openWebhook(wanted.webhook, {
          log,
          clock: { now: () => clock.now(), delay: (ms, signal) => delayOn(clock, ms, signal) },
        }));
      const service = await startLocalService({
        ...wanted.service,
        clock,
        log,
        onEvent: (event) => {
          writeLine({ event });
          webhook?.deliver(event);
        },
      });
      const end = () => {
        // A second signal ends at once.
        for (const signal of signals) process.removeAllListeners(signal);
        void service
          .close()
          .then(() => webhook?.close())
          .finally(() => {
            process.exit();
          });
      };
      for (const signal of signals) process.once(signal, end);
      const { exitWhenIdleMs = Infinity } = wanted;
      // Whoever listened is gone. One that ends when it is idle waits for the next.
      process.stdout.on('error', exitWhenIdleMs === Infinity ? end : () => undefined);
      process.stderr.on('error', () => undefined);
      const idle = setInterval(() => {
        if (Date.now() - lastRequest < exitWhenIdleMs) return;
        clearInterval(idle);
        end();
      }, 1000).unref();
      if (wanted.exitWithParent) process.stdin.resume().once('close', end);
      const { endpoint, connectionString, port } = service;
      writeLine({ ready: true, endpoint, connectionString, port });
    }
  }
}

const signals = ['SIGINT', 'SIGTERM'] as const;

function writeLine(value: object): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}
