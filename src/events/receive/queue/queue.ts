import {
  AnonymousCredential,
  newPipeline,
  QueueClient,
  QueueServiceClient,
  StorageSharedKeyCredential,
} from '@azure/storage-queue';
import type { Log } from '../../../base/log.ts';
import { withoutUndefined } from '../../../base/withoutUndefined.ts';
import { olderAzurite } from '../../../storage/azure/azuriteVersion.ts';
import { requestLog } from '../../../storage/requestLog.ts';
import type { AccountSignIn } from '../../../storage/azure/account.ts';
import type { ErrorContext } from '../../../storage/failures/facts.ts';
import { toStoreError } from '../../../storage/failures/toStoreError.ts';

/** A message as it is in the queue. */
export interface QueueMessage {
  readonly id: string;
  readonly text: string;
  /** How often it was taken, this time included. */
  readonly dequeueCount: number;
  /** Missing where it was only looked at. */
  readonly receipt?: string;
}

/** A storage queue that Event Grid delivers to. Everything rejects with a `StoreError`. */
export interface EventQueue {
  readonly name: string;
  /** The first 32 messages that are visible; they stay as they are. */
  peek(signal?: AbortSignal): Promise<readonly QueueMessage[]>;
  /** Up to 32 messages, which stay hidden from others for a minute. */
  take(signal?: AbortSignal): Promise<readonly QueueMessage[]>;
  /** Removes a message that was taken. @returns false where another reader has it by now */
  remove(message: QueueMessage): Promise<boolean>;
  send(text: string, signal?: AbortSignal): Promise<void>;
}

/** The service gives no more at once. */
const mostAtOnce = 32;
const hiddenForSeconds = 60;

/**
 * @param url of the queue, without query
 * @param log gets a line for each request
 */
export function openQueue(url: string, signIn: AccountSignIn, log?: Log): EventQueue {
  const client = clientOf(url, signIn, log);
  const context = contextOf(signIn);
  const rethrow = (error: unknown, signal?: AbortSignal): never => {
    throw toStoreError(error, { ...context, signal });
  };
  return {
    name: client.name,
    peek: async (signal) => {
      const { peekedMessageItems } = await client
        .peekMessages({ numberOfMessages: mostAtOnce, ...withoutUndefined({ abortSignal: signal }) })
        .catch((error: unknown) => rethrow(error, signal));
      return peekedMessageItems.map(({ messageId, messageText, dequeueCount }) => ({
        id: messageId,
        text: messageText,
        dequeueCount,
      }));
    },
    take: async (signal) => {
      const { receivedMessageItems } = await client
        .receiveMessages({
          numberOfMessages: mostAtOnce,
          visibilityTimeout: hiddenForSeconds,
          ...withoutUndefined({ abortSignal: signal }),
        })
        .catch((error: unknown) => rethrow(error, signal));
      return receivedMessageItems.map(({ messageId, messageText, dequeueCount, popReceipt }) => ({
        id: messageId,
        text: messageText,
        dequeueCount,
        receipt: popReceipt,
      }));
    },
    remove: async ({ id, receipt = '' }) => {
      try {
        await client.deleteMessage(id, receipt);
        return true;
      } catch (error) {
        if (isLate(error)) return false;
        return rethrow(error);
      }
    },
    send: async (text, signal) => {
      await client
        .sendMessage(text, signal ? { abortSignal: signal } : {})
        .catch((error: unknown) => rethrow(error, signal));
    },
  };
}

/** The message was taken by another reader after it had become visible again. */
function isLate(error: unknown): boolean {
  const { code } = Object(error) as { readonly code?: unknown };
  return code === 'MessageNotFound' || code === 'PopReceiptMismatch';
}

/** What an error is told apart by: what is wrong with a SAS or a token is not what is wrong with a key. */
function contextOf(signIn: AccountSignIn): ErrorContext {
  switch (signIn.kind) {
    case 'sas':
      return { signIn: 'sas', sas: signIn.sas };
    case 'connectionString': {
      const sas = sasOf(signIn.connectionString);
      return sas === undefined ? {} : { signIn: 'sas', sas };
    }
    case 'token':
      return { signIn: 'default' };
    case 'accountKey':
    case 'anonymous':
      return { signIn: signIn.kind };
  }
}

function sasOf(connectionString: string): string | undefined {
  return /SharedAccessSignature=([^;]+)/i.exec(connectionString)?.[1];
}

function clientOf(url: string, signIn: AccountSignIn, log: Log | undefined): QueueClient {
  const pipelineOf = (credential: Parameters<typeof newPipeline>[0]) => {
    const pipeline = newPipeline(credential, { retryOptions: { maxTries: 3, maxRetryDelayInMs: 4_000 } });
    pipeline.factories.push(olderAzurite, ...(log ? [requestLog(log)] : []));
    return pipeline;
  };
  switch (signIn.kind) {
    case 'token':
      return new QueueClient(url, pipelineOf(signIn.credential));
    case 'accountKey':
      return new QueueClient(url, pipelineOf(new StorageSharedKeyCredential(signIn.accountName, signIn.key)));
    case 'sas':
      return new QueueClient(
        `${url}?${signIn.sas.replace(/^\?/, '')}`,
        pipelineOf(new AnonymousCredential()),
      );
    case 'anonymous':
      return new QueueClient(url, pipelineOf(new AnonymousCredential()));
    case 'connectionString': {
      const sas = sasOf(signIn.connectionString);
      return new QueueClient(
        sas === undefined ? url : `${url}?${sas}`,
        pipelineOf(credentialOf(signIn.connectionString)),
      );
    }
  }
}

/** The SDK reads connection strings in all their forms, but gives what it found to its own classes only. */
function credentialOf(connectionString: string): StorageSharedKeyCredential | AnonymousCredential {
  const service: unknown = QueueServiceClient.fromConnectionString(connectionString);
  return (service as { readonly credential: StorageSharedKeyCredential | AnonymousCredential }).credential;
}

/** The address of a queue of the account that a connection string names; undefined where it names none. */
export function queueUrlOf(connectionString: string, name: string): string | undefined {
  try {
    const account = QueueServiceClient.fromConnectionString(connectionString);
    return account.getQueueClient(name.toWellFormed()).url.split('?', 1)[0];
  } catch {
    return undefined;
  }
}
