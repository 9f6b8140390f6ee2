import assert from 'node:assert/strict';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { accountMarkdown } from '../../../src/history/account/markdown.ts';
import { reportPage } from '../../../src/mediaFiles/reportPage.ts';
import { findSample } from '../../../src/recording/event/samples/samples.ts';
import type { ExtensionApi } from '../../../src/extension.ts';
import type { App } from '../../../src/views/app.ts';
import type { TreeNode } from '../../../src/views/tree/node.ts';
import { startEndpoint } from '../../integration/events/send/webhookServer.ts';
import { Screen, textOf } from './canary/screen.ts';
import { hostRun } from './hostRun.ts';

/** What makes a link or an image of a text, where it is taken for Markdown or HTML; fit for a file's name. */
const hostile = [
  '[click](command:workbench.action.quit)',
  '![x](https:evil.example)',
  '<a href=command:workbench.action.quit>x<a>',
  '$(trash)',
  '`x`**x**[x][y]',
];
/** How VS Code finds links in a notification: vs/base/common/linkedText.ts. */
const linkInNotification = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)(\3))?\)/i;
const call = '5a1f6d9e-3c52-4c8b-9a57-0d2f4be1c6a3';

describe('Names and texts of others', () => {
  const { scratchFolder } = hostRun();
  let app: App;
  let screen: Screen;
  let folder: string;

  before(async () => {
    const extension = vscode.extensions.getExtension<ExtensionApi>('acs-call-recordings.acs-call-recordings');
    assert.ok(extension);
    ({ app } = await extension.activate());
    for (const one of app.containers.list()) await app.containers.remove(one);
    folder = await mkdtemp(join(scratchFolder, 'hostile-'));
    for (const [index, text] of hostile.entries()) {
      const path = join(folder, '20260107', `${call.slice(0, -1)}${index}`, text);
      await mkdir(path, { recursive: true });
      await writeFile(join(path, `0-audio${text}.mp3`), '<Error><Code>x</Code></Error>');
      const ids = { callId: text, recordingId: text, documentId: text, chunkEndReason: text };
      await writeFile(
        join(path, '0-acsmetadata.json'),
        JSON.stringify({ ...ids, participants: [{ participantId: text }] }),
      );
      await writeFile(join(folder, text), 'x');
    }
    await app.containers.add({ folder, name: hostile[0] ?? '' });
    screen = new Screen(app);
  });

  after(async () => {
    screen.dispose();
    for (const one of app.containers.list()) await app.containers.remove(one);
    await app.events.deliveries.clear();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  const run = (command: string, argument: unknown): Promise<unknown> =>
    Promise.resolve(vscode.commands.executeCommand(`callRecordings.${command}`, argument)).catch(textOf);

  /** As VS Code's own Markdown makes HTML of a text. */
  async function assertNoLink(markdown: string): Promise<void> {
    const html = await vscode.commands.executeCommand<string>('markdown.api.render', markdown);
    assert.doesNotMatch(html, /<(?:a|img)\b/, markdown);
  }

  it('make no link and no image in a tooltip of the tree, and no icon in a row', async () => {
    let rows = 0;
    const look = async (node?: TreeNode): Promise<void> => {
      for (const child of await app.tree.getChildren(node)) {
        const item = await app.tree.getTreeItem(child);
        const { token } = new vscode.CancellationTokenSource();
        const { tooltip } = await app.tree.resolveTreeItem(item, child, token);
        if (typeof tooltip === 'object') {
          rows += 1;
          assert.ok(tooltip.isTrusted !== true && tooltip.supportHtml !== true);
          await assertNoLink(tooltip.value);
        }
        await look(child);
      }
    };
    await look();
    assert.ok(rows >= hostile.length * 3, `${rows}`);
    await assert.rejects(assertNoLink(hostile[0] ?? ''), 'a link that is one is found');
  });

  it('make no link in a notification, a question or a progress', async () => {
    const [container] = app.containers.list();
    assert.ok(container);
    for (const [index, text] of hostile.entries()) {
      const path = `20260107/${call.slice(0, -1)}${index}/${text}`;
      for (const item of [path, `${path}/0-audio${text}.mp3`, `${path}/missing-${text}.mp3`])
        for (const command of [
          'open',
          'openInspector',
          'checkRecordings',
          'download',
          'delete',
          'copyUrl',
          'showHistory',
        ])
          await run(command, { container: container.id, path: item, folder: join(folder, text) });
      await run('findRecording', text);
      await run(
        'inspectEvent',
        JSON.stringify({ id: text, type: text, source: text, data: { recordingId: text } }),
      );
    }
    await run('removeContainer', { container: container.id });
    const echo = await startEndpoint(() => ({
      status: 400,
      headers: { 'content-type': 'text/plain', location: '[x](command:workbench.action.quit)' },
      body: hostile.join('\n'),
    }));
    try {
      await run('sendEvent', {
        event: findSample('mp3')?.event('eventGrid'),
        url: `${echo.url}/[x](command:workbench.action.quit)`,
        handshake: false,
      });
      assert.equal(echo.requests.length, 1);
    } finally {
      await echo.close();
    }
    const texts = [...screen.notified, ...screen.asked, ...screen.progress];
    assert.ok(
      texts.some((text) => text.includes('click')),
      textOf(texts),
    );
    for (const text of texts) assert.doesNotMatch(text, linkInNotification);
  });

  it('make no link in a history or a report', async () => {
    const at = Date.UTC(2026, 0, 7);
    for (const text of hostile) {
      const markdown = accountMarkdown({
        ids: [{ label: text, value: text }],
        entries: [{ at, source: 'service', text, correlationId: text } as never],
        checks: [{ id: 'files', standing: 'failed', text, next: text }],
        next: text,
        at,
      } as never);
      await assertNoLink(markdown);
      const page = reportPage(
        [
          {
            ...{ containerId: text, container: text, path: text, unreadable: 0 },
            checked: [
              {
                recording: { path: text },
                problems: [{ severity: 'error', title: text, why: text, next: text, file: text }],
              } as never,
            ],
          },
        ],
        false,
        new Date(at),
        'nonce',
      );
      assert.deepEqual(
        [...page.matchAll(/<a href="([^?"]*)/g)].map(([, target]) => target),
        Array(2).fill('command:callRecordings.openInspector'),
      );
      assert.doesNotMatch(page, /<img|<a href=command/);
    }
  });
});
