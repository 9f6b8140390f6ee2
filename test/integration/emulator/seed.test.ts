import assert from 'node:assert/strict';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CallAutomationClient } from '@azure/communication-call-automation';
import type { EventGridEvent } from '../../../src/recording/event/event.ts';
import { RunningProgram, control } from './runningProgram.ts';
import { statusData } from './localServiceFixture.ts';

const key = Buffer.alloc(32, 5).toString('base64');

describe('repeatable runs of the local service', () => {
  const folders: string[] = [];
  after(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

  /** Records two calls, the first of them beyond a full chunk, and gives all that came of it. */
  async function record(seed: string): Promise<{ events: EventGridEvent[]; files: Record<string, string> }> {
    const folder = await mkdtemp(join(tmpdir(), 'seeded-'));
    folders.push(folder);
    await using program = new RunningProgram([
      ...['--seed', seed, '--fast', '--chunk-seconds', '1800', '--key', key, '--quiet'],
      ...['--destination', folder],
    ]);
    const ready = await program.ready();
    const recordings = new CallAutomationClient(ready.connectionString, {
      allowInsecureConnection: true,
    }).getCallRecording();
    const events: EventGridEvent[] = [];
    for (const chunks of [1, 0]) {
      const call = await control<{ serverCallId: string }>(ready, 'POST', 'calls', {});
      const { recordingId } = await recordings.start({
        callLocator: { kind: 'serverCallLocator', id: call.serverCallId },
        ...{ recordingContent: 'audio', recordingChannel: 'mixed', recordingFormat: 'mp3' },
        recordingStorage: {
          recordingStorageKind: 'azureBlobStorage',
          recordingDestinationContainerUrl: 'https://example.blob.core.windows.net/recordings',
        },
      });
      for (let ended = 0; ended < chunks;) {
        const [recording] = await control<{ endedChunks: number }[]>(ready, 'GET', 'recordings');
        ended = recording?.endedChunks ?? 0;
      }
      await recordings.stop(recordingId);
      events.push(await program.event());
    }
    const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.json'));
    const read = async (name: string) => [name, await readFile(join(folder, name), 'utf8')] as const;
    return { events, files: Object.fromEntries(await Promise.all(names.map(read))) };
  }

  it('give the same IDs, names and times for the same seed, and others for another', async () => {
    const [one, two, other] = [await record('a'), await record('a'), await record('b')];
    assert.deepEqual(Object.keys(one.files).toSorted(), Object.keys(two.files).toSorted());
    assert.deepEqual(one.files, two.files);
    const withoutFolder = (events: EventGridEvent[]) =>
      JSON.stringify(events).replace(/file:[^"]*seeded-\w{6}/g, '');
    assert.equal(withoutFolder(one.events), withoutFolder(two.events));
    assert.equal(Object.keys(one.files).length, 3);
    assert.ok(Object.keys(other.files).every((name) => !(name in one.files)));
    const [long, short] = one.events.map((event) => statusData(event).recordingDurationMs);
    assert.equal(long, 1_800_000 + 1_000);
    assert.equal(short, 1_000);
  });
});
