import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  type RecordingBlobName,
  fileName,
  isDateFolder,
  isMetadata,
  parseBlobName,
} from '../../../src/recording/blobName.ts';

const call = 'f954192d-52ef-4385-85e3-50662ca971ae';
const folder = 'eyJQbGF0-7e89d543-26f6-483f-a841-d49157639d03';
const documentId = '0-eus-d12-801b3f3fc462fe8a01e6810cbff729b8';

function compose(blob: RecordingBlobName, prefix: string): string {
  const id = blob.documentId === undefined ? '' : `.${blob.documentId}`;
  const file = `${blob.chunkIndex}-${blob.kind}${id}.${blob.extension}`;
  return `${prefix}${blob.date}/${blob.callId}/${blob.recordingFolder}/${file}`;
}

describe('blob names', () => {
  it('takes the documented form with a document ID', () => {
    assert.deepEqual(parseBlobName(`20260112/${call}/${folder}/0-audiomp3.${documentId}.mp3`), {
      date: '20260112',
      callId: call,
      recordingFolder: folder,
      chunkIndex: 0,
      kind: 'audiomp3',
      documentId,
      extension: 'mp3',
    });
  });

  it('takes the form without a document ID', () => {
    assert.deepEqual(parseBlobName(`20260112/${call}/${folder}/12-acsmetadata.json`), {
      date: '20260112',
      callId: call,
      recordingFolder: folder,
      chunkIndex: 12,
      kind: 'acsmetadata',
      extension: 'json',
    });
  });

  it('takes any prefix, also one that looks like a recording', () => {
    const name = `20260112/${call}/${folder}/0-audiowav.wav`;
    for (const prefix of ['', 'team/', '20250101/', '20250101/a/b/', 'ä b/✓/']) {
      assert.equal(parseBlobName(prefix + name, prefix)?.date, '20260112', prefix);
    }
  });

  it('takes a call folder and a recording folder of any form', () => {
    assert.equal(parseBlobName('20260112/aHR0cHM6=/recording/0-x.mp4')?.callId, 'aHR0cHM6=');
    assert.equal(parseBlobName('20260112/ /../0-x.mp4')?.recordingFolder, '..');
  });

  it('takes media kinds that no documentation names, and gives the extension in lower case', () => {
    assert.equal(parseBlobName('20260112/c/f/0-AudioVideoMp4.MP4')?.kind, 'AudioVideoMp4');
    assert.equal(parseBlobName('20260112/c/f/0-AudioVideoMp4.MP4')?.extension, 'mp4');
  });

  it('knows metadata in any case', () => {
    const blobs = ['0-acsmetadata.json', '0-AcsMetadata.json', '0-audiomp3.mp3', '0-acsmetadatax.json'];
    const parsed = blobs.map((file) => parseBlobName(`20260112/c/f/${file}`));
    assert.deepEqual(
      parsed.map((blob) => blob && isMetadata(blob)),
      [true, true, false, false],
    );
  });

  const strangers = [
    '',
    '/',
    '20260112',
    '20260112/c/f/',
    '20260112/c/0-audiomp3.mp3',
    '20260112/c/f/deeper/0-audiomp3.mp3',
    '/20260112/c/f/0-audiomp3.mp3',
    '20260112//f/0-audiomp3.mp3',
    '20260112/c//0-audiomp3.mp3',
    '20261301/c/f/0-audiomp3.mp3',
    '20260230/c/f/0-audiomp3.mp3',
    '2026-01-12/c/f/0-audiomp3.mp3',
    '202601120/c/f/0-audiomp3.mp3',
    '20260112/c/f/audiomp3.mp3',
    '20260112/c/f/-audiomp3.mp3',
    '20260112/c/f/0-.mp3',
    '20260112/c/f/0-3audio.mp3',
    '20260112/c/f/0-audiomp3',
    '20260112/c/f/0-audiomp3.',
    '20260112/c/f/1234567890-audiomp3.mp3',
    `20260112/c/f/${documentId}.mp3`,
    'other/20260112/c/f/0-audiomp3.mp3',
  ];
  for (const name of strangers) {
    it(`leaves ${JSON.stringify(name)} alone`, () => {
      assert.equal(parseBlobName(name), undefined);
    });
  }

  it('leaves a name outside the prefix alone', () => {
    assert.equal(parseBlobName('team/20260112/c/f/0-audiomp3.mp3', 'other/'), undefined);
    assert.equal(parseBlobName('20260112/c/f/0-audiomp3.mp3', 'team/'), undefined);
  });

  it('reads back the parts that a name was composed of', () => {
    const segment = fc.string({ minLength: 1, unit: 'grapheme' }).filter((text) => !text.includes('/'));
    const blob = fc.record({
      date: fc
        .date({
          min: new Date('1000-01-01T00:00:00Z'),
          max: new Date('9999-12-31T00:00:00Z'),
          noInvalidDate: true,
        })
        .map((date) => date.toISOString().slice(0, 10).replaceAll('-', '')),
      callId: segment,
      recordingFolder: segment,
      chunkIndex: fc.integer({ min: 0, max: 999_999_999 }),
      kind: fc.stringMatching(/^[A-Za-z][A-Za-z0-9]{0,20}$/),
      documentId: fc.option(segment, { nil: undefined }),
      extension: fc.stringMatching(/^[a-z0-9]{1,8}$/),
    });
    fc.assert(
      fc.property(blob, fc.constantFrom('', 'team/', 'a/b/c/'), (parts, prefix) => {
        const { documentId: id, ...others } = parts;
        const expected = id === undefined ? others : { ...others, documentId: id };
        assert.deepEqual(parseBlobName(compose(expected, prefix), prefix), expected);
      }),
      { numRuns: 500 },
    );
  });

  it('never throws, and says nothing that composes to another name', () => {
    const part = fc.constantFrom(
      '20260112',
      '/',
      '0-',
      'audiomp3',
      '.',
      'mp3',
      'acsmetadata',
      'é',
      '\0',
      '-',
      '1',
    );
    const name = fc.oneof(
      fc.string(),
      fc.array(part, { maxLength: 14 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(name, (text) => {
        const blob = parseBlobName(text);
        if (blob)
          assert.equal(
            compose(blob, '').toLowerCase(),
            text.replace(/(\/)0+(\d[^/]*)$/, '$1$2').toLowerCase(),
          );
      }),
      { numRuns: 2000 },
    );
  });

  it('is quick with hostile names', () => {
    for (const tail of ['.'.repeat(200_000), 'a'.repeat(200_000), `${'.a'.repeat(100_000)}/`]) {
      assert.doesNotThrow(() => parseBlobName(`20260112/c/f/0-a${tail}`));
    }
  });

  it('agrees with the calendar about date folders', () => {
    const eightDigits = fc.integer({ min: 0, max: 99_999_999 }).map((n) => String(n).padStart(8, '0'));
    const nearDate = fc
      .tuple(
        fc.integer({ min: 990, max: 3000 }),
        fc.integer({ min: 0, max: 13 }),
        fc.integer({ min: 0, max: 32 }),
      )
      .map(
        ([y, m, d]) =>
          `${String(y).padStart(4, '0')}${String(m).padStart(2, '0')}${String(d).padStart(2, '0')}`,
      );
    fc.assert(
      fc.property(fc.oneof(eightDigits, nearDate), (folder) => {
        const iso = `${folder.slice(0, 4)}-${folder.slice(4, 6)}-${folder.slice(6)}`;
        const date = new Date(`${iso}T00:00:00Z`);
        const isDay = !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso) && folder >= '1000';
        assert.equal(isDateFolder(folder), isDay);
      }),
      { numRuns: 2000 },
    );
    assert.equal(isDateFolder('20240229'), true);
    assert.equal(isDateFolder('21000229'), false);
    assert.equal(isDateFolder('２０２６０１１２'), false);
  });

  it('gives the last segment of a name', () => {
    assert.equal(fileName('a/b/c.json'), 'c.json');
    assert.equal(fileName('c.json'), 'c.json');
    assert.equal(fileName('a/'), '');
  });
});
