import type { EventGridEvent } from '../recording/event/event.ts';
import { join } from 'node:path';
import { type Clock, realClock } from '../base/clock.ts';
import { withoutUndefined } from '../base/withoutUndefined.ts';
import type { OwnCertificate } from './certificate.ts';
import { type CommandLine, help, readCommandLine } from './commandLine.ts';
import { type LocalServiceOptions, startLocalService } from './localService.ts';
import { doWithoutCompilers, givingMemoryBack } from './memory.ts';
import { serviceVersion } from './version.ts';
import type { Log } from '../base/log.ts';
import type { QueueOption } from './queueOption.ts';
import type { WebhookOption } from './webhookOption.ts';

/** What a webhook or a queue is opened with. */
export interface ReceiverSurroundings {
  readonly log: Log;
  /** The time of the service, which `--speed` lets go faster. */
  readonly clock: Clock;
}

/** A webhook or queue that takes events. */
export interface OpenReceiver {
  deliver(event: EventGridEvent): void;
  /** Resolves when what is being sent has been answered; what waits for another attempt is given up. */
  close(): Promise<void>;
}

/** What opens receivers. Rejects with an error that says why one cannot be used. */
export interface ReceiverOpeners {
  webhook(option: WebhookOption, surroundings: ReceiverSurroundings): Promise<OpenReceiver>;
  queue(option: QueueOption, surroundings: ReceiverSurroundings): Promise<OpenReceiver>;
}

/**
 * Runs the local Call Recording service as a program, until it is ended; the extension starts it as a child
 * process too. Never rejects: what went wrong is said on standard error and by the exit code.
 * @param args what follows the program's name
 * @param open called where `--webhook` or `--queue` is given, before the service starts
 */
export async function runProgram(args: readonly string[], open: ReceiverOpeners): Promise<void> {
  try {
    await run(readCommandLine(args, process.env), open);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}

async function run(wanted: CommandLine, open: ReceiverOpeners): Promise<void> {
  switch (wanted.kind) {
    case 'help':
      process.stdout.write(help);
      return;
    case 'version':
      process.stdout.write(`${serviceVersion()}\n`);
      return;
    case 'wrong':
      process.stderr.write(`${wanted.problem}\nOptions are explained with --help.\n`);
      process.exitCode = 2;
      return;
    case 'run':
      return serve(wanted, open);
  }
}

async function serve(wanted: CommandLine & { kind: 'run' }, open: ReceiverOpeners): Promise<void> {
  doWithoutCompilers();
  let lastRequest = Date.now();
  const giveMemoryBack = givingMemoryBack();
  const log = (line: string): void => {
    lastRequest = Date.now();
    giveMemoryBack();
    if (!wanted.isQuiet) process.stderr.write(`${line}\n`);
  };
  const around = { log, clock: realClock(wanted.service.speed) };
  const webhook = wanted.webhook && (await open.webhook(wanted.webhook, around));
  const queue = wanted.queue && (await open.queue(wanted.queue, around));
  const certificate = wanted.ownCertificate ? await certificateOf(wanted.service) : undefined;
  const printed = new Lines();
  const service = await startLocalService({
    ...wanted.service,
    ...(certificate && { tls: certificate }),
    log,
    onEvent: (event) => {
      giveMemoryBack();
      printed.write({ event });
      webhook?.deliver(event);
      queue?.deliver(event);
    },
  });
  const end = (): void => {
    // A second signal ends at once.
    for (const signal of signals) process.removeAllListeners(signal);
    void service
      .close()
      .then(() => Promise.all([webhook?.close(), queue?.close()]))
      .then(
        () => process.exit(),
        (error: unknown) => {
          process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
          process.exit(1);
        },
      );
  };
  for (const signal of signals) process.once(signal, end);
  const { exitWhenIdleMs = Infinity } = wanted;
  // The listener is gone. One that ends when it is idle waits for the next.
  process.stdout.on('error', exitWhenIdleMs === Infinity ? end : () => undefined);
  process.stderr.on('error', () => undefined);
  const idle = setInterval(() => {
    if (Date.now() - lastRequest < exitWhenIdleMs) return;
    clearInterval(idle);
    end();
  }, 1000).unref();
  if (wanted.exitWithParent) process.stdin.resume().once('close', end);
  const { endpoint, connectionString, accessKey, port } = service;
  printed.ready(
    withoutUndefined({
      ...{ ready: true, endpoint, connectionString, accessKey, port },
      certificate: certificate?.path,
    }),
  );
}

/** The certificate of this machine, kept with the state where there is one. */
export async function certificateOf({ stateFolder }: LocalServiceOptions): Promise<OwnCertificate> {
  const { certificateFolder, ownCertificate } = await import('./certificate.ts');
  return ownCertificate(stateFolder === undefined ? certificateFolder() : join(stateFolder, 'tls'));
}

const signals = ['SIGINT', 'SIGTERM'] as const;

/** Standard output, one JSON value a line, the ready line first: events of an earlier run may come before it. */
class Lines {
  #waiting: object[] | undefined = [];

  write(value: object): void {
    if (this.#waiting) this.#waiting.push(value);
    else process.stdout.write(`${JSON.stringify(value)}\n`);
  }

  ready(value: object): void {
    const waiting = this.#waiting ?? [];
    this.#waiting = undefined;
    for (const each of [value, ...waiting]) this.write(each);
  }
}
