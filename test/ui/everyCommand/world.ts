import assert from 'node:assert/strict';
import { cpSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ContainerClient, BlobServiceClient } from '@azure/storage-blob';
import { QueueServiceClient } from '@azure/storage-queue';
import { type Azurite, startAzurite } from '../../host/azurite.ts';
import { endLocalService } from '../../host/endLocalService.ts';
import { root } from '../../host/paths.ts';
import { removeScratch } from '../../host/removeScratch.ts';
import { eventGridConsumer } from '../../integration/events/send/consumers.ts';
import { type TestEndpoint, startEndpoint } from '../../integration/events/send/webhookServer.ts';
import { freshAzure, userWith } from '../../integration/setup/standIn/seed.ts';
import type { StandIn } from '../../integration/setup/standIn/server.ts';
import { azureAccess } from '../azureAccess.ts';
import { until } from '../until.ts';
import { Workbench } from '../workbench.ts';

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string }[];
  };
}

const { contributes } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest;
const strings = JSON.parse(readFileSync(join(root, 'package.nls.json'), 'utf8')) as Record<string, string>;

/** The names of all commands, without `callRecordings.`. */
export const commandNames: readonly string[] = contributes.commands.map(({ command }) =>
  command.replace('callRecordings.', ''),
);

/** What the palette calls a command. */
export function titleOf(name: string): string {
  const found = contributes.commands.find(({ command }) => command === `callRecordings.${name}`);
  return `Call Recordings: ${strings[found?.title.replaceAll('%', '') ?? ''] ?? ''}`;
}

/** A folder with more on one date than is listed at once, and with what has nothing in it or cannot be read. */
async function makeLargeFolder(folder: string): Promise<string> {
  const chunk = async (call: string, index: number): Promise<void> => {
    const ids = `${call.repeat(8)}-0000-4000-8000-000000000000`;
    const recording = join(folder, '20200101', ids, `eyJQbGF0-${ids}`);
    await mkdir(recording, { recursive: true });
    const document = `0-eus-d1-${String(index).padStart(32, '0')}`;
    await writeFile(join(recording, `${index}-audiomp3.${document}.mp3`), '');
  };
  for (let index = 0; index < 1000; index++) await chunk('0', index);
  await chunk('f', 0);
  await mkdir(join(folder, '20200102'));
  await mkdir(join(folder, 'broken', 'empty'), { recursive: true });
  await symlink('link', join(folder, 'broken', 'link'));
  return folder;
}

/**
 * VS Code with what a person may have: the samples, a folder, one that is gone, empty or large, a container in Azurite, a
 * resource and a container in a stand-in of Azure, and an endpoint for events. Nothing was recorded or sent.
 */
export class World {
  readonly workbench: Workbench;
  readonly azurite: Azurite;
  readonly azure: StandIn;
  /** Takes events, with the handshake. */
  readonly receiver: TestEndpoint;
  /** The container `blobs`. */
  readonly blobs: ContainerClient;
  /** The folder of the container `Copies`. */
  readonly copies: string;
  readonly #scratch: string;
  readonly #userDataDir: string;

  private constructor(
    parts: Pick<World, 'workbench' | 'azurite' | 'azure' | 'receiver' | 'blobs' | 'copies'>,
    scratch: string,
    userDataDir: string,
  ) {
    this.workbench = parts.workbench;
    this.azurite = parts.azurite;
    this.azure = parts.azure;
    this.receiver = parts.receiver;
    this.blobs = parts.blobs;
    this.copies = parts.copies;
    this.#scratch = scratch;
    this.#userDataDir = userDataDir;
  }

  static async open(): Promise<World> {
    const scratch = await mkdtemp(join(tmpdir(), 'acs-every-'));
    const userDataDir = await mkdtemp(join(tmpdir(), 'acs-ui-'));
    const [azurite, azure, receiver] = await Promise.all([
      startAzurite({ queue: true }),
      freshAzure(),
      startEndpoint((request) => eventGridConsumer(request, [])),
    ]);
    const copies = join(scratch, 'copies');
    cpSync(join(root, 'media', 'samples'), copies, { recursive: true });
    await mkdir(join(copies, 'exports'));
    await writeFile(join(copies, 'exports', 'list.txt'), 'Not part of a recording.');
    const large = await makeLargeFolder(join(scratch, 'large'));
    await mkdir(join(scratch, 'empty'));
    const blobs = BlobServiceClient.fromConnectionString(azurite.connectionString).getContainerClient(
      'blobs',
    );
    await blobs.create();
    await QueueServiceClient.fromConnectionString(azurite.connectionString).createQueue('events');
    const access = await azureAccess(azure, userWith('owner'), scratch);
    const workbench = await Workbench.open({
      userDataDir,
      extensionFolders: [root, access.extensionFolder],
      env: access.env,
      viewport: { width: 1400, height: 1500 },
      settings: {
        ...access.settings,
        'callRecordings.containers': [
          { samples: true },
          { folder: copies, name: 'Copies' },
          { folder: join(scratch, 'not-there'), name: 'Gone' },
          { folder: join(scratch, 'empty'), name: 'Empty' },
          { folder: large, name: 'Large' },
          { name: 'blobs', url: blobs.url, signIn: 'accountKey' },
          {
            name: 'in Azure',
            url: 'https://contosocalls.blob.core.windows.net/recordings',
            signIn: 'vscode',
          },
        ],
      },
    });
    return new World({ workbench, azurite, azure, receiver, blobs, copies }, scratch, userDataDir);
  }

  /** Where the container `Gone` is looked for. */
  get gone(): string {
    return join(this.#scratch, 'not-there');
  }

  /** Runs a command by its name, from the palette. */
  run(name: string): Promise<void> {
    return this.workbench.runCommand(titleOf(name));
  }

  /** Waits for a question or a dialog that says so. */
  async asks(what: RegExp): Promise<void> {
    const shown = this.workbench.page.locator('.quick-input-widget:visible, .monaco-dialog-box').first();
    await shown.waitFor();
    let text = '';
    await until(
      async () => {
        const places = await shown
          .locator('input')
          .evaluateAll((all: readonly { getAttribute(name: string): string | null }[]) =>
            all.map((input) => input.getAttribute('placeholder') ?? ''),
          );
        text = `${await shown.innerText()}\n${places.join('\n')}`;
        return what.test(text);
      },
      () => Promise.resolve(`it asks ${String(what)}, not: ${text}`),
    );
  }

  /** Leaves a question or dialog. */
  async escape(): Promise<void> {
    await this.workbench.page.keyboard.press('Escape');
    await this.workbench.page
      .locator('.quick-input-widget:visible, .monaco-dialog-box')
      .first()
      .waitFor({ state: 'hidden' });
  }

  /** Waits until the clipboard holds such a text. */
  async copied(what: RegExp): Promise<void> {
    let text = '';
    await until(
      async () => {
        text = await this.workbench.page.evaluate<string>('navigator.clipboard.readText()');
        return what.test(text);
      },
      () => Promise.resolve(`${String(what)} is copied, not: ${text.slice(0, 200)}`),
    );
  }

  async copy(text: string): Promise<void> {
    await this.workbench.page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(text)})`);
  }

  /** Waits until a page in front, such as the Markdown preview, says so. */
  async pageSays(what: RegExp): Promise<void> {
    const { page } = this.workbench;
    let text = '';
    await until(
      async () => {
        text = '';
        for (const webview of await page.locator('iframe.webview:visible').elementHandles())
          for (const frame of (await webview.contentFrame())?.childFrames() ?? [])
            text += await frame
              .locator('body')
              .innerText({ timeout: 1000 })
              .catch(() => '');
        return what.test(text);
      },
      () => Promise.resolve(`a page says ${String(what)}, not: ${text.slice(0, 500)}`),
      30_000,
    );
  }

  /** Waits until the text editor in front says so. */
  async editorSays(what: RegExp): Promise<void> {
    await until(
      async () => what.test(await this.workbench.editorText()),
      async () =>
        `the editor says ${String(what)}, not: ${(await this.workbench.editorText()).slice(0, 500)}`,
    );
  }

  /** Waits for a row of a view, and gives it. */
  async row(view: string, what: RegExp) {
    const row = this.workbench.tree(view).pane.locator('.monaco-list-row', { hasText: what }).first();
    await row.waitFor();
    return row;
  }

  /** Answers the questions of a start: the local service, a new call, and where its files go. */
  async answerStart(destination = 'blobs'): Promise<void> {
    const { quickInput } = this.workbench;
    await this.asks(/Which Communication Services resource/);
    await quickInput.pick('Local service');
    await quickInput.pick('New local call');
    await quickInput.pick('WAV: audio, all participants mixed');
    await quickInput.pick(destination);
    assert.ok(await quickInput.has('Start paused', 10_000));
    await quickInput.accept();
    await this.row('Active Recordings', /recording · \d:\d\d/);
    await this.workbench.clearNotifications();
  }

  /** Answers the questions of a queue: the one in Azurite, which stays as it is. */
  async answerQueue(): Promise<void> {
    const { quickInput } = this.workbench;
    await this.asks(/Which queue does the event subscription deliver to\?/);
    await quickInput.pick('Connection string…');
    await quickInput.enter(this.azurite.connectionString);
    await quickInput.enter('events');
    await quickInput.pick('Watch without removing');
    await this.row('Events', /events/);
  }

  /** Makes something go wrong in the local service, once. */
  async breakLocalService(kind: string): Promise<void> {
    await this.run('copyLocalConnectionString');
    await this.copied(/^endpoint=/);
    const text = await this.workbench.page.evaluate<string>('navigator.clipboard.readText()');
    const [, endpoint = '', key = ''] = /^endpoint=([^;]+?)\/?;accesskey=(.+)$/.exec(text) ?? [];
    const answer = await fetch(`${endpoint}/local/faults`, {
      method: 'POST',
      headers: { authorization: `AccessKey ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ kind, times: 1 }),
    });
    assert.equal(answer.status, 201);
  }

  /** Opens a view and gives it the keyboard. */
  async focus(view: 'Recordings' | 'Active Recordings' | 'Events' | 'Setup'): Promise<void> {
    await this.workbench.runCommand(`Call Recordings: Focus on ${view} View`);
  }

  async closeEditors(): Promise<void> {
    const { page } = this.workbench;
    const discard = page.getByRole('button', { name: "Don't Save", exact: true });
    const tabs = page.locator('.editor-group-container .tab');
    const isClosed = async (): Promise<boolean> => (await tabs.count()) === 0;
    await until(
      async () => {
        await this.workbench.runCommand('View: Close All Editors');
        const isAnswered = async (): Promise<boolean> => (await discard.isVisible()) || isClosed();
        await until(isAnswered, 'it asks or closes', 5000).catch(() => undefined);
        if (await discard.isVisible()) {
          await discard.click();
          await discard.waitFor({ state: 'hidden' });
        }
        return until(isClosed, 'they are closed', 3000).then(
          () => true,
          () => false,
        );
      },
      'all editors are closed',
      60_000,
    );
  }

  /** No error is on screen. */
  async isCalm(): Promise<void> {
    const { page } = this.workbench;
    const red = page.locator('.notification-list-item', { has: page.locator('.codicon-error') });
    assert.deepEqual(await red.allInnerTexts(), []);
  }

  async close(): Promise<void> {
    await endLocalService(this.#userDataDir).catch(() => undefined);
    await this.workbench.close();
    await Promise.all([this.azurite.stop(), this.azure.stop(), this.receiver.close()]);
    await removeScratch(this.#scratch);
    await removeScratch(this.#userDataDir);
  }
}
