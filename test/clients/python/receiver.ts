// The event listener, or what takes events from a queue, for a test in Python: prints a line when it is ready, and one
// for each event that it stored. Ends with its standard input.
import { systemClock } from '../../../src/base/clock.ts';
import { openQueue, queueUrlOf } from '../../../src/events/receive/queue/queue.ts';
import { watchQueue } from '../../../src/events/receive/queue/watch.ts';
import { type NewReceived } from '../../../src/events/receive/received.ts';
import { startReceiver } from '../../integration/events/receive/receiver.ts';

const [kind, connectionString = '', name = ''] = process.argv.slice(2);
const print = (value: object): void => console.log(JSON.stringify(value));
const receiver = await startReceiver();
const store = async (events: readonly NewReceived[]): Promise<void> => {
  await receiver.store.append(events);
};
receiver.store.onDidChange((added) => {
  for (const summary of added)
    void receiver.store.read(summary.id).then((event) => print({ summary, event }));
});
const ended = new AbortController();
print({ url: receiver.url });
const watched =
  kind === 'queue'
    ? watchQueue({
        queue: openQueue(queueUrlOf(connectionString, name) ?? '', {
          kind: 'connectionString',
          connectionString,
        }),
        mode: 'take',
        store,
        isKnown: (id) => receiver.store.list().some(({ messageId }) => messageId === id),
        clock: systemClock,
        onChange: ({ error }) => error !== undefined && console.error(error),
        signal: ended.signal,
      })
    : Promise.resolve();
process.stdin.resume().once('end', () => {
  ended.abort();
  void watched.then(() => receiver.close()).then(() => process.exit());
});
