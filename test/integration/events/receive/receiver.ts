import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../../../src/base/clock.ts';
import type { ListenerOptions } from '../../../../src/events/receive/listener/answering.ts';
import { type Listener, startListener } from '../../../../src/events/receive/listener/listener.ts';
import { listenerPath } from '../../../../src/events/receive/listener/paths.ts';
import { ReceivedStore, type ReceivedStoreOptions } from '../../../../src/events/receive/store/store.ts';

/** A listener with its store, in a folder of its own. */
export interface Receiver {
  readonly url: string;
  readonly callbackUrl: string;
  readonly folder: string;
  readonly listener: Listener;
  readonly store: ReceivedStore;
  /** Resolves when the given number of events is stored. */
  received(count: number): Promise<void>;
  close(): Promise<void>;
}

export const token = 'tokentokentoken1';

export async function startReceiver(
  options: Partial<ListenerOptions> & Partial<ReceivedStoreOptions> = {},
): Promise<Receiver> {
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'acs-received-')));
  const store = new ReceivedStore({ isAlive: () => false, ...options, folder });
  await store.open();
  const listener = await startListener({
    port: 0,
    token,
    clock: systemClock,
    store: (events) => store.append(events),
    ...options,
  });
  const base = `http://127.0.0.1:${listener.port}`;
  return {
    url: base + listenerPath('events', token),
    callbackUrl: base + listenerPath('callbacks', token),
    folder,
    listener,
    store,
    received: async (count) => {
      await store.refresh();
      if (store.list().length >= count) return;
      await new Promise<void>((resolve) => {
        const end = store.onDidChange(() => {
          if (store.list().length < count) return;
          end();
          resolve();
        });
      });
    },
    close: async () => {
      await listener.close();
      await store.close();
      if (options.folder === undefined) await rm(folder, { recursive: true });
    },
  };
}
