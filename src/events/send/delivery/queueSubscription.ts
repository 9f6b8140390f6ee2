import { type Clock, delay } from '../../../base/clock.ts';
import type { EventSchema } from '../../../recording/event/event.ts';
import type { AccountSignIn } from '../../../storage/azure/account.ts';
import { readConnectionString } from '../../../storage/connectionString.ts';
import { storeErrorText } from '../../../storage/failures/storeErrorText.ts';
import { StoreError } from '../../../storage/failures/storeError.ts';
import { isAzurite } from '../../../storage/openStore.ts';
import { messageText } from '../../receive/queue/messageText.ts';
import { type EventQueue, openQueue, queueUrlOf } from '../../receive/queue/queue.ts';
import { queueSignIn } from '../../receive/queue/signIn.ts';
import { eventInSchema } from '../webhook/request.ts';
import { eventGridPolicy, retryDelaysMs } from './retrySchedule.ts';
import type { EventSubscription } from './subscription.ts';

/** The queue that events go to from now on, and how. */
export interface QueueSubscriptionOptions {
  /** A connection string, or the URL of the queue, perhaps with a SAS, which is never shown. */
  readonly address: string;
  /** Where the address is a connection string. */
  readonly name?: string;
  readonly schema: EventSchema;
  /** Gets a line for each event, without secrets. */
  readonly log: (line: string) => void;
  readonly clock: Clock;
}

/** Puts events into a queue, as an event subscription would. Rejects with an error that says why it cannot. */
export async function subscribeQueue(options: QueueSubscriptionOptions): Promise<EventSubscription> {
  const { schema, clock } = options;
  const { queue, url } = await opened(options);
  const log = (line: string) => options.log(`Queue: ${line}`.replace(/\p{Cc}/gu, '?'));
  try {
    await queue.peek();
    log(`events go to ${url}.`);
  } catch (error) {
    // A SAS may allow to add messages only.
    if (!StoreError.is(error) || error.code !== 'AuthorizationPermissionMismatch')
      throw new Error(`Queue ${url}: ${reasonOf(error)}`, { cause: error });
    log(`events go to ${url}, which cannot be looked at.`);
  }
  const closed = new AbortController();
  const underWay = new Set<Promise<void>>();
  const put = async (text: string, id: string): Promise<void> => {
    for (let attempt = 1; ; attempt++) {
      try {
        await queue.send(text);
        log(`event ${id}: put into the queue.`);
        return;
      } catch (error) {
        const pauseMs = retryDelaysMs[Math.min(attempt, retryDelaysMs.length) - 1] ?? 0;
        const isLast = attempt >= eventGridPolicy.maxAttempts || closed.signal.aborted;
        const next = isLast ? 'Not delivered.' : `Next attempt in ${pauseMs / 1000} s.`;
        log(`event ${id}, attempt ${attempt}: ${reasonOf(error)} ${next}`);
        if (isLast) return;
        await delay(clock, pauseMs, closed.signal).catch(() => undefined);
      }
    }
  };
  return {
    deliver: (event) => {
      const wired = eventInSchema(event, schema);
      if (!wired) return;
      const done = put(messageText(wired), wired.id).finally(() => underWay.delete(done));
      underWay.add(done);
    },
    close: async () => {
      closed.abort();
      await Promise.all(underWay);
    },
  };
}

async function opened({
  address,
  name = '',
}: QueueSubscriptionOptions): Promise<{ readonly queue: EventQueue; readonly url: string }> {
  if (!/^https?:\/\//i.test(address)) {
    const connectionString = readConnectionString(address)?.connectionString ?? address;
    const url = queueUrlOf(connectionString, name);
    if (url === undefined) throw new Error('Queue: this is no connection string of a storage account.');
    return { url, queue: openQueue(url, { kind: 'connectionString', connectionString }) };
  }
  const read = URL.parse(address);
  if (!read || read.pathname.replaceAll('/', '') === '')
    throw new Error('Queue: the URL must name the account and the queue.');
  const url = `${read.origin}${read.pathname}`;
  return { url, queue: openQueue(url, await signInOf(url, read.search)) };
}

function signInOf(url: string, query: string): Promise<AccountSignIn> | AccountSignIn {
  if (query !== '') return { kind: 'sas', sas: query };
  // Its key is public, and the SDK knows it.
  if (isAzurite(url)) return { kind: 'connectionString', connectionString: 'UseDevelopmentStorage=true' };
  return queueSignIn({ url, signIn: 'default' }, undefined, noAccount);
}

/** No Microsoft account of an editor is at hand here. */
const noAccount = { getToken: () => Promise.resolve(null) };

function reasonOf(error: unknown): string {
  if (!StoreError.is(error)) return error instanceof Error ? error.name : 'it failed.';
  if (error.code === 'QueueNotFound')
    return 'this queue does not exist. Create it first; Event Grid does not.';
  const { title, why } = storeErrorText(error);
  return [title, why].filter(Boolean).join('. ');
}
