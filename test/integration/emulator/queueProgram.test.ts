import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newPipeline, QueueClient, StorageSharedKeyCredential } from '@azure/storage-queue';
import { olderAzurite } from '../../../src/storage/azure/azuriteVersion.ts';
import { type Azurite, azuriteAccount, azuriteKey, startAzurite } from '../azurite.ts';
import { startReceiver } from '../events/receive/receiver.ts';
import { begin, Lines, record } from './deliveringProgram.ts';
import { endPrograms } from './endPrograms.ts';

const program = join(import.meta.dirname, '../../../src/localServiceProgram.ts');

describe('local service as a program that delivers to a queue and to the event listener', () => {
  let azurite: Azurite;
  let folder: string;
  let number = 0;
  const children: ChildProcess[] = [];

  before(async () => (azurite = await startAzurite()));
  after(() => azurite.stop());
  beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'queue-program-'))));
  afterEach(async () => {
    await endPrograms(children);
    await rm(folder, { recursive: true, force: true });
  });

  async function newQueue(): Promise<QueueClient> {
    const pipeline = newPipeline(new StorageSharedKeyCredential(azuriteAccount, azuriteKey));
    pipeline.factories.push(olderAzurite);
    const client = new QueueClient(`${azurite.queueUrl}/local-${++number}`, pipeline);
    await client.create();
    return client;
  }

  function run(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
    const child = spawn(process.execPath, [program, '--exit-with-parent', '--destination', folder, ...args], {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
    });
    children.push(child);
    const ended = once(child, 'close').then(([code]: unknown[]) => code);
    return { child, output: new Lines(child.stdout), log: new Lines(child.stderr), ended };
  }

  const inQueue = async (queue: QueueClient): Promise<unknown[]> =>
    (await queue.peekMessages({ numberOfMessages: 32 })).peekedMessageItems.map(({ messageText }): unknown =>
      JSON.parse(Buffer.from(messageText, 'base64').toString()),
    );

  it('puts each event into a queue of Azurite by its URL, as Event Grid writes it', async () => {
    const queue = await newQueue();
    const { child, output, log, ended } = run(['--queue', queue.url]);
    const printed = await record(output);
    await log.find(new RegExp(`^Queue: event ${printed.id}: put into the queue\\.$`));
    assert.deepEqual(await inQueue(queue), [printed]);
    child.stdin.end();
    assert.equal(await ended, 0);
  });

  it('takes a connection string from the environment, and CloudEvents, and shows no key', async () => {
    const queue = await newQueue();
    const { output, log } = run(['--queue-name', queue.name, '--queue-schema', 'cloudEvents'], {
      ACS_LOCAL_QUEUE: azurite.connectionString,
    });
    const printed = await record(output);
    await log.find(/put into the queue/);
    const [event] = (await inQueue(queue)) as { readonly id?: string; readonly specversion?: string }[];
    assert.deepEqual([event?.id, event?.specversion], [printed.id, '1.0']);
    assert.ok(!(output.text + log.text).includes(azuriteKey.slice(0, 20)));
  });

  it('delivers what ends with the service', async () => {
    const queue = await newQueue();
    const { child, output, ended } = run(['--queue', queue.url]);
    await begin(output);
    child.stdin.end();
    assert.equal(await ended, 0);
    assert.equal((await inQueue(queue)).length, 1);
  });

  it('does not start where the queue cannot be used, and says why', async () => {
    const queue = await newQueue();
    const [url] = queue.url.split('?');
    for (const [address, problem] of [
      [`${url}x`, /^Queue http:\/\/127\.0\.0\.1:\d+\/.*x: this queue does not exist\. Create it first/],
      [`${url}?sv=2022-11-02&sp=a&se=2020-01-01T00%3A00%3A00Z&sig=canarycanary%3D`, /^Queue http/],
      ['https://127.0.0.1/', /^Queue: the URL must name the account and the queue\./],
    ] as const) {
      const { output, log, ended } = run(['--queue', address]);
      assert.equal(await ended, 1, address);
      assert.match(log.text, problem);
      assert.equal(output.text, '');
      assert.doesNotMatch(log.text, /canary/);
    }
  });

  it('delivers events and callbacks to the event listener', async () => {
    const receiver = await startReceiver({ key: 'listener key' });
    try {
      const key = '?key=listener%20key';
      const { output, log } = run(['--webhook', receiver.url + key, '--webhook-schema', 'cloudEvents']);
      const printed = await record(output, receiver.callbackUrl + key);
      await log.find(/Delivered\. The endpoint answered 200/);
      await receiver.received(3);
      const stored = receiver.store.list().map(({ type, via }) => `${via} ${type.split('.').at(-1)}`);
      assert.deepEqual([...stored].sort(), [
        'callback RecordingStateChanged',
        'callback RecordingStateChanged',
        'listener RecordingFileStatusUpdated',
      ]);
      const event = receiver.store.list().find(({ via }) => via === 'listener');
      const callback = receiver.store.list().find(({ via }) => via === 'callback');
      assert.equal(event?.eventId, printed.id);
      assert.ok(event.callId !== undefined && event.callId === callback?.callId);
      assert.equal(event.recordingId, callback.recordingId);
      assert.deepEqual(receiver.listener.counters.refused, {});
      assert.doesNotMatch(log.text + output.text, /listener(?: |%20)key/);
    } finally {
      await receiver.close();
    }
  });
});
