import assert from 'node:assert/strict';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { seededSource } from '../../../../src/emulator/service/ids.ts';
import { RangeServer } from '../../../../src/storage/transfer/rangeServer.ts';
import type { InspectorView } from '../../../../src/views/inspector/page/data.ts';
import { InspectorSession } from '../../../../src/views/inspector/session.ts';
import type { ToWebview } from '../../../../src/views/inspector/protocol.ts';
import { mp3, sampleFiles } from '../../../host/sampleRecording.ts';
import { RangedStore } from '../../../unit/mediaFiles/rangedStore.ts';

describe('session of an inspector', () => {
  let server: RangeServer;
  let store: RangedStore;
  let session: InspectorSession;
  let metadata: string;
  let media: string;
  const posted: ToWebview[] = [];
  const logged: string[] = [];
  const opened: string[] = [];

  before(async () => {
    server = await RangeServer.start();
  });
  after(() => server.dispose());

  beforeEach(async () => {
    posted.length = logged.length = opened.length = 0;
    const files = await sampleFiles(
      {
        startedMs: Date.UTC(2026, 0, 7, 11),
        callId: '7c62cca0-60bc-44d2-82d8-2e62c7cc2ffc',
        format: mp3,
        documentIds: false,
        chunks: [{ durationMs: 36_000 }],
        participants: ['4:+14255550123'],
      },
      seededSource('session'),
    );
    store = new RangedStore(files);
    [metadata = '', media = ''] = files.map(({ name }) => name);
    const path = metadata.replace(/[^/]*$/, '');
    session = newSession(path);
  });
  afterEach(() => session.dispose());

  function newSession(path: string, isFixed = false, hasLanded = false): InspectorSession {
    return new InspectorSession(
      { store, containerName: 'Test', prefix: '', path, isFixed },
      { containerId: 'test', recordingPath: path },
      server,
      {
        post: (message) => posted.push(message),
        hasLanded: () => Promise.resolve(hasLanded),
        copy: () => undefined,
        editSignIn: () => undefined,
        openDocument: () => undefined,
        openMedia: (file) => opened.push(file.name),
        explain: (error) => (error instanceof Error ? error.message : ''),
        log: (text) => logged.push(text),
      },
    );
  }

  /** The view that the webview shows now. */
  function shown(): InspectorView {
    const views = posted.flatMap((message) => (message.type === 'view' ? [message.view] : []));
    const last = views.at(-1);
    assert.ok(last);
    return last;
  }

  it('neither plays nor opens what is no media, whatever the page asks', async () => {
    const program = media.replace(/\.mp3$/, '.exe');
    store.files.set(program, store.files.get(media) ?? Buffer.alloc(1));
    store.files.delete(media);
    await session.load();
    const view = posted.findLast((message) => message.type === 'view');
    assert.deepEqual(view?.type === 'view' ? view.view.playlist : undefined, []);
    for (const place of ['system', 'browser'] as const)
      await session.take({ type: 'openMedia', file: program, place });
    await session.take({ type: 'playMedia', file: program });
    assert.deepEqual(opened, []);
    assert.equal(posted.at(-1)?.type, 'mediaFailed');
  });

  it('reports media that cannot be read, and measures it with the next refresh', async () => {
    store.broken.add(media);
    await session.load();
    await session.load();
    const [problem] = shown().problems;
    assert.deepEqual([problem?.file, problem?.why], [media, 'No role']);
    assert.equal(logged.length, 1, 'once in the log');
    store.broken.clear();
    await session.take({ type: 'refresh' });
    assert.deepEqual(shown().problems, []);
  });

  it('measures media that grew, and gives it another address', async () => {
    const whole = store.files.get(media) ?? Buffer.alloc(0);
    store.files.set(media, whole.subarray(0, whole.length / 2));
    await session.load();
    await session.take({ type: 'playMedia', file: media });
    assert.match(shown().problems[0]?.title ?? '', /shorter than its metadata/);
    store.files.set(media, whole);
    await session.take({ type: 'refresh' });
    await session.take({ type: 'playMedia', file: media });
    assert.deepEqual(shown().problems, []);
    const urls = posted.flatMap((message) => (message.type === 'media' ? message.sources : []));
    assert.equal(new Set(urls.map(({ url }) => url)).size, 2);
    const answer = await fetch(urls[1]?.url ?? '');
    assert.equal((await answer.arrayBuffer()).byteLength, whole.length);
  });

  it('looks for new files when it comes on view again, not with every change of focus', async () => {
    store.lastModified = new Date();
    await session.load();
    store.requests.length = 0;
    for (let n = 0; n < 3; n++) await session.take({ type: 'shown', isShown: true });
    await setTimeout(0);
    assert.deepEqual(store.requests, []);
    await session.take({ type: 'shown', isShown: false });
    await session.take({ type: 'shown', isShown: true });
    while (store.requests.length === 0) await setImmediate();
    assert.deepEqual(store.requests, ['list']);
  });

  it('does not wait for changes of what never changes or has landed, however new its files are', async () => {
    store.lastModified = new Date();
    await session.load();
    assert.ok(shown().isLive);
    const fixed = newSession(metadata.replace(/[^/]*$/, ''), true);
    await fixed.load();
    assert.deepEqual([shown().isLive, shown().isGrowing], [false, false]);
    fixed.dispose();
    const landed = newSession(metadata.replace(/[^/]*$/, ''), false, true);
    await landed.load();
    assert.deepEqual([shown().isLive, shown().isGrowing], [false, false]);
    landed.dispose();
  });

  it('keeps saying why it cannot be read any more, while it is watched', async () => {
    store.lastModified = new Date();
    await session.load();
    assert.ok(shown().isLive);
    store.files.clear();
    const failed = (): boolean => posted.at(-1)?.type === 'failed';
    await session.take({ type: 'shown', isShown: false });
    await session.take({ type: 'shown', isShown: true });
    while (!failed()) await setImmediate();
    for (let turn = 0; turn < 5; turn++) await setImmediate();
    assert.ok(failed(), JSON.stringify(posted.at(-1)));
    posted.length = 0;
    await session.take({ type: 'ready', origin: 'vscode-webview://a' });
    assert.deepEqual(
      posted.map(({ type }) => type),
      ['setUp', 'view', 'failed'],
      'also after a move to another window',
    );
  });
});
