import assert from 'node:assert/strict';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { ExtensionApi } from '../../../src/extension.ts';
import { openStore } from '../../../src/storage/openStore.ts';
import type { App } from '../../../src/views/app.ts';
import { Containers } from '../../../src/views/containers/containers.ts';
import { Listening } from '../../../src/views/events/receiving/listening.ts';
import { Queues } from '../../../src/views/events/receiving/queues.ts';
import { Webhooks } from '../../../src/views/events/webhooks.ts';
import { hostRun } from './hostRun.ts';

const fails = () => Promise.reject(new Error('The keyring is locked'));
/** As on a machine whose keyring is locked or missing. */
const broken: vscode.SecretStorage = {
  ...{ get: fails, store: fails, delete: fails, keys: fails },
  onDidChange: () => new vscode.Disposable(() => undefined),
};
const reason = /The secret storage of VS Code failed.*Check the keyring/;

describe('A secret storage that fails', () => {
  const { scratchFolder } = hostRun();
  let app: App;
  let context: vscode.ExtensionContext;

  before(async () => {
    const extension = vscode.extensions.getExtension<ExtensionApi>('acs-call-recordings.acs-call-recordings');
    assert.ok(extension);
    ({ app } = await extension.activate());
    const state = new Map<string, unknown>();
    const memento = {
      keys: () => [...state.keys()],
      get: (key: string, fallback?: unknown) => state.get(key) ?? fallback,
      update: (key: string, value: unknown) => {
        if (value === undefined) state.delete(key);
        else state.set(key, value);
        return Promise.resolve();
      },
      setKeysForSync: () => undefined,
    } as unknown as vscode.ExtensionContext['globalState'];
    const storage = vscode.Uri.file(await mkdtemp(join(scratchFolder, 'broken-')));
    context = { secrets: broken, globalState: memento, globalStorageUri: storage } as vscode.ExtensionContext;
  });

  it('leaves containers alone that need no secret, and reports those that do', async () => {
    const containers = new Containers(broken, (container, secret) =>
      openStore(container, {
        getSecret: () => Promise.resolve(secret),
        vscodeCredential: { getToken: () => Promise.resolve(null) },
      }),
    );
    const url = 'https://contoso.blob.core.windows.net';
    try {
      const folder = await containers.add({ folder: scratchFolder, name: 'Folder' });
      await (await containers.open(folder)).listFiles('');
      const account = await containers.add({ url: `${url}/by-account`, signIn: 'vscode' });
      assert.ok(await containers.open(account));
      const bySas = { url: `${url}/by-sas`, signIn: 'sas' } as const;
      await assert.rejects(containers.add(bySas, 'sv=1&sig=secret'), reason);
      assert.equal(containers.known(bySas), undefined);
      const known = Containers.of(bySas);
      assert.ok(known);
      await assert.rejects(containers.open(known), reason);
      await containers.setSignIn(account, 'anonymous');
      for (const one of [folder, account]) await containers.remove(one);
      assert.equal(containers.find('Folder'), undefined);
    } finally {
      containers.dispose();
      for (const one of app.containers.list()) await app.containers.remove(one);
    }
  });

  it('leaves webhooks alone that need no secret, and reports those that do', async () => {
    const webhooks = new Webhooks(context);
    const [plain, coded] = ['https://contoso.example/api', 'https://contoso.example/coded'];
    const settings = { confirmed: true, handshake: false, retries: false };
    await webhooks.remember({ url: plain, ...settings }, { url: plain, query: '', headers: {} });
    assert.equal((await webhooks.secretsOf(plain)).url, plain);
    const secrets = { url: coded, query: 'code=secret', headers: {} };
    await assert.rejects(webhooks.remember({ url: coded, ...settings }, secrets), reason);
    assert.equal(webhooks.find(coded), undefined);
    // As an earlier version remembered one.
    await webhooks.remember({ url: coded, ...settings });
    await assert.rejects(webhooks.secretsOf(coded), reason);
    for (const url of [plain, coded]) await webhooks.forget(url);
    assert.deepEqual(webhooks.list(), []);
  });

  it('lets the listener of this machine take events, and never opens a public one without its key', async () => {
    const { log } = app;
    const listening = new Listening({ context, log, store: () => Promise.resolve() });
    try {
      await listening.start(0);
      assert.ok(listening.state?.port);
      await assert.rejects(listening.setKey('a key'), reason);
      await listening.stop();
      await context.globalState.update('callRecordings.listenerPublicOrigin', 'https://mine.tunnel.example');
      await assert.rejects(listening.start(0), reason);
      assert.equal(listening.state, undefined);
    } finally {
      await listening.stop();
      listening.dispose();
    }
  });

  it('leaves queues alone that need no secret, and reports those that do', async () => {
    const { log } = app;
    const options = { context, log, store: () => Promise.resolve(), isKnown: () => false };
    const queues = new Queues(options);
    const address = { url: 'https://contoso.queue.core.windows.net/events', mode: 'watch' } as const;
    try {
      const added = await queues.add({ ...address, signIn: 'anonymous' }, undefined);
      assert.ok(await queues.open(added));
      await assert.rejects(queues.open({ ...added, signIn: 'sas' }), reason);
      await assert.rejects(queues.add({ ...address, signIn: 'accountKey' }, 'a key'), reason);
      for (const { queue } of queues.rows()) await queues.remove(queue.id);
      assert.deepEqual(queues.rows(), []);
    } finally {
      queues.dispose();
    }
  });

  it('lets a queue be read once it works again, without a reload', async () => {
    let isLocked = true;
    const get = () => (isLocked ? fails() : Promise.resolve('sv=1&sig=secret'));
    const locked: vscode.SecretStorage = { ...broken, get };
    const url = 'http://127.0.0.1:1/contoso/events';
    const queue = { id: 'one', url, signIn: 'sas', mode: 'watch' };
    await context.globalState.update('callRecordings.eventQueues', [queue]);
    const queues = new Queues({
      context: { ...context, secrets: locked },
      log: app.log,
      store: () => Promise.resolve(),
      isKnown: () => false,
    });
    const says = async (pattern: RegExp): Promise<void> => {
      for (let tries = 0; ; tries += 1) {
        await queues.resume();
        const said = String(queues.rows()[0]?.state?.error);
        if (pattern.test(said)) return;
        assert.ok(tries < 300, said);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    };
    try {
      await says(/secret storage/);
      isLocked = false;
      await says(/ECONNREFUSED|refused/i);
    } finally {
      queues.dispose();
      await context.globalState.update('callRecordings.eventQueues', undefined);
    }
  });
});
