import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { EventGridEvent } from '../../../src/recording/event/event.ts';

/** What the program says when it is ready. */
export interface ReadyLine {
  readonly ready: boolean;
  readonly endpoint: string;
  readonly connectionString: string;
  readonly accessKey: string;
  readonly port: number;
  readonly certificate?: string;
}

const sources = [join(import.meta.dirname, '../../../src/localServiceProgram.ts')];

/** The local service as a program of its own. */
export class RunningProgram implements AsyncDisposable {
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;
  errors = '';
  readonly #lines: AsyncIterator<string>;

  /** @param command what comes before the arguments; default: this Node and the sources */
  constructor(args: readonly string[], command: readonly string[] = [process.execPath, ...sources]) {
    const [program = '', ...first] = command;
    this.child = spawn(program, [...first, ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
    this.ended = once(this.child, 'close').then(([code]: unknown[]) => code as number | null);
    this.child.stderr?.on('data', (data: Buffer) => (this.errors += data.toString()));
    if (!this.child.stdout) throw new Error('No standard output');
    this.#lines = createInterface({ input: this.child.stdout })[Symbol.asyncIterator]();
  }

  async ready(): Promise<ReadyLine> {
    const { value } = (await this.#lines.next()) as { readonly value?: string };
    if (value === undefined) throw new Error(`The service did not start: ${this.errors}`);
    return JSON.parse(value) as ReadyLine;
  }

  async event(): Promise<EventGridEvent> {
    const { value } = (await this.#lines.next()) as { readonly value?: string };
    if (value === undefined) throw new Error(`No event came: ${this.errors}`);
    return (JSON.parse(value) as { readonly event: EventGridEvent }).event;
  }

  /** @returns its exit code */
  async end(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    this.child.kill(signal);
    return this.ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.end('SIGKILL');
  }
}

/** Asks for what a real service has no API for. */
export async function control<T>(
  { endpoint, accessKey }: ReadyLine,
  method: string,
  path: string,
  body?: object,
): Promise<T> {
  const answer = await fetch(new URL(`local/${path}`, endpoint), {
    method,
    headers: { authorization: `AccessKey ${accessKey}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return (answer.status === 204 ? undefined : await answer.json()) as T;
}
