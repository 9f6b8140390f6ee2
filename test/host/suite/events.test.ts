import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BlobServiceClient } from '@azure/storage-blob';
import * as vscode from 'vscode';
import type { SendOptions } from '../../../src/commands/events/arguments.ts';
import type { Delivery } from '../../../src/events/send/delivery/delivery.ts';
import type { ExtensionApi } from '../../../src/extension.ts';
import { findSample } from '../../../src/recording/event/samples/samples.ts';
import type {
  RecordingFileStatusData,
  RecordingFileStatusUpdated,
} from '../../../src/recording/event/event.ts';
import { readEvents } from '../../../src/recording/event/parse.ts';
import type { Container } from '../../../src/storage/container.ts';
import type { App } from '../../../src/views/app.ts';
import type { EventNode } from '../../../src/views/events/node.ts';
import { cloudEventsConsumer, eventGridConsumer } from '../../integration/events/send/consumers.ts';
import { startEndpoint, type TestEndpoint } from '../../integration/events/send/webhookServer.ts';
import { TestService } from '../../integration/emulator/localServiceFixture.ts';
import { hostRun } from './hostRun.ts';
import { waitFor } from './waitFor.ts';

const run = <T>(command: string, ...args: unknown[]) =>
  vscode.commands.executeCommand<T>(`callRecordings.${command}`, ...args);

describe('Events', () => {
  const { azurite, scratchFolder, workspaceFolder } = hostRun();
  const chunks: string[] = [];
  let app: App;
  let receiver: TestEndpoint;
  let local: TestService;
  let container: Container;

  before(async () => {
    const extension = vscode.extensions.getExtension<ExtensionApi>('acs-call-recordings.acs-call-recordings');
    assert.ok(extension);
    ({ app } = await extension.activate());
    for (const one of app.containers.list()) await app.containers.remove(one);
    await app.events.deliveries.clear();
    receiver = await startEndpoint((request) => eventGridConsumer(request, chunks));
    local = await TestService.start({ chunks: { chunkSeconds: 60 } });
    const blobs = BlobServiceClient.fromConnectionString(azurite.connectionString).getContainerClient(
      'events',
    );
    await blobs.create();
    const added = await run<Container>('addContainer', {
      connectionString: azurite.connectionString,
      url: blobs.url,
      name: 'Recorded',
    });
    container = added;
  });

  after(async () => {
    await receiver.close();
    await local.stop();
    await app.containers.remove(container);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  async function tree(node?: EventNode, indent = ''): Promise<string[]> {
    const lines: string[] = [];
    for (const child of await app.events.tree.getChildren(node)) {
      const item = await app.events.tree.getTreeItem(child);
      lines.push(
        `${indent}${typeof item.label === 'string' ? item.label : ''}${item.description ? ` — ${String(item.description)}` : ''}`,
      );
      lines.push(...(await tree(child, `${indent}  `)));
    }
    return lines;
  }

  async function documentAt(address: string | undefined): Promise<vscode.TextDocument> {
    assert.ok(address !== undefined);
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(address, true));
    assert.equal(document, vscode.window.activeTextEditor?.document);
    return document;
  }

  async function lensesOf(document: vscode.TextDocument): Promise<string[]> {
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      document.uri,
    );
    return lenses.map((lens) => lens.command?.title ?? '');
  }

  /** What is marked in a document, once each of these texts is in one of the marks. */
  function marksOf(document: vscode.TextDocument, ...texts: readonly string[]): Promise<string[]> {
    return waitFor(() => {
      const marks = vscode.languages.getDiagnostics(document.uri).map(({ message }) => message);
      return texts.every((text) => marks.some((mark) => mark.includes(text))) ? marks : undefined;
    });
  }

  function eventOf(document: vscode.TextDocument): RecordingFileStatusUpdated {
    const [event] = readEvents(JSON.parse(document.getText())).events;
    assert.ok(event?.kind === 'recordingFileStatusUpdated');
    return event;
  }

  it('lists the samples in groups', async () => {
    const rows = await tree();
    // Events that other tests received stand above.
    const samples = rows.indexOf('Samples');
    assert.deepEqual(rows.slice(samples, samples + 12), [
      'Samples',
      '  Recordings in Your Own Storage',
      '    MP3, One Chunk — Audio, mixed: the usual recording',
      '    WAV, Mixed — Audio, mixed, exact 1.92 MB a minute',
      '    WAV, Unmixed — Audio, a channel for each participant',
      '    MP4 — Audio and video, mixed',
      '    Three Chunks, by Time — A chunk is four hours long at most',
      '    Two Chunks, by Size — The first chunk reached its largest size',
      '  Recordings in ACS Storage',
      '    MP4 in ACS Storage — No storage of your own: kept for 24 hours',
      '    Export Failed — Meant for your own storage, but the links lead to ACS',
      '  Failed Chunks',
    ]);
  });

  it('shows a sample pretty-printed, with a summary, hints and explanations', async () => {
    const { command } = await app.events.tree.getTreeItem({ kind: 'sample', sample: 'timeRollOver' });
    assert.ok(command);
    await vscode.commands.executeCommand(command.command, ...(command.arguments as unknown[]));
    const document = vscode.window.activeTextEditor?.document;
    assert.ok(document);
    assert.equal(document.languageId, 'json');
    assert.match(document.getText(), /^\[\n {2}\{\n {4}"id": /);
    assert.deepEqual(await lensesOf(document), [
      '$(warning) 3 chunks · 2 notes',
      '$(send) Send…',
      '$(list-tree) Reveal',
      'Edit',
      'As CloudEvents',
    ]);
    const hints = await vscode.commands.executeCommand<vscode.InlayHint[]>(
      'vscode.executeInlayHintProvider',
      document.uri,
      new vscode.Range(0, 0, document.lineCount, 0),
    );
    const labels = hints.map(({ label }) => (typeof label === 'string' ? label : ''));
    assert.ok(labels.includes('8 h 20 min') && labels.includes('The call ended'), labels.join());
    assert.equal(labels.filter((label) => label.includes('another chunk follows')).length, 2);
    const at = document.positionAt(document.getText().indexOf('recordingDurationMs') + 2);
    const hover = await waitFor(async () => {
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        document.uri,
        at,
      );
      const text = hovers
        .flatMap(({ contents }) =>
          contents.map((part) => (part instanceof vscode.MarkdownString ? part.value : '')),
        )
        .join();
      return text.includes('milliseconds') ? text : undefined;
    });
    assert.match(hover, /\*\*milliseconds\*\*/);
  });

  it('says the whole summary in words', async () => {
    const text = await run<string>('showEventSummary', {
      event: findSample('exportFailed')?.event('cloudEvents'),
    });
    assert.match(text, /^Recording of 1 chunk · 1 min 16 s · The call ended\n/);
    assert.match(text, /\nCall ID: 5a1f6d9e-/);
    assert.match(text, /the export failed/);
    const endless = structuredClone(findSample('mp3')?.event('eventGrid'));
    assert.ok(endless);
    const { recordingStorageInfo: info } = endless.data as RecordingFileStatusData;
    const many = Array.from({ length: 5000 }, () => info.recordingChunks[0]);
    Object.assign(info, { recordingChunks: many });
    const cut = await run<string>('showEventSummary', { event: endless });
    assert.match(cut, /\n… and \d+ more\n/);
    assert.ok(cut.split('\n').length < 40);
    const page = await waitFor(() =>
      vscode.workspace.textDocuments.find(({ uri }) => uri.path.endsWith('/Event in words.md')),
    );
    assert.match(page.getText(), /^# Recording of 1 chunk .*\n\n- /);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('opens a copy to edit and save, and marks mistakes in it', async () => {
    const document = await documentAt(
      await run<string>('newEventFromSample', { sample: 'mp3', schema: 'eventGrid' }),
    );
    assert.equal(document.isUntitled, true);
    assert.equal(document.uri.path, join(workspaceFolder, 'MP3, One Chunk.acsevent.json'));
    assert.deepEqual(JSON.parse(document.getText()), [findSample('mp3')?.event('eventGrid')]);
    const edit = new vscode.WorkspaceEdit();
    const replace = (from: string, to: string) => {
      const at = document.getText().indexOf(from);
      edit.replace(
        document.uri,
        new vscode.Range(document.positionAt(at), document.positionAt(at + from.length)),
        to,
      );
    };
    replace('"CallEnded"', '"CallEnd"');
    replace('"index": 0', '"index": 1');
    await vscode.workspace.applyEdit(edit);
    // One is ours, the other comes from the JSON schema: whichever is first.
    await marksOf(document, 'no chunk with index 0', 'CallEnded');
    await document.save();
    const saved = await vscode.workspace.openTextDocument(
      join(workspaceFolder, 'MP3, One Chunk.acsevent.json'),
    );
    assert.match(saved.getText(), /"CallEnd"/);
    const next = await run<string>('newEventFromSample', { sample: 'mp3', schema: 'cloudEvents' });
    assert.match(next, /One(%20| )Chunk-2\.acsevent\.json$/);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('inspects base64 from a queue, and says what is no event', async () => {
    const event = findSample('subjectCall')?.event('cloudEvents');
    const text = Buffer.from(JSON.stringify(event)).toString('base64');
    const document = await documentAt(await run<string>('inspectEvent', { text }));
    assert.deepEqual(JSON.parse(document.getText()), event);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('offers the open document first, whatever its name, and inspects it', async () => {
    const event = findSample('mp4')?.event('eventGrid');
    const file = join(scratchFolder, 'queue message.txt');
    await writeFile(file, Buffer.from(JSON.stringify(event)).toString('base64'));
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(file));
    const document = await documentAt(await acceptFirst(run<string>('inspectEvent')));
    assert.deepEqual(JSON.parse(document.getText()), event);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('puts an event into the other schema and back', async () => {
    const document = await documentAt(
      await run<string>('newEventFromSample', { sample: 'wavUnmixed', schema: 'eventGrid' }),
    );
    await run('convertEvent', { uri: document.uri.toString() });
    assert.deepEqual(JSON.parse(document.getText()), findSample('wavUnmixed')?.event('cloudEvents'));
    await run('convertEvent', { uri: document.uri.toString() });
    assert.deepEqual(JSON.parse(document.getText()), [findSample('wavUnmixed')?.event('eventGrid')]);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('converts and sends one event of several, and leaves the others alone', async () => {
    const [mp3, mp4] = ['mp3', 'mp4'].map((id) => findSample(id)?.event('eventGrid'));
    // What is no object is no event, and counts for nothing.
    const text = JSON.stringify([null, mp3, mp4]);
    const document = await documentAt(await run<string>('inspectEvent', { text }));
    const lenses = await lensesOf(document);
    assert.equal(lenses.filter((title) => title.includes('Send…')).length, 2);
    const uri = document.uri.toString();
    const converted = await documentAt(await run<string>('convertEvent', { uri, index: 0 }));
    assert.deepEqual(JSON.parse(converted.getText()), findSample('mp3')?.event('cloudEvents'));
    assert.deepEqual(JSON.parse(document.getText()), JSON.parse(text));
    const deliveries = await run<Delivery[]>('sendEvent', { uri, index: 1, url: receiver.url });
    assert.deepEqual(
      deliveries.map(({ event }) => event),
      [mp4],
    );
    chunks.length = 0;
    await run('clearDeliveries', { ask: false });
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('builds the event of what the local service recorded, sends it, and shows the answer beside it', async () => {
    assert.ok(container.kind === 'blob');
    const { recordingId } = await local.recordings().start(
      local.startOptions({
        recordingFormat: 'wav',
        recordingStorage: {
          recordingStorageKind: 'azureBlobStorage',
          recordingDestinationContainerUrl: container.url,
        },
      }),
    );
    assert.ok(recordingId);
    local.clock.advance(90_000);
    await local.recordings().stop(recordingId);
    await local.service.whenIdle();
    const [real] = local.events;
    assert.ok(real);
    const reference = readEvents(real).events[0];
    assert.ok(reference?.kind === 'recordingFileStatusUpdated' && reference.subject);
    app.tree.model.refresh();
    const path = await run<string>('revealEventRecording', { event: real });
    assert.match(path, new RegExp(`^\\d{8}/${reference.subject.callId}/[^/]+/$`));
    const document = await documentAt(
      await run<string>('buildEvent', {
        path,
        schema: 'eventGrid',
        ask: false,
        serverCallId: reference.subject.serverCallId,
        recordingId,
        sessionEndReason: 'CallEnded',
      }),
    );
    const built = eventOf(document);
    assert.equal(built.chunks.length, 2);
    const facts = ({ chunks: all, durationMs, startTime, subject }: RecordingFileStatusUpdated) => ({
      durationMs,
      startTime,
      subject,
      chunks: all.map(({ index, documentId, content, metadata }) => ({
        index,
        documentId,
        content,
        metadata,
      })),
    });
    assert.deepEqual(facts(built), facts(reference));
    assert.match(document.getText(), /"topic": "<topic>"/);
    const marks = await marksOf(document, 'filled in', 'Assumed');
    // Why the first chunk ended, where both could be deleted, and the storage type.
    assert.equal(marks.filter((message) => message.startsWith('Assumed')).length, 4, marks.join('\n'));
    await vscode.commands.executeCommand('workbench.action.files.save');
    const saved = await waitFor(() => {
      const active = vscode.window.activeTextEditor?.document;
      return active?.uri.scheme === 'file' ? active : undefined;
    });
    assert.ok((await marksOf(saved, 'Assumed')).length >= 4);
    const deliveries = await run<Delivery[]>('sendEvent', {
      uri: saved.uri.toString(),
      url: `${receiver.url}?code=very-secret-key`,
      handshake: true,
    } satisfies { uri: string } & SendOptions);
    assert.equal(deliveries.length, 1);
    assert.equal(deliveries[0]?.delivered, true);
    assert.deepEqual(
      chunks,
      reference.chunks.map(({ content }) => content?.url),
    );
    const answer = await waitFor(() =>
      vscode.window.visibleTextEditors.find((editor) => editor.document.uri.path.startsWith('/answer/')),
    );
    assert.match(answer.document.getText(), /^Delivered\. The endpoint answered 200 OK\./);
    assert.equal(answer.viewColumn, vscode.ViewColumn.Two);
    assert.equal(vscode.window.activeTextEditor?.document.uri.toString(), saved.uri.toString());
  });

  /** The folder of the first recording of a container. */
  async function pathOfFirst({ id }: Container): Promise<string> {
    const roots = await app.tree.model.children();
    const [date] = await app.tree.model.children(roots.find(({ container }) => container.id === id));
    const [call] = await app.tree.model.children(date);
    const [recording] = await app.tree.model.children(call);
    assert.ok(recording?.kind === 'recording');
    return recording.path;
  }

  it('builds with the IDs of received events, and no recording ID where the call had two recordings', async () => {
    const samples = await run<Container>('addSamples');
    const receiving = await app.events.receiving();
    const before = new Set(receiving.store.list().map(({ id }) => id));
    try {
      const path = await pathOfFirst(samples);
      const built = async (): Promise<RecordingFileStatusUpdated> =>
        eventOf(
          await documentAt(
            await run<string>('buildEvent', { container: samples.id, path, schema: 'eventGrid', ask: false }),
          ),
        );
      const receive = async (recordingId: string): Promise<void> => {
        const [, callId = ''] = path.split('/');
        const subject = `/recording/call/${callId}/serverCallId/aHR0cHM6Ly9jb252/recordingId/${recordingId}`;
        const sample = findSample('mp3')?.event('eventGrid');
        const data = { ...sample?.data, recordingId };
        await receiving.add({ ...sample, id: recordingId, subject, data }, { via: 'localService' });
        await waitFor(() => receiving.store.list().find((one) => one.recordingId === recordingId));
      };
      await receive('eyJQbGF0Zm9ybSI6MX0');
      const { subject } = await built();
      assert.equal(subject?.serverCallId, 'aHR0cHM6Ly9jb252');
      assert.equal(subject.recordingId, 'eyJQbGF0Zm9ybSI6MX0');
      await receive('eyJQbGF0Zm9ybSI6Mn0');
      assert.equal((await built()).subject?.recordingId, '<recordingId>');
    } finally {
      const received = receiving.store.list().map(({ id }) => id);
      await receiving.store.remove(received.filter((id) => !before.has(id)));
      await app.containers.remove(samples);
    }
  });

  it('builds an event of the bundled samples, and marks the container, which a copy does not name', async () => {
    const samples = await run<Container>('addSamples');
    try {
      const path = await pathOfFirst(samples);
      const options = { container: samples.id, path, schema: 'cloudEvents', ask: false };
      const document = await documentAt(await run<string>('buildEvent', options));
      assert.match(
        document.getText(),
        /"contentLocation": "https:\/\/<account>\.blob\.core\.windows\.net\/<container>\/\d{8}\//,
      );
      assert.equal(
        await run('revealEventRecording', { event: document.getText() }),
        `${path.split('/').slice(0, 2).join('/')}/`,
      );
      const known = await documentAt(
        await run<string>('buildEvent', {
          ...options,
          containerUrl: 'https://contoso.blob.core.windows.net/calls/?sv=2026&sig=very-secret-key',
        }),
      );
      const { content } = eventOf(known).chunks[0] ?? {};
      assert.equal(content?.kind, 'blob');
      assert.match(content.url, /^https:\/\/contoso\.blob\.core\.windows\.net\/calls\/\d{8}\//);
      assert.doesNotMatch(known.getText(), /secret/);
    } finally {
      await app.containers.remove(samples);
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    }
  });

  it('finds the recording by its call ID where the links lead elsewhere', async () => {
    const [real] = local.events;
    const text = JSON.stringify(real).replaceAll('127.0.0.1', 'elsewhere.blob.core.windows.net');
    const path = await run<string>('revealEventRecording', { event: text });
    assert.match(path, /^\d{8}\/[^/]+\/$/);
    const state = structuredClone(findSample('stateInactive')?.event('cloudEvents'));
    assert.ok(state);
    Object.assign(state.data, { correlationId: path.split('/')[1] });
    assert.equal(await run<string>('revealEventRecording', { event: state }), path);
  });

  it('remembers what was sent without its secrets, sends it again and copies it as curl', async () => {
    const [first] = await app.events.deliveries.load();
    assert.ok(first);
    const rows = await tree();
    const deliveries = rows.indexOf('Deliveries');
    assert.ok(deliveries >= 0, rows.join('\n'));
    assert.match(
      rows[deliveries + 1] ?? '',
      /^ {2}200 OK — \d\d:\d\d:\d\d · \w{8}… · FileStatusUpdated · 127\.0\.0\.1:\d+$/,
    );
    const before = receiver.requests.length;
    const again = await run<Delivery>('sendAgain', { kind: 'delivery', delivery: first });
    assert.equal(again.delivered, true);
    const request = receiver.requests.at(-1);
    assert.equal(receiver.requests.length, before + 2);
    assert.equal(request?.path, '/api/recordings?code=very-secret-key');
    const curl = await run<string>('copyEventAsCurl', { kind: 'delivery', delivery: first });
    assert.match(curl, /\?code='"\$WEBHOOK_CODE"$/);
    assert.equal(await vscode.env.clipboard.readText(), curl);
    const windows = await run<string>('copyEventAsCurl', { event: first.event, shell: 'powershell' });
    assert.match(windows, /^'.*' \| curl\.exe .* \+ \$env:WEBHOOK_CODE\)$/);
    assert.doesNotMatch(windows, /very-secret-key/);
    const kept = JSON.stringify(
      app.context.globalState.keys().map((key) => app.context.globalState.get(key)),
    );
    assert.match(kept, /\/api\/recordings/);
    assert.doesNotMatch(kept + curl, /very-secret-key/);
    await run('removeDelivery', { kind: 'delivery', delivery: again });
    assert.equal((await app.events.deliveries.load()).length, 1);
    await run('clearDeliveries', { ask: false });
    assert.ok(!(await tree()).includes('Deliveries'));
    const two = [first, { ...first, id: 'another' }];
    await Promise.all(two.map((delivery) => app.events.deliveries.add(delivery)));
    assert.equal((await app.events.deliveries.load()).length, 2, 'of two at once, both are remembered');
    await run('clearDeliveries', { ask: false });
  });

  it('makes the next attempt of a delivery that waits at once, when asked to', async () => {
    const statuses = [500];
    const busy = await startEndpoint(() => ({ status: statuses.shift() ?? 200 }));
    try {
      assert.equal(await run<number>('retryDelivery'), 0);
      // The schedule would make the second attempt after 10 s.
      const sent = run<readonly Delivery[]>('sendEvent', {
        event: findSample('mp3')?.event('cloudEvents'),
        url: busy.url,
        handshake: false,
        retries: true,
      });
      await waitFor(async () => ((await run<number>('retryDelivery')) === 1 ? true : undefined));
      const [delivery] = await sent;
      assert.equal(delivery?.delivered, true);
      assert.equal(delivery.attempts.length, 2);
      assert.ok(delivery.durationMs < 9_000, `${delivery.durationMs} ms`);
      const shown = vscode.window.visibleTextEditors.find(({ document }) =>
        document.fileName.includes('Answer 200'),
      );
      assert.equal(shown?.document.languageId, 'callRecordingsAnswer');
      const { wordWrap } = vscode.workspace.getConfiguration('editor', shown.document) as {
        wordWrap?: unknown;
      };
      assert.equal(wordWrap, 'on');
    } finally {
      await busy.close();
      await run('clearDeliveries', { ask: false });
    }
  });

  it('delivers the events of the local service to a webhook, after its handshake', async () => {
    const seen: string[] = [];
    const subscriber = await startEndpoint((request) => cloudEventsConsumer(request, seen));
    try {
      await run('deliverLocalEvents', {
        url: subscriber.url,
        handshake: true,
        retries: true,
        schema: 'cloudEvents',
      });
      assert.equal(subscriber.requests[0]?.method, 'OPTIONS');
      await run('startLocalService');
      const call = await run<{ serverCallId: string }>('newLocalCall');
      const { recordingId } = await run<{ recordingId: string }>('startRecording', {
        resource: 'local',
        call: call.serverCallId,
        content: 'audio',
        channel: 'mixed',
        format: 'wav',
        storage: 'acs',
      });
      await run('stopRecording', { recordingId });
      const [delivery] = await waitFor(async () => {
        const all = await app.events.deliveries.load();
        return all[0]?.url === subscriber.url ? all : undefined;
      });
      assert.equal(delivery?.delivered, true);
      assert.deepEqual(seen, [delivery.event.id]);
      assert.equal(readEvents(delivery.event).events[0]?.kind, 'recordingFileStatusUpdated');
      await run('deliverLocalEvents', { stop: true });
      await app.events.hearLocalEvent(findSample('mp3')?.event('eventGrid'));
      assert.equal(seen.length, 1);
    } finally {
      await run('stopLocalService');
      await subscriber.close();
    }
  });

  it('says clearly why an endpoint cannot be reached', async () => {
    const gone = await startEndpoint(() => ({ status: 200 }));
    await gone.close();
    const event = findSample('mp3')?.event('cloudEvents');
    const [delivery] = await run<Delivery[]>('sendEvent', { event, url: gone.url });
    assert.equal(delivery?.delivered, false);
    const answer = await waitFor(() =>
      vscode.window.visibleTextEditors.find(({ document }) =>
        document.getText().includes('Nothing is listening'),
      ),
    );
    assert.match(answer.document.getText(), /^Not delivered\. Nothing is listening at this address\./);
  });

  it('shows an event from a file on disk the same way', async () => {
    const file = join(scratchFolder, 'received.acsevent.json');
    await writeFile(file, JSON.stringify(findSample('uploadFailure')?.event('eventGrid')));
    const document = await vscode.workspace.openTextDocument(file);
    await vscode.window.showTextDocument(document);
    const lenses = await lensesOf(document);
    assert.match(lenses[0] ?? '', /2 chunks/);
    assert.equal(lenses.includes('Edit'), false);
  });
});

/** Takes the first entry of each pick until the command has run. */
async function acceptFirst<T>(running: Thenable<T>): Promise<T> {
  for (;;) {
    await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    const pause = new Promise<false>((resolve) => setTimeout(resolve, 50, false));
    if (await Promise.race([pause, running.then(() => true)])) return running;
  }
}
