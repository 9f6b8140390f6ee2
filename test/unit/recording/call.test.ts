import assert from 'node:assert/strict';
import fc from 'fast-check';
import { chunkCount, firstWritten, groupDay, sizeOf } from '../../../src/recording/call.ts';
import { recordingOf, storedFile } from './fixtures.ts';

describe('grouping a day', () => {
  it('groups files into calls and recordings', () => {
    const day = groupDay(
      [
        storedFile('p/20260112/call2/r1/0-audiomp3.mp3', 10, 5000),
        storedFile('p/20260112/call1/r2/1-audiomp3.mp3', 10, 2000),
        storedFile('p/20260112/call1/r2/0-audiomp3.mp3', 10, 2000),
        storedFile('p/20260112/call1/r1/0-audiomp3.mp3', 10, 3000),
        storedFile('p/20260112/call1/r2/0-acsmetadata.json', 10, 2500),
        storedFile('p/20260112/readme.txt'),
        storedFile('20260112/call3/r1/0-audiomp3.mp3'),
      ],
      'p/',
    );
    const paths = day.calls.map((call) => [
      call.path,
      call.recordings.map((recording) => [recording.path, recording.files.map((file) => file.blob.kind)]),
    ]);
    assert.deepEqual(paths, [
      ['p/20260112/call2/', [['p/20260112/call2/r1/', ['audiomp3']]]],
      [
        'p/20260112/call1/',
        [
          ['p/20260112/call1/r2/', ['acsmetadata', 'audiomp3', 'audiomp3']],
          ['p/20260112/call1/r1/', ['audiomp3']],
        ],
      ],
    ]);
    assert.deepEqual(
      day.otherFiles.map((file) => file.name),
      ['p/20260112/readme.txt', '20260112/call3/r1/0-audiomp3.mp3'],
    );
    assert.deepEqual(
      { callId: day.calls[1]?.callId, date: day.calls[1]?.date, folder: day.calls[1]?.recordings[0]?.folder },
      { callId: 'call1', date: '20260112', folder: 'r2' },
    );
  });

  it('keeps a call of two dates apart', () => {
    const files = ['20260112/c/r/0-a.mp3', '20260113/c/r/0-a.mp3'].map((name) => storedFile(name));
    assert.deepEqual(
      groupDay(files, '').calls.map((call) => call.date),
      ['20260112', '20260113'],
    );
  });

  it('orders files by chunk as numbers, metadata first, and keeps what the listing said', () => {
    const recording = recordingOf({
      '10-audiomp3.mp3': 5,
      '9-audiomp3.mp3': 6,
      '9-acsmetadata.json': 7,
      '0-audiomp3.mp3': 0,
    });
    assert.deepEqual(
      recording.files.map((file) => `${file.blob.chunkIndex} ${file.blob.kind} ${file.sizeBytes}`),
      ['0 audiomp3 0', '9 acsmetadata 7', '9 audiomp3 6', '10 audiomp3 5'],
    );
    assert.equal(sizeOf(recording), 18);
    assert.equal(chunkCount(recording), 3);
  });

  it('says when the first file was written', () => {
    const files = [storedFile('20260112/c/r/0-a.mp3', 1, 30), storedFile('20260112/c/r/1-a.mp3', 1, 20)];
    const recording = groupDay(files, '').calls[0]?.recordings[0];
    assert.equal(recording && firstWritten(recording), 20);
  });

  it('loses and invents no file, in whatever order they come', () => {
    const name = fc
      .tuple(fc.nat(2), fc.nat(2), fc.nat(3), fc.constantFrom('acsmetadata.json', 'audiomp3.mp3', 'odd'))
      .map(([call, recording, chunk, rest]) => `20260112/c${call}/r${recording}/${chunk}-${rest}`);
    fc.assert(
      fc.property(fc.uniqueArray(name, { maxLength: 40 }), (names) => {
        const day = groupDay(
          names.map((one) => storedFile(one)),
          '',
        );
        const grouped = day.calls.flatMap((call) =>
          call.recordings.flatMap((recording) => {
            assert.ok(recording.path.startsWith(call.path));
            return recording.files.map((file) => {
              assert.ok(file.name.startsWith(recording.path));
              return file.name;
            });
          }),
        );
        const all = [...grouped, ...day.otherFiles.map((file) => file.name)];
        assert.deepEqual(all.sort(), [...names].sort());
        assert.deepEqual(new Set(day.calls.map((call) => call.path)).size, day.calls.length);
      }),
    );
  });

  it('takes 100,000 files of one recording, and 100,000 recordings of one call', () => {
    const count = 100_000;
    const one = Array.from({ length: count }, (_, i) => storedFile(`20260112/c/r/${i}-audiomp3.mp3`, 1, i));
    const [recording] = groupDay(one, '').calls[0]?.recordings ?? [];
    assert.ok(recording);
    assert.equal(recording.files.length, count);
    assert.equal(firstWritten(recording), 0);
    const many = Array.from({ length: count }, (_, i) =>
      storedFile(`20260112/c/${i}/0-audiomp3.mp3`, 1, count - i),
    );
    const recordings = groupDay(many, '').calls[0]?.recordings ?? [];
    assert.equal(recordings.length, count);
    assert.equal(recordings[0]?.folder, String(count - 1));
  });
});
