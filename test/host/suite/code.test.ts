import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { ExtensionApi } from '../../../src/extension.ts';
import type { App } from '../../../src/views/app.ts';
import { runCommand } from './runCommand.ts';

const start = {
  content: 'audio',
  channel: 'unmixed',
  format: 'wav',
  destinationUrl: 'https://account.blob.core.windows.net/recordings/team?sv=2024-11-04&sig=c2VjcmV0',
  pauseOnStart: true,
  channelOrder: ['8:acs:alice'],
};

describe('The start as code', () => {
  let app: App;

  before(async () => {
    const extension = vscode.extensions.getExtension<ExtensionApi>('acs-call-recordings.acs-call-recordings');
    assert.ok(extension);
    ({ app } = await extension.activate());
    for (const one of app.containers.list()) await app.containers.remove(one);
    await runCommand('addSamples');
  });

  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  const shown = () => vscode.window.activeTextEditor?.document;

  it('opens in an untitled document of its language, with the options that were given and no secret', async () => {
    const text = await runCommand('showAsCode', { start, language: 'python' });
    assert.equal(shown()?.getText(), text);
    assert.equal(shown()?.languageId, 'python');
    assert.equal(shown()?.isUntitled, true);
    assert.match(text, /^# pip install azure-communication-callautomation==/);
    assert.match(text, /container_url="https:\/\/account\.blob\.core\.windows\.net\/recordings\/team"/);
    assert.match(text, /pause_on_start=True/);
    assert.match(text, /CommunicationUserIdentifier\("8:acs:alice"\)/);
    assert.match(text, /COMMUNICATION_SERVER_CALL_ID/);
    assert.ok(!text.includes('sig='));
  });

  it('opens in each language', async () => {
    const languages = {
      csharp: 'csharp',
      java: 'java',
      javascript: 'javascript',
      typescript: 'typescript',
      curl: 'shellscript',
    } as const;
    for (const [language, documentLanguage] of Object.entries(languages)) {
      await runCommand('showAsCode', { start, language: language as keyof typeof languages });
      assert.equal(shown()?.languageId, documentLanguage);
    }
  });

  it('is made for a recording of the tree, whose call comes from the environment', async () => {
    const [container] = app.containers.list();
    assert.ok(container);
    const store = await app.containers.open(container);
    const { files } = await store.listFiles('');
    const media = files.find(({ name }) => name.endsWith('.mp3') && /^\d{8}\//.test(name));
    assert.ok(media);
    const path = media.name.slice(0, media.name.lastIndexOf('/') + 1);
    const text = await accept(runCommand('showAsCode', { path }));
    assert.equal(shown()?.languageId, 'csharp');
    assert.match(text, /COMMUNICATION_SERVER_CALL_ID/);
    assert.match(text, /mp3/i);
    assert.match(text, /RECORDING_CONTAINER_URL: The URL of the container/);
  });

  it('gives the webhook too', async () => {
    const text = await runCommand('showAsCode', { webhook: true, language: 'typescript' });
    assert.equal(shown()?.languageId, 'typescript');
    assert.match(text, /validationResponse/);
  });

  it('remembers the language', async () => {
    const first = await accept(runCommand('showAsCode', { start }), 'quickOpenSelectNext');
    assert.equal(shown()?.languageId, 'java');
    assert.equal(await accept(runCommand('showAsCode', { start })), first);
  });

  it('says what is wrong with a start in place of code that cannot run', async () => {
    const wrong = { ...start, content: 'audioVideo' };
    assert.equal(await runCommand('showAsCode', { start: wrong, language: 'java' }), undefined);
    assert.equal(shown(), undefined);
  });
});

/** Accepts the marked entry of each pick until the command has run, after another one was marked where that is wanted. */
async function accept<T>(running: Thenable<T>, before?: 'quickOpenSelectNext'): Promise<T> {
  for (let moved = before === undefined; ;) {
    // A pick that is not shown yet takes neither.
    const pause = new Promise<false>((resolve) => setTimeout(resolve, 200, false));
    if (await Promise.race([pause, running.then(() => true)])) return running;
    if (!moved) await vscode.commands.executeCommand(`workbench.action.${before ?? ''}`);
    moved = true;
    await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
  }
}
