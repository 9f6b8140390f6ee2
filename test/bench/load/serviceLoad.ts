import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { signedHeaders } from '../../../src/emulator/api/signature.ts';
import type { ReadyLine, RunningProgram } from '../../integration/emulator/runningProgram.ts';
import { send } from './keptConnections.ts';

/** How a round of recordings went. */
export interface Round {
  /** Recordings that ran at the same time. */
  readonly running: number;
  /** Answers other than those that were expected. */
  readonly errors: number;
  /** From the first start to the last answer. */
  readonly startedPerSecond: number;
  /** From when a start was due until its answer. */
  readonly slowestMs: number;
}

const version = 'api-version=2026-03-12';

/** Calls and recordings of a service that runs as a program of its own. */
export class ServiceLoad {
  readonly #program: RunningProgram;
  readonly #endpoint: string;
  readonly #key: Uint8Array;
  readonly #accessKey: string;
  readonly #containerUrl: string;
  #errors = 0;

  constructor(program: RunningProgram, { endpoint, accessKey }: ReadyLine, containerUrl: string) {
    this.#program = program;
    this.#endpoint = endpoint;
    this.#accessKey = accessKey;
    this.#key = Buffer.from(accessKey, 'base64');
    this.#containerUrl = containerUrl;
  }

  /** Lets recordings start and stop at that pace, so that all run at once; resolves when all files have landed. */
  async round(count: number, perSecond: number): Promise<Round> {
    this.#errors = 0;
    const calls: string[] = [];
    await paced(count, perSecond, async () => void calls.push(await this.newCall()));
    const ids: string[] = [];
    const begun = performance.now();
    const slowestMs = await paced(count, perSecond, async (index) => {
      ids.push(await this.start(calls[index] ?? ''));
    });
    const seconds = (performance.now() - begun) / 1000;
    const { text } = await this.#control('GET', 'recordings', 200);
    const running = (JSON.parse(text) as unknown[]).length;
    const landed = (async () => {
      for (let each = 0; each < count; each++) await this.#program.event();
    })();
    await paced(count, perSecond, (index) => this.stop(ids[index] ?? ''));
    await landed;
    await paced(count, perSecond, (index) => this.hangUp(calls[index] ?? ''));
    return { running, errors: this.#errors, startedPerSecond: count / seconds, slowestMs };
  }

  /** @returns the server call ID of a new call */
  async newCall(): Promise<string> {
    const { text } = await this.#control('POST', 'calls', 201, {});
    return (JSON.parse(text) as { readonly serverCallId: string }).serverCallId;
  }

  /** @returns the recording ID */
  async start(serverCallId: string): Promise<string> {
    const { text } = await this.#service('POST', 'calling/recordings', 200, {
      callLocator: { kind: 'serverCallLocator', serverCallId },
      ...{ recordingContentType: 'audio', recordingChannelType: 'mixed', recordingFormatType: 'mp3' },
      externalStorage: {
        recordingStorageKind: 'azureBlobStorage',
        recordingDestinationContainerUrl: this.#containerUrl,
      },
    });
    return (JSON.parse(text) as { readonly recordingId?: string }).recordingId ?? '';
  }

  async stop(recordingId: string): Promise<void> {
    await this.#service('DELETE', `calling/recordings/${recordingId}`, 204);
  }

  async hangUp(serverCallId: string): Promise<void> {
    await this.#control('DELETE', `calls/${encodeURIComponent(serverCallId)}`, 204);
  }

  /** Answers that were not as they should be since the last round began. */
  get errors(): number {
    return this.#errors;
  }

  /** Memory that the service's process holds, in bytes. */
  residentBytes(): number {
    const { pid = 0 } = this.#program.child;
    if (process.platform === 'linux') {
      const [, kilobytes] = /VmRSS:\s*(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
      return Number(kilobytes) * 1024;
    }
    return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)]).toString()) * 1024;
  }

  async #service(method: string, path: string, expected: number, json?: object) {
    const url = new URL(`${path}?${version}`, this.#endpoint);
    const body = json === undefined ? '' : JSON.stringify(json);
    const headers = {
      ...signedHeaders(method, url, body, this.#key),
      'repeatability-request-id': randomUUID(),
      'repeatability-first-sent': new Date().toUTCString(),
    };
    return this.#send(method, url, headers, expected, body);
  }

  async #control(method: string, path: string, expected: number, json?: object) {
    const authorization = { authorization: `AccessKey ${this.#accessKey}` };
    const url = new URL(`local/${path}`, this.#endpoint);
    return this.#send(method, url, authorization, expected, json && JSON.stringify(json));
  }

  async #send(
    method: string,
    url: URL,
    headers: Readonly<Record<string, string>>,
    expected: number,
    body?: string,
  ) {
    const answer = await send(method, url, { ...headers, 'content-type': 'application/json' }, body);
    if (answer.status !== expected) {
      this.#errors += 1;
      if (this.#errors === 1) console.error(`${method} ${url.pathname}: ${answer.status} ${answer.text}`);
    }
    return answer;
  }
}

/** Begins work at a pace, whether or not earlier work is done. @returns the longest from when it was due, in ms */
async function paced(
  count: number,
  perSecond: number,
  work: (index: number) => Promise<void>,
): Promise<number> {
  const begun = performance.now();
  const all: Promise<number>[] = [];
  for (let index = 0; index < count; index++) {
    const dueMs = begun + (index * 1000) / perSecond;
    const waitMs = dueMs - performance.now();
    if (waitMs > 1) await sleep(waitMs);
    all.push(work(index).then(() => performance.now() - dueMs));
  }
  return Math.max(...(await Promise.all(all)));
}
