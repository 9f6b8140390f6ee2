import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { ExtensionApi } from '../../../src/extension.ts';

const extensionId = 'acs-call-recordings.acs-call-recordings';

describe('The extension in VS Code', () => {
  it('is found and activates', async () => {
    const extension = vscode.extensions.getExtension<ExtensionApi>(extensionId);
    assert.ok(extension, `${extensionId} is not among ${vscode.extensions.all.length} extensions`);
    const { turnsInMs } = await extension.activate();
    assert.equal(extension.isActive, true);
    const dist = join(extension.extensionPath, 'dist');
    const times = {
      composeMs: turnsInMs[0],
      takeUpMs: turnsInMs[1],
      loadMs: medianLoadMs(dist, 'extension.cjs', 'l10n.cjs'),
      // What it would take besides if the SDK were loaded at once.
      sdkLoadMs: medianLoadMs(dist, 'storage.azure.openBlobStore.cjs'),
    };
    // `npm run bench` reads it: a time is no pass or fail here.
    writeFileSync(join(extension.extensionPath, 'out', 'activation.json'), JSON.stringify(times));
  });

  it('keeps what it remembers while VS Code writes something else', async () => {
    const { app } = (await vscode.extensions.getExtension<ExtensionApi>(extensionId)?.activate()) ?? {};
    assert.ok(app);
    const state = app.context.globalState;
    for (let value = 1; value <= 50; value++) {
      const writes = [state.update('test.first', value)];
      // At some of these moments VS Code hears back of the first.
      await new Promise((resolve) => setTimeout(resolve, value % 5));
      writes.push(state.update('test.second', value));
      await Promise.all(writes);
      assert.deepEqual([state.get('test.first'), state.get('test.second')], [value, value]);
    }
    for (const key of ['test.first', 'test.second']) await state.update(key, undefined);
  });

  it('says so when it cannot start', async () => {
    const extension = vscode.extensions.getExtension<ExtensionApi>(extensionId);
    assert.ok(extension);
    const require = createRequire(join(extension.extensionPath, 'dist', 'extension.cjs'));
    const { activate } = require('./extension.cjs') as {
      readonly activate: (context: unknown) => Promise<unknown>;
    };
    const { showErrorMessage } = vscode.window;
    const shown: unknown[] = [];
    const record = (message: unknown): Promise<undefined> => {
      shown.push(message);
      return Promise.resolve(undefined);
    };
    Object.assign(vscode.window, { showErrorMessage: record });
    try {
      await assert.rejects(activate({ globalState: undefined }), TypeError);
    } finally {
      Object.assign(vscode.window, { showErrorMessage });
    }
    assert.match(String(shown), /^Call Recordings could not start\. Reload the window, or report this: /);
  });

  it('registers every command that it contributes', async () => {
    const { contributes } = vscode.extensions.getExtension(extensionId)?.packageJSON as {
      contributes: { commands: { command: string }[] };
    };
    const registered = new Set(await vscode.commands.getCommands(true));
    assert.deepEqual(
      contributes.commands.map((one) => one.command).filter((id) => !registered.has(id)),
      [],
    );
  });
});

/** Loads a bundle anew, as the extension host does: reading, compiling and running its top level. */
function medianLoadMs(dist: string, entry: string, ...others: readonly string[]): number {
  const require = createRequire(join(dist, entry));
  const files = [entry, ...others].map((file) => join(dist, file));
  const kept = files.map((file) => [file, require.cache[file]] as const);
  const times = Array.from({ length: 9 }, () => {
    for (const file of files) Reflect.deleteProperty(require.cache, file);
    const startedMs = performance.now();
    require(join(dist, entry));
    return performance.now() - startedMs;
  });
  for (const [file, module] of kept) require.cache[file] = module;
  return times.sort((a, b) => a - b)[4] ?? NaN;
}
