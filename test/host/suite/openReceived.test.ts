import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { newReceived } from '../../../src/events/receive/received.ts';
import { ReceivedStore } from '../../../src/events/receive/store/store.ts';
import type { ExtensionApi } from '../../../src/extension.ts';
import { findSample } from '../../../src/recording/event/samples/samples.ts';

const count = 10_000;
const atOnce = 1000;
/** No process has it, so that the files can go with their events. */
const noProcess = 2 ** 31 - 1;

describe('The Events view with 10,000 received events', () => {
  it('opens with the newest of them', async () => {
    const extension = vscode.extensions.getExtension<ExtensionApi>('acs-call-recordings.acs-call-recordings');
    assert.ok(extension);
    const { app } = await extension.activate();
    await fill(join(app.context.globalStorageUri.fsPath, 'received'));
    const { tree } = app.events;
    const startedMs = performance.now();
    const { store } = await app.events.receiving();
    try {
      // Where it was open before, it hears of the files in its own time.
      await store.refresh();
      const roots = await tree.getChildren();
      const list = roots.find(({ kind }) => kind === 'received');
      assert.ok(list);
      const rows = await tree.getChildren(list);
      const items = await Promise.all([...roots, ...rows].map((row) => tree.getTreeItem(row)));
      const openMs = performance.now() - startedMs;
      // Where other tests received some, the oldest file may have left for them.
      assert.ok(store.list().length > count - 2 * atOnce, `${store.list().length} events`);
      assert.equal(items.length, roots.length + 201, 'a page of them, and Show More');
      // `npm run bench` reads it: a time is no pass or fail here.
      writeFileSync(join(extension.extensionPath, 'out', 'openReceived.json'), JSON.stringify({ openMs }));
    } finally {
      await store.clear();
    }
    assert.deepEqual(store.list(), []);
  });
});

/** Writes the events as another window does, which is closed by now. */
async function fill(folder: string): Promise<void> {
  const event = findSample('mp3')?.event('eventGrid');
  const store = new ReceivedStore({ folder, writer: `filled-${noProcess}`, isAlive: () => true });
  await store.open();
  for (let first = 0; first < count; first += atOnce)
    await store.append(
      Array.from({ length: atOnce }, (_, index) => {
        const id = `filled-${first + index}`;
        return newReceived({ ...event, id }, { via: 'listener' }, id, Date.now());
      }),
    );
  await store.close();
}
