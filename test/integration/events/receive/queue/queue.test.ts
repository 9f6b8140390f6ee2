import assert from 'node:assert/strict';
import {
  newPipeline,
  QueueClient,
  QueueSASPermissions,
  StorageSharedKeyCredential,
} from '@azure/storage-queue';
import { systemClock } from '../../../../../src/base/clock.ts';
import { openQueue, queueUrlOf, type EventQueue } from '../../../../../src/events/receive/queue/queue.ts';
import {
  type QueueMode,
  type QueueState,
  watchQueue,
} from '../../../../../src/events/receive/queue/watch.ts';
import type { NewReceived } from '../../../../../src/events/receive/received.ts';
import { findSample } from '../../../../../src/recording/event/samples/samples.ts';
import { olderAzurite } from '../../../../../src/storage/azure/azuriteVersion.ts';
import type { AccountSignIn } from '../../../../../src/storage/azure/account.ts';
import { StoreError } from '../../../../../src/storage/failures/storeError.ts';
import { type Fault, startFaultProxy } from '../../../faultProxy.ts';
import { type Azurite, azuriteAccount, azuriteKey, startAzurite } from '../../../azurite.ts';

const json = JSON.stringify(findSample('mp3')?.event('eventGrid'));
const base64 = Buffer.from(json).toString('base64');

describe('Event queue', () => {
  let azurite: Azurite;
  let client: QueueClient;
  let queue: EventQueue;
  let number = 0;

  before(async () => (azurite = await startAzurite()));
  after(() => azurite.stop());
  beforeEach(async () => {
    const name = `events-${++number}`;
    const pipeline = newPipeline(new StorageSharedKeyCredential(azuriteAccount, azuriteKey));
    pipeline.factories.push(olderAzurite);
    client = new QueueClient(`${azurite.queueUrl}/${name}`, pipeline);
    await client.create();
    queue = openQueue(queueUrlOf(azurite.connectionString, name) ?? '', {
      kind: 'connectionString',
      connectionString: azurite.connectionString,
    });
  });

  it('writes a line for each request, with both request IDs and no signature', async () => {
    const lines: string[] = [];
    const sas = client.generateSasUrl({
      expiresOn: new Date(Date.now() + 60_000),
      permissions: QueueSASPermissions.parse('r'),
    });
    const [url = '', signature = ''] = sas.split('?', 2);
    await openQueue(url, { kind: 'sas', sas: signature }, (line) => lines.push(line)).peek();
    const one = /^GET \S+\/messages 200 in \d+ ms, client request [\w-]{36}, service request [\w-]{36}$/;
    assert.equal(lines.filter((line) => one.test(line)).length, 1, lines.join('\n'));
    assert.ok(!lines.join().includes('sig='));
  });

  /** Watches until the state fits. */
  async function watch(
    mode: QueueMode,
    until: (state: QueueState, stored: readonly NewReceived[]) => boolean,
    store: (events: readonly NewReceived[]) => Promise<void> = () => Promise.resolve(),
  ): Promise<{ readonly state: QueueState; readonly stored: readonly NewReceived[] }> {
    const ended = new AbortController();
    const stored: NewReceived[] = [];
    let last: QueueState = { events: 0, poison: [], isFull: false };
    await watchQueue({
      queue,
      mode,
      clock: systemClock,
      isKnown: (id) => stored.some(({ summary }) => summary.messageId === id),
      store: async (events) => {
        await store(events);
        stored.push(...events);
      },
      onChange: (state) => {
        last = state;
        if (until(state, stored)) ended.abort();
      },
      signal: AbortSignal.any([ended.signal, AbortSignal.timeout(30_000)]),
    });
    return { state: last, stored };
  }

  const waiting = async (): Promise<number> => (await client.getProperties()).approximateMessagesCount ?? 0;

  it('is watched without removing: each event once, plain or base64, wrapped or not', async () => {
    for (const text of [json, base64, JSON.stringify([JSON.parse(json)])]) await client.sendMessage(text);
    const { stored } = await watch('watch', (_, all) => all.length >= 3);
    assert.equal(stored.length, 3);
    assert.ok(stored.every(({ summary }) => summary.via === 'queue' && summary.source === queue.name));
    assert.equal(await waiting(), 3);
    const [first] = await queue.peek();
    assert.equal(first?.dequeueCount, 0, 'looking counts as no reading');
  });

  it('is taken: a message leaves only after its event was stored', async () => {
    await client.sendMessage(base64);
    let tries = 0;
    const { stored } = await watch(
      'take',
      (state, all) => all.length > 0 || state.error !== undefined,
      () => (tries++ === 0 ? Promise.reject(new Error('ENOSPC')) : Promise.resolve()),
    );
    assert.equal(stored.length, 0);
    assert.equal(await waiting(), 1, 'what was not stored stays');
    const [hidden] = await queue.peek();
    assert.equal(hidden, undefined, 'nobody else sees it for a minute');
    await client.clearMessages();
    await client.sendMessage(base64);
    await watch('take', (_, all) => all.length > 0);
    assert.equal(await waiting(), 0);
  });

  it('leaves a message that holds no event, and shows it', async () => {
    await client.sendMessage('hello');
    await client.sendMessage(base64);
    const { state } = await watch('take', ({ events, poison }) => events > 0 && poison.length > 0);
    assert.deepEqual(
      state.poison.map(({ text, dequeueCount }) => [text, dequeueCount]),
      [['hello', 1]],
    );
    assert.equal(await waiting(), 1);
  });

  it('does not fail where another reader has taken the message by now', async () => {
    await client.sendMessage(base64);
    const [message] = await queue.take();
    assert.ok(message?.receipt !== undefined);
    await client.updateMessage(message.id, message.receipt, base64, 0);
    const [again] = await queue.take();
    assert.equal(again?.dequeueCount, 2);
    assert.equal(await queue.remove(message), false);
    assert.equal(await queue.remove(again), true);
    assert.equal(await queue.remove(again), false);
  });

  it('says why it cannot be read, without the secret, and continues once it can be again', async () => {
    await client.delete();
    await assert.rejects(queue.peek(), (error) => StoreError.is(error) && error.code === 'QueueNotFound');
    const wrong = openQueue(client.url, {
      kind: 'accountKey',
      accountName: 'devstoreaccount1',
      key: Buffer.from('wrong').toString('base64'),
    });
    await assert.rejects(wrong.peek(), (error) => StoreError.is(error) && error.status === 403);
    const sas = openQueue(client.url, {
      kind: 'sas',
      sas: 'sv=2022-11-02&se=2020-01-01T00%3A00%3A00Z&sp=r&sig=canarycanary%3D',
    });
    await assert.rejects(
      sas.peek(),
      (error) => StoreError.is(error) && !`${error.message}${String(error.stack)}`.includes('canary'),
    );
    let isBack = false;
    const { stored } = await watch('watch', (state, all) => {
      if (state.error !== undefined && !isBack) {
        isBack = true;
        void client.create().then(() => client.sendMessage(base64));
      }
      return all.length > 0;
    });
    assert.equal(stored.length, 1);
  });

  it('tells a key that was rotated, a SAS that expired and a wrong clock apart, and reads on after each', async () => {
    const proxy = await startFaultProxy(azurite.queueUrl);
    try {
      await client.sendMessage(base64);
      const url = proxy.through(client.url);
      const soon = new Date(Date.now() + 3_600_000);
      const sas = (expiresOn: Date) =>
        client
          .generateSasUrl({
            expiresOn,
            startsOn: new Date(Date.now() - 7_200_000),
            permissions: QueueSASPermissions.parse('rp'),
          })
          .split('?')[1] ?? '';
      const key = { kind: 'accountKey', accountName: azuriteAccount, key: azuriteKey } as const;
      const refused = { kind: 'answer', status: 403, code: 'AuthenticationFailed' } as const;
      const early = { date: new Date(Date.now() - 3_600_000).toUTCString() };
      const cases: readonly (readonly [reason: string, signIn: AccountSignIn, fault: Fault | undefined])[] = [
        ['wrongKey', key, { ...refused, detail: 'The MAC signature found is not the same as any computed' }],
        ['clockSkew', key, { ...refused, headers: early }],
        ['clockSkew', key, { ...refused, detail: 'Request date header too old' }],
        ['badSas', { kind: 'sas', sas: sas(soon) }, { ...refused, detail: 'Signature did not match' }],
        ['expiredSas', { kind: 'sas', sas: sas(new Date(Date.now() - 3_600_000)) }, undefined],
      ];
      for (const [reason, signIn, fault] of cases) {
        proxy.reset();
        if (fault) proxy.failAlways(fault);
        const failing = openQueue(url, signIn);
        await assert.rejects(failing.peek(), (error) => {
          assert.ok(StoreError.is(error));
          assert.equal(error.reason, reason, JSON.stringify(fault));
          assert.ok(!`${error.message}${String(error.stack)}`.includes('sig='));
          return true;
        });
        if (!fault) continue;
        queue = failing;
        const seen: unknown[] = [];
        const { stored } = await watch('watch', (state, all) => {
          if (StoreError.is(state.error)) {
            seen.push(state.error.reason);
            proxy.reset();
          }
          return all.length > 0;
        });
        assert.deepEqual([seen[0], stored.length], [reason, 1]);
      }
    } finally {
      await proxy.stop();
    }
  });

  it('leaves to another reader what that one holds, and takes it when it is given back', async () => {
    for (const text of [base64, json]) await client.sendMessage(text);
    const { receivedMessageItems } = await client.receiveMessages({ visibilityTimeout: 600 });
    const [held] = receivedMessageItems;
    assert.ok(held);
    await watch('take', (_, all) => all.length > 0);
    assert.equal(await waiting(), 1);
    await client.updateMessage(held.messageId, held.popReceipt, held.messageText, 0);
    const { stored } = await watch('take', (_, all) => all.length > 0);
    assert.equal(stored[0]?.summary.deliveryCount, 2, 'as the queue counts');
    assert.equal(await waiting(), 0);
  });

  it('keeps an event whose message another reader deleted before this one could', async () => {
    await client.sendMessage(base64);
    const { state, stored } = await watch(
      'take',
      (_, all) => all.length > 0,
      async () => {
        await client.clearMessages();
      },
    );
    assert.deepEqual([stored.length, state.error], [1, undefined]);
  });
});
