import assert from 'node:assert/strict';
import { BlobServiceClient } from '@azure/storage-blob';
import * as vscode from 'vscode';
import type { ExtensionApi } from '../../../src/extension.ts';
import type { App } from '../../../src/views/app.ts';
import { hostRun } from './hostRun.ts';
import { runCommand } from './runCommand.ts';

describe('Try Setup for Real', () => {
  const { azurite } = hostRun();
  let app: App;
  const { showWarningMessage } = vscode.window;
  const asked: string[] = [];

  before(async () => {
    const extension = vscode.extensions.getExtension<ExtensionApi>('acs-call-recordings.acs-call-recordings');
    app = (await extension?.activate())?.app ?? assert.fail('not activated');
    await BlobServiceClient.fromConnectionString(azurite.connectionString)
      .getContainerClient('trial')
      .createIfNotExists();
    await app.containers.add(
      { name: 'trial', url: `${azurite.url}/trial`, signIn: 'connectionString' },
      azurite.connectionString,
    );
    Object.assign(vscode.window, {
      showWarningMessage: (title: string, options: vscode.MessageOptions, ...buttons: string[]) => {
        if (typeof options !== 'object' || options.modal !== true) return Promise.resolve(undefined);
        asked.push(`${title}\n${options.detail ?? ''}`);
        return Promise.resolve(buttons[0]);
      },
    });
  });

  after(async () => {
    Object.assign(vscode.window, { showWarningMessage });
    const { localService, active } = await app.active.services();
    await localService.stop();
    for (const { recordingId } of active.list()) active.forget(recordingId);
    const container = app.containers.find('trial');
    if (container) await app.containers.remove(container);
  });

  it('checks local service and Azurite, records ten seconds after naming the call, and follows them to the files', async function () {
    this.timeout(120_000);
    await runCommand('startLocalService');
    const report = await runCommand('checkSetup', { resource: 'local', container: 'trial' });
    assert.deepEqual(
      report.lines.map(({ id, state }) => `${id} ${state}`),
      ['resourceAccess passed', 'clock passed', 'localService passed', 'localContainer passed'],
    );
    const call = await runCommand('newLocalCall', {});
    const result = await runCommand('tryForReal', {
      resource: 'local',
      container: 'trial',
      call: call.serverCallId,
    });
    assert.equal(result.kind, 'landed');
    assert.match(result.path, new RegExp(`^\\d{8}/${call.callId}/`));
    assert.ok(asked[0]?.includes(call.serverCallId), asked[0]);
    const { active } = await app.active.services();
    assert.ok(active.list().every(({ state }) => state === 'ended'));
  });
});
