import assert from 'node:assert/strict';
import { formatMoment } from '../../../../src/base/display.ts';
import { type LandingResult, awaitLanding } from '../../../../src/calling/landing/landing.ts';
import {
  type LandingStore,
  type LandingTarget,
  dateFolders,
} from '../../../../src/calling/landing/search.ts';
import { landingCauseText } from '../../../../src/calling/landing/causeText.ts';
import type { StoredFile } from '../../../../src/recording/call.ts';
import { FakeClock } from '../../base/fakeClock.ts';

const callId = '7c62cca0-60bc-44d2-82d8-2e62c7cc2ffc';
const otherCallId = 'add67a69-debe-4998-9f92-5a0d8f6dc00c';
const recordingId = Buffer.from(
  JSON.stringify({
    PlatformEndpointId: '26201300-55ca-4770-979c-5320605291d9',
    ResourceSpecificId: '7e89d543-26f6-483f-a841-d49157639d03',
  }),
).toString('base64');
const startedAt = Date.UTC(2026, 0, 7, 12);
const minute = 60_000;

/** A container in memory whose files have the times that the test gives them. */
class FakeContainer implements LandingStore {
  readonly files = new Map<string, StoredFile & { readonly text: string }>();
  looks = 0;
  failing: Error | undefined;
  pageSize = 1000;

  put(name: string, text: string, time: number): void {
    this.files.set(name, { name, text, sizeBytes: text.length, lastModified: new Date(time) });
  }

  listFiles(prefix: string, options: { continuation?: string } = {}) {
    this.looks++;
    if (this.failing) return Promise.reject(this.failing);
    const names = [...this.files.keys()].filter((name) => name.startsWith(prefix)).sort();
    const from = Number(options.continuation ?? 0);
    const files = names.slice(from, from + this.pageSize).flatMap((name) => this.files.get(name) ?? []);
    const end = from + this.pageSize;
    return Promise.resolve(end < names.length ? { files, continuation: String(end) } : { files });
  }

  read(name: string): Promise<Uint8Array> {
    const text = this.files.get(name)?.text;
    return text === undefined ? Promise.reject(new Error('gone')) : Promise.resolve(Buffer.from(text));
  }
}

interface ChunkToWrite {
  readonly folder?: string;
  readonly index?: number;
  readonly startMs?: number;
  readonly durationMs?: number;
  readonly media?: string;
  readonly extension?: string;
  readonly only?: 'metadata' | 'media';
}

function write(container: FakeContainer, at: number, chunk: ChunkToWrite = {}): void {
  const { folder = `20260107/${callId}/eyJQbGF0-1`, index = 0, extension = 'wav' } = chunk;
  const metadata = JSON.stringify({
    callId: folder.split('/').at(-2),
    chunkIndex: index,
    chunkStartTime: new Date(chunk.startMs ?? startedAt + 1_000).toISOString(),
    chunkDuration: chunk.durationMs ?? 60_000,
  });
  if (chunk.only !== 'media') container.put(`${folder}/${index}-acsmetadata.json`, metadata, at);
  if (chunk.only !== 'metadata')
    container.put(`${folder}/${index}-audio${extension}.${extension}`, chunk.media ?? 'RIFF', at);
}

function setUp(changed: Partial<LandingTarget> = {}) {
  const clock = new FakeClock(startedAt + minute);
  const container = new FakeContainer();
  const abort = new AbortController();
  const failure = new AbortController();
  const target: LandingTarget = {
    prefix: '',
    recordingId,
    startedBy: 'c2VydmVyQ2FsbElk',
    startedAt,
    format: 'wav',
    ...changed,
  };
  let result: LandingResult | undefined;
  let lookedAt: number[] = [];
  const watch = (isLocal = false): void => {
    lookedAt = [];
    void awaitLanding({
      ...{ store: container, target, clock, signal: abort.signal },
      ...{ exportFailed: failure.signal, isLocal },
      onLook: () => lookedAt.push(clock.now() - startedAt - minute),
    }).then((value) => (result = value));
  };
  return { clock, container, abort, failure, watch, result: () => result, lookedAt: () => lookedAt };
}

function landedPath(result: LandingResult | undefined): string {
  assert.equal(result?.kind, 'landed');
  return result.recording.path;
}

describe('awaitLanding', () => {
  it('finds the recording that was started when ours was', async () => {
    const { clock, container, watch, result } = setUp();
    write(container, startedAt - 60 * minute, {
      folder: `20260107/${callId}/older`,
      startMs: startedAt - 65 * minute,
    });
    write(container, startedAt + minute, {
      folder: `20260107/${otherCallId}/x`,
      startMs: startedAt - 5 * minute,
    });
    watch();
    await clock.pass(20_000);
    assert.equal(result(), undefined);
    write(container, clock.now());
    await clock.pass(30_000);
    assert.equal(landedPath(result()), `20260107/${callId}/eyJQbGF0-1/`);
    assert.equal((result() as { by: string }).by, 'startTime');
    assert.equal(clock.timers, 0);
  });

  it('takes the nearest of two that were started at once', async () => {
    const { clock, container, watch, result } = setUp();
    write(container, startedAt + minute, {
      folder: `20260107/${otherCallId}/x`,
      startMs: startedAt + 30_000,
    });
    write(container, startedAt + minute);
    watch();
    await clock.pass(0);
    assert.equal(landedPath(result()), `20260107/${callId}/eyJQbGF0-1/`);
  });

  it('takes none that was started before ours, nor one that is known to be another', async () => {
    const others = [`20260107/${otherCallId}/x/`];
    const { clock, container, watch, result } = setUp({ others });
    write(container, startedAt + minute, { folder: `20260107/${otherCallId}/x` });
    write(container, startedAt + minute, { folder: `20260107/${otherCallId}/y`, startMs: startedAt - 6_000 });
    watch();
    await clock.pass(10 * minute);
    assert.equal(result()?.kind, 'missing');
  });

  it('takes the folder that bears the recording ID, whatever its time', async () => {
    const { clock, container, watch, result } = setUp();
    write(container, startedAt + minute);
    write(container, startedAt + minute, {
      folder: `20260107/${otherCallId}/7e89d543-x`,
      startMs: startedAt + 90_000,
    });
    watch();
    await clock.pass(0);
    // Both folders may be ours by their first eight characters: the start decides.
    assert.equal(landedPath(result()), `20260107/${callId}/eyJQbGF0-1/`);
    container.files.clear();
    write(container, startedAt + minute, { folder: `20260107/${callId}/foreign` });
    write(container, startedAt + minute, {
      folder: `20260107/${otherCallId}/7e89d543-x`,
      startMs: startedAt + 90_000,
    });
    watch();
    await clock.pass(0);
    assert.equal(landedPath(result()), `20260107/${otherCallId}/7e89d543-x/`);
  });

  it('looks only into the folder of the call where its ID is known', async () => {
    const { clock, container, watch, result } = setUp({ callId });
    write(container, startedAt + minute, { folder: `20260107/${otherCallId}/x` });
    watch();
    await clock.pass(60_000);
    assert.equal(result(), undefined);
    write(container, clock.now(), { startMs: startedAt + 10 * minute });
    await clock.pass(30_000);
    assert.equal((result() as { by: string }).by, 'callId');
  });

  for (const name of ['c2VydmVyQ2FsbElk', 'c2VydmVyQ2FsbElkQQ'])
    it(`finds it under the server call ID ${name}`, async () => {
      const { clock, container, watch, result } = setUp({
        startedBy: `${name}${name.endsWith('QQ') ? '==' : ''}`,
      });
      write(container, startedAt + minute, {
        folder: `20260107/${name}/x`,
        startMs: startedAt + 10 * minute,
      });
      watch();
      await clock.pass(0);
      assert.equal(landedPath(result()), `20260107/${name}/x/`);
    });

  it('looks below the prefix', async () => {
    const { clock, container, watch, result } = setUp({ prefix: 'team-a/' });
    write(container, startedAt + minute);
    write(container, startedAt + minute, { folder: `team-a/20260107/${callId}/mine` });
    watch();
    await clock.pass(0);
    assert.equal(landedPath(result()), `team-a/20260107/${callId}/mine/`);
  });

  it('does not take another format, nor what was there before', async () => {
    const { clock, container, watch, result } = setUp({ callId });
    write(container, startedAt + minute, { extension: 'mp3' });
    write(container, startedAt - 10 * minute, { folder: `20260107/${callId}/before` });
    watch();
    await clock.pass(11 * minute);
    assert.equal(result()?.kind, 'missing');
  });

  it('waits for the media, and for media that is not empty', async () => {
    const { clock, container, watch, result } = setUp({ callId });
    write(container, startedAt + minute, { only: 'metadata' });
    watch();
    await clock.pass(2 * minute);
    write(container, clock.now(), { only: 'media', media: '' });
    await clock.pass(2 * minute);
    assert.equal(result(), undefined);
    write(container, clock.now());
    await clock.pass(minute);
    assert.equal((result() as { complete: boolean }).complete, true);
  });

  it('waits for a chunk that is left out, and says in the end what there is', async () => {
    const { clock, container, watch, result } = setUp({ callId });
    write(container, startedAt + minute, { index: 0 });
    write(container, startedAt + minute, { index: 2, only: 'metadata' });
    watch();
    await clock.pass(9 * minute);
    assert.equal(result(), undefined);
    await clock.pass(minute);
    assert.equal((result() as { complete: boolean }).complete, false);
  });

  it('says how long the files were recorded, without pauses, where all of them say so', async () => {
    const { clock, container, watch, result } = setUp({ callId });
    const recordedMs = () => (result() as { recordedMs?: number }).recordedMs;
    write(container, startedAt + minute, { index: 0 });
    write(container, startedAt + minute, { index: 1, startMs: startedAt + 90_000, durationMs: 5_500 });
    watch();
    await clock.pass(1);
    assert.equal(recordedMs(), 65_500);
    // A chunk of the longest length may be followed by another.
    write(container, startedAt + minute, { index: 1, durationMs: 240 * minute });
    watch();
    await clock.pass(1);
    assert.equal(recordedMs(), undefined);
    container.put(`20260107/${callId}/eyJQbGF0-1/1-acsmetadata.json`, '{}', startedAt + minute);
    watch();
    await clock.pass(1);
    assert.equal(recordedMs(), undefined);
  });

  it('waits a minute for the last chunk when the files are too short', async () => {
    const { clock, container, watch, result } = setUp({ callId, recordedMs: 180_000 });
    write(container, startedAt + minute, { index: 0 });
    watch();
    await clock.pass(10_000);
    write(container, clock.now(), { index: 1 });
    await clock.pass(10_000);
    assert.equal(result(), undefined);
    write(container, clock.now(), { index: 2 });
    await clock.pass(20_000);
    assert.equal((result() as { complete: boolean }).complete, true);
    container.files.clear();
    write(container, clock.now(), { index: 0 });
    const from = clock.now();
    const again = awaitLanding({
      store: container,
      target: {
        prefix: '',
        recordingId,
        startedBy: '',
        callId,
        startedAt,
        format: 'wav',
        recordedMs: 180_000,
      },
      clock,
      signal: new AbortController().signal,
    });
    await clock.pass(61_000);
    assert.equal((await again).kind, 'landed');
    assert.ok(clock.now() - from < 2 * minute);
  });

  it('looks less and less often, and ends after ten minutes with the likely causes', async () => {
    const { clock, watch, result, lookedAt } = setUp();
    watch();
    await clock.pass(10 * minute - 1);
    assert.equal(result(), undefined);
    await clock.pass(1);
    assert.deepEqual(result(), {
      kind: 'missing',
      causes: ['noManagedIdentity', 'noRole', 'firewall', 'exportFailed', 'neverRecorded'],
    });
    const times = lookedAt();
    assert.deepEqual([times[0], times.at(-1)], [0, 10 * minute]);
    assert.ok(times.length < 30, `${times.length} looks`);
    const pauses = times.slice(1, -1).map((time, index) => time - (times[index] ?? 0));
    assert.ok(pauses.every((pause, index) => pause >= (pauses[index - 1] ?? 0)));
  });

  it('keeps looking when a look fails, and says so when the last one did', async () => {
    const { clock, container, watch, result } = setUp({ callId });
    container.failing = new Error('no network');
    watch();
    await clock.pass(minute);
    container.failing = undefined;
    write(container, clock.now());
    await clock.pass(minute);
    assert.equal(result()?.kind, 'landed');
    container.failing = new Error('no network');
    watch();
    await clock.pass(11 * minute);
    assert.deepEqual(result(), {
      kind: 'missing',
      causes: ['containerNotReadable'],
      lastError: container.failing,
    });
  });

  it('says so when a day has too many files, and asks little', async () => {
    const { clock, container, watch, result } = setUp();
    container.pageSize = 1;
    for (let i = 0; i < 9; i++) container.put(`20260107/a/b/${i}-audiowav.wav`, 'RIFF', startedAt);
    watch();
    await clock.pass(0);
    assert.ok(container.looks < 12, `${container.looks} requests`);
    await clock.pass(10 * minute);
    const missing = result();
    assert.ok(missing?.kind === 'missing');
    assert.equal(missing.causes[0], 'tooManyFiles');
  });

  it('ends after one more look once the export is known to have failed', async () => {
    const { clock, failure, watch, result, lookedAt } = setUp();
    watch();
    await clock.pass(minute);
    const looks = lookedAt().length;
    assert.equal(result(), undefined);
    failure.abort();
    await clock.pass(0);
    assert.deepEqual(result(), {
      kind: 'missing',
      causes: ['exportFailed', 'noManagedIdentity', 'noRole', 'firewall'],
    });
    assert.equal(lookedAt().length, looks + 1);
    assert.equal(clock.timers, 0);
    watch(true);
    await clock.pass(0);
    assert.deepEqual(result(), { kind: 'missing', causes: ['exportFailed', 'localServiceCannotWrite'] });
  });

  it('finds what came though the export of the rest failed', async () => {
    const { clock, container, failure, watch, result } = setUp();
    write(container, startedAt + minute, { only: 'metadata' });
    failure.abort();
    watch();
    await clock.pass(0);
    assert.equal((result() as { complete: boolean }).complete, false);
  });

  it('does not take the recording that the call had before', async () => {
    const { clock, container, watch, result } = setUp({ callId });
    write(container, startedAt - 30_000, { startMs: startedAt - 10 * minute });
    watch();
    await clock.pass(10 * minute);
    assert.equal(result()?.kind, 'missing');
  });

  it('ends at once when it is cancelled', async () => {
    const { clock, abort, watch, result } = setUp();
    watch();
    await clock.pass(1_500);
    abort.abort();
    await clock.pass(0);
    assert.deepEqual(result(), { kind: 'cancelled' });
    assert.equal(clock.timers, 0);
  });

  it('is not misled by broken metadata', async () => {
    const { clock, container, watch, result } = setUp();
    container.put(`20260107/${callId}/x/0-acsmetadata.json`, '{"chunkStartTime":', startedAt + minute);
    container.put(`20260107/${callId}/x/0-audiowav.wav`, 'RIFF', startedAt + minute);
    watch();
    await clock.pass(10 * minute);
    assert.equal(result()?.kind, 'missing');
  });
});

describe('dateFolders', () => {
  it('are all days that it may be anywhere on earth, UTC first', () => {
    assert.deepEqual(dateFolders(Date.UTC(2026, 0, 7, 12), Date.UTC(2026, 0, 7, 12, 5)), [
      '20260107',
      '20260108',
    ]);
    assert.deepEqual(dateFolders(Date.UTC(2026, 0, 7, 23, 59), Date.UTC(2026, 0, 8, 0, 1)), [
      '20260107',
      '20260108',
    ]);
    assert.deepEqual(dateFolders(Date.UTC(2026, 0, 1, 0, 1), Date.UTC(2026, 0, 1, 0, 2)), [
      '20260101',
      '20251231',
    ]);
    assert.deepEqual(dateFolders(Date.UTC(2026, 0, 7, 1), Date.UTC(2026, 0, 8, 23)), [
      '20260107',
      '20260108',
      '20260106',
      '20260109',
    ]);
  });
});

describe('landingCauseText', () => {
  it('has a next step for each cause', () => {
    for (const cause of [
      'noManagedIdentity',
      'noRole',
      'firewall',
      'exportFailed',
      'neverRecorded',
      'tooManyFiles',
      'containerNotReadable',
      'localServiceEnded',
      'localServiceCannotWrite',
    ] as const) {
      const text = landingCauseText(cause, startedAt);
      assert.ok(text.title !== '' && text.why.endsWith('.') && text.next.endsWith('.'));
    }
    const until = formatMoment(new Date(startedAt + 24 * 60 * minute));
    assert.ok(landingCauseText('exportFailed', startedAt).next.includes(until));
  });
});
