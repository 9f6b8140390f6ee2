import assert from 'node:assert/strict';
import { globSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseBuffer } from 'music-metadata';
import { groupDay } from '../../../src/recording/call.ts';
import { parseBlobName } from '../../../src/recording/blobName.ts';
import { sampleRecordings } from '../../host/sampleContainer.ts';

const samples = join(import.meta.dirname, '..', '..', '..', 'media', 'samples');

interface Metadata {
  readonly chunkDuration: number;
  readonly recordingInfo: { readonly audioConfiguration: { readonly channels: number } };
}

describe('bundled samples', () => {
  const names = globSync('**/*.*', { cwd: samples }).map((name) => name.replaceAll('\\', '/'));

  it('hold recordings only, of all formats, on four dates, and little weight', () => {
    const blobs = names.map((name) => parseBlobName(name));
    assert.equal(blobs.includes(undefined), false);
    assert.equal(new Set(blobs.map((blob) => blob?.date)).size, 4);
    assert.deepEqual([...new Set(blobs.map((blob) => blob?.extension))].sort(), [
      'json',
      'mp3',
      'mp4',
      'wav',
    ]);
    const bytes = names.reduce((sum, name) => sum + statSync(join(samples, name)).size, 0);
    assert.ok(bytes < 1_500_000, `${bytes} bytes`);
  });

  it('agree with their metadata wherever both are there', async () => {
    let checked = 0;
    for (const name of names.filter((each) => each.endsWith('.json'))) {
      const metadata = JSON.parse(readFileSync(join(samples, name), 'utf8')) as Metadata;
      const [, chunk] = /(\d+)-acsmetadata/.exec(name) ?? [];
      const folder = name.slice(0, name.lastIndexOf('/'));
      const media = names.find((each) => each.startsWith(`${folder}/${chunk ?? ''}-audio`));
      assert.ok(media, name);
      const content = readFileSync(join(samples, media));
      if (content.length === 0) continue;
      const { format } = await parseBuffer(content, { path: media }, { duration: true });
      assert.ok(Math.abs((format.duration ?? 0) * 1000 - metadata.chunkDuration) < 1, media);
      if (format.hasVideo !== true) {
        assert.equal(format.numberOfChannels, metadata.recordingInfo.audioConfiguration.channels);
      }
      checked++;
    }
    assert.equal(checked, 9);
  });
});

describe('sample container', () => {
  it('has at least 60 dates, several recordings a call, several chunks, and other files', async () => {
    const files = [];
    for await (const file of sampleRecordings({ prefix: 'team/' })) files.push(file);
    const stored = files.map(({ name, content }) => ({
      name,
      sizeBytes: content.byteLength,
      lastModified: new Date(0),
    }));
    const { calls, otherFiles } = groupDay(stored, 'team/');
    assert.equal(new Set(calls.map((call) => call.date)).size, 64);
    assert.ok(calls.some((call) => call.recordings.length > 1));
    assert.equal(otherFiles.length, 5);
    assert.equal(new Set(files.map((file) => file.name)).size, files.length);
    assert.ok(stored.reduce((sum, file) => sum + file.sizeBytes, 0) < 40_000_000);
  });

  it('is the same each time', async () => {
    const names = async () => {
      const all = [];
      for await (const file of sampleRecordings({ dates: 3 })) all.push(file.name);
      return all;
    };
    assert.deepEqual(await names(), await names());
  });
});
