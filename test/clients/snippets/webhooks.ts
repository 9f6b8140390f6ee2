import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { CallAutomationClient } from '@azure/communication-call-automation';
import type {
  EventGridEvent,
  EventSchema,
  RecordingFileStatusData,
} from '../../../src/recording/event/event.ts';
import { fileStatusType } from '../../../src/recording/event/event.ts';
import { webhookSnippet } from '../../../src/snippets/snippets.ts';
import { start, stop } from '../../host/processes.ts';
import { resultOf } from '../results.ts';
import type { Suite, Surroundings, TestResult } from '../suite.ts';
import { type Program, openRunner } from './runners.ts';

const languages = ['python', 'javascript', 'typescript'] as const;

/** Webhooks of the texts get what the local service delivers, handshake first, in both schemas. */
export const webhookSuites: readonly Suite[] = languages.map((language) => ({
  name: `The webhook as code, run: ${language}`,
  run: async (surroundings): Promise<readonly TestResult[]> => {
    const runner = await openRunner(language, surroundings);
    const folder = join(surroundings.folder, 'snippets', `${language}-webhook`);
    await rm(folder, { recursive: true, force: true });
    const program = await runner.prepare(webhookSnippet(language), folder);
    return checkWebhook(language, program, surroundings);
  },
}));

/** Runs a webhook and delivers to it. */
export async function checkWebhook(
  language: string,
  program: Program,
  surroundings: Surroundings,
): Promise<readonly TestResult[]> {
  await using webhook = await startWebhook(program);
  const results: TestResult[] = [];
  for (const schema of ['eventGrid', 'cloudEvents'] as const) {
    results.push(
      await resultOf(`${language}: takes the handshake and every chunk in the schema ${schema}`, async () => {
        const data = await deliver(webhook.url, schema, surroundings);
        const chunks = data.recordingStorageInfo.recordingChunks;
        assert.ok(chunks.length > 1);
        const wanted = [
          `Recording: ${data.recordingId ?? ''}`,
          ...chunks.flatMap(({ index, contentLocation, metadataLocation }) => [
            `Chunk ${index}: ${contentLocation}`,
            `Metadata ${index}: ${metadataLocation}`,
          ]),
        ];
        assert.deepEqual(await webhook.nextLines(wanted.length), wanted);
      }),
    );
  }
  results.push(
    await resultOf(`${language}: refuses what is no event, and goes on`, async () => {
      for (const body of ['{"half":', 'null', `{"type":"${fileStatusType}"}`])
        assert.equal((await fetch(webhook.url, { method: 'POST', body })).status, 400, body);
      assert.equal((await fetch(webhook.url, { method: 'OPTIONS' })).status, 200);
    }),
  );
  return results;
}

async function startWebhook({ command, args }: Program) {
  const child = start(command, args, {
    env: { ...process.env, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (!child.stdout) throw new Error('The webhook has no output.');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => (await lines.next()).value as string | undefined;
  const [, url = ''] = /^Listening on (\S+)$/.exec((await next()) ?? '') ?? [];
  return {
    url,
    nextLines: async (count: number) => {
      const got: (string | undefined)[] = [];
      while (got.length < count) got.push(await next());
      return got;
    },
    [Symbol.asyncDispose]: () => stop(child),
  };
}

/** Records some chunks with a service that delivers to the webhook. @returns what the event says */
async function deliver(
  webhook: string,
  schema: EventSchema,
  { environment }: Surroundings,
): Promise<RecordingFileStatusData> {
  const folder = await mkdtemp(join(tmpdir(), 'webhook-'));
  const [program = '', ...first] = JSON.parse(environment['LOCAL_SERVICE'] ?? '[]') as string[];
  const service = start(
    program,
    [
      ...first,
      ...['--quiet', '--destination', folder, '--speed', '3600', '--chunk-seconds', '600'],
      ...['--webhook', webhook, '--webhook-schema', schema, '--no-retry'],
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  try {
    if (!service.stdout) throw new Error('The service has no output.');
    const lines = createInterface({ input: service.stdout })[Symbol.asyncIterator]();
    const next = async () => JSON.parse(((await lines.next()).value as string | undefined) ?? '{}') as Line;
    const { connectionString } = await next();
    if (connectionString === undefined)
      throw new Error('The service did not start: was the handshake refused?');
    await recordForAWhile(connectionString);
    return (await next()).event?.data as RecordingFileStatusData;
  } finally {
    await stop(service, 10_000);
    await rm(folder, { recursive: true, force: true });
  }
}

interface Line {
  readonly connectionString?: string;
  readonly event?: EventGridEvent;
}

/** Records until a second chunk has ended: a chunk takes a sixth of a second. */
async function recordForAWhile(connectionString: string): Promise<void> {
  const [, endpoint = '', key = ''] = /^endpoint=(.*);accesskey=(.*)$/.exec(connectionString) ?? [];
  const local = async (method: string, path: string) =>
    (
      await fetch(new URL(`local/${path}`, endpoint), {
        method,
        headers: { 'Content-Type': 'application/json', Authorization: `AccessKey ${key}` },
        ...(method === 'POST' && { body: '{}' }),
      })
    ).json();
  const call = (await local('POST', 'calls')) as { serverCallId: string };
  const recordings = new CallAutomationClient(connectionString, {
    allowInsecureConnection: true,
  }).getCallRecording();
  const { recordingId } = await recordings.start({
    callLocator: { kind: 'serverCallLocator', id: call.serverCallId },
    recordingStorage: {
      recordingStorageKind: 'azureBlobStorage',
      recordingDestinationContainerUrl: 'https://example.blob.core.windows.net/recordings',
    },
    recordingFormat: 'mp3',
  });
  const endedChunks = async () => {
    const [recording] = (await local('GET', 'recordings')) as { endedChunks: number }[];
    return recording?.endedChunks ?? 0;
  };
  while ((await endedChunks()) < 2) await sleep(20);
  await recordings.stop(recordingId);
}
