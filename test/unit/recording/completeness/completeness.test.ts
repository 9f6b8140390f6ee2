import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseChunkMetadata } from '../../../../src/recording/metadata/metadata.ts';
import { chunksOf } from '../../../../src/recording/chunks.ts';
import { type CheckOptions, checkRecording } from '../../../../src/recording/completeness/completeness.ts';
import { problemText, severityText } from '../../../../src/recording/completeness/text.ts';
import type { Problem } from '../../../../src/recording/completeness/problem.ts';
import { withoutUndefined } from '../../../../src/base/withoutUndefined.ts';
import { type MediaMeasure, measuredMs } from '../../../../src/recording/mediaLength.ts';
import { type MadeRecording, at, chunkText, folder, madeRecording, recordingOf } from '../fixtures.ts';

function check(made: MadeRecording, options?: CheckOptions): readonly Problem[] {
  return checkRecording(made.recording, made.chunks, options);
}

/** `severity code` of each problem. */
function codes(problems: readonly Problem[]): string[] {
  return problems.map((problem) => `${problem.severity} ${problem.code}`);
}

/** Checks files by name alone. */
function checkNames(files: Readonly<Record<string, number>>, options?: CheckOptions): readonly Problem[] {
  const recording = recordingOf(files);
  return checkRecording(recording, chunksOf(recording), options);
}

/** Checks that there is one problem, the expected one. */
function only(problems: readonly Problem[], expected: object): void {
  assert.deepEqual(problems, [expected]);
}

const [metadata0, metadata1] = [`${folder}0-acsmetadata.json`, `${folder}1-acsmetadata.json`];
const [media0, media1] = [`${folder}0-audiomp3.mp3`, `${folder}1-audiomp3.mp3`];

describe('completeness', () => {
  it('finds nothing wrong with a whole recording', () => {
    assert.deepEqual(check(madeRecording([chunkText(0, 0, 60), chunkText(1, 60.5, 30)], [60.02, 29.9])), []);
  });

  it('finds nothing wrong with pauses, in whatever way they are counted', () => {
    const pauses = { pauseResumeIntervals: [{ startTime: at(10), duration: 20_000 }] };
    const first = chunkText(0, 0, 60, pauses);
    assert.deepEqual(check(madeRecording([first, chunkText(1, 80, 5)], [60, 5])), []);
    assert.deepEqual(check(madeRecording([first, chunkText(1, 60, 5)], [40, 5])), []);
    assert.deepEqual(check(madeRecording([first, chunkText(1, 60, 5)], [60, 5])), []);
  });

  it('says of names alone only what names can say', () => {
    assert.deepEqual(checkNames({ '0-acsmetadata.json': 5, '0-audiomp3.mp3': 5 }), []);
  });

  it('finds missing chunks, runs of them as one', () => {
    const files = {
      '2-audiomp3.mp3': 5,
      '2-acsmetadata.json': 5,
      '3-audiomp3.mp3': 5,
      '3-acsmetadata.json': 5,
    };
    only(checkNames(files), { code: 'missingChunks', severity: 'error', params: { first: 0, last: 1 } });
    const far = checkNames({ '999999999-audiomp3.mp3': 5, '999999999-acsmetadata.json': 5 });
    only(far, { code: 'missingChunks', severity: 'error', params: { first: 0, last: 999_999_998 } });
  });

  it('finds media without metadata and the reverse, but not while files still come', () => {
    only(checkNames({ '0-audiomp3.mp3': 5 }), {
      code: 'mediaWithoutMetadata',
      severity: 'warning',
      file: media0,
      chunkIndex: 0,
      params: {},
    });
    only(checkNames({ '0-acsmetadata.json': 5 }), {
      code: 'metadataWithoutMedia',
      severity: 'error',
      file: metadata0,
      chunkIndex: 0,
      params: {},
    });
    assert.deepEqual(checkNames({ '0-audiomp3.mp3': 5, '1-acsmetadata.json': 5 }, { isGrowing: true }), []);
  });

  it('finds empty files', () => {
    only(checkNames({ '0-audiomp3.mp3': 0, '0-acsmetadata.json': 5 }), {
      code: 'emptyFile',
      severity: 'error',
      file: media0,
      chunkIndex: 0,
      params: {},
    });
  });

  it('reports an empty metadata file once', () => {
    const made = madeRecording([''], [], { '0-acsmetadata.json': 0 });
    only(check(made), { code: 'emptyFile', severity: 'error', file: metadata0, chunkIndex: 0, params: {} });
  });

  it('finds a file that takes the place of media and is none', () => {
    for (const extension of ['exe', 'html', 'lnk']) {
      only(checkNames({ '0-acsmetadata.json': 5, [`0-audiomp3.${extension}`]: 5 }), {
        code: 'unknownMediaKind',
        severity: 'warning',
        file: `${folder}0-audiomp3.${extension}`,
        chunkIndex: 0,
        params: { extension },
      });
    }
  });

  it('finds two files of one kind, and media of several kinds', () => {
    const twice = { '0-acsmetadata.json': 5, '0-audiomp3.a.mp3': 5, '0-audiomp3.b.mp3': 5 };
    only(checkNames(twice), {
      code: 'repeatedFile',
      severity: 'warning',
      file: `${folder}0-audiomp3.b.mp3`,
      chunkIndex: 0,
      params: { kind: 'audiomp3.mp3', other: `${folder}0-audiomp3.a.mp3` },
    });
    only(checkNames({ '0-acsmetadata.json': 5, '0-audiomp3.mp3': 5, '0-audiowav.wav': 5 }), {
      code: 'severalMedia',
      severity: 'info',
      chunkIndex: 0,
      params: { kinds: 'audiomp3, audiowav' },
    });
  });

  it('finds metadata that cannot be read', () => {
    only(check(madeRecording(['{"callId":'])), {
      code: 'unreadableMetadata',
      severity: 'error',
      file: metadata0,
      chunkIndex: 0,
      params: { error: { code: 'truncated', offset: 10, line: 1, column: 11 } },
    });
  });

  it('finds swapped and unknown fields, each kind of remark once a file', () => {
    const info = {
      contentType: 'mixed',
      channelType: 'audio',
      format: 'mp3',
      audioConfiguration: { sampleRate: 1, bitRate: 1, channels: 1 },
    };
    const problems = check(madeRecording([chunkText(0, 0, 60, { recordingInfo: info, extra: 1, more: 2 })]));
    assert.deepEqual(codes(problems), ['info oddMetadata', 'info oddMetadata']);
    assert.deepEqual(
      problems.map(
        (problem) => problem.code === 'oddMetadata' && [problem.params.note.code, problem.params.count],
      ),
      [
        ['unknownField', 2],
        ['swapped', 1],
      ],
    );
    const warned = check(madeRecording([chunkText(0, 0, 60, { chunkDuration: -1 })]));
    assert.deepEqual(codes(warned), ['warning oddMetadata']);
  });

  it('finds media that is shorter or longer than its metadata says', () => {
    const about = { code: 'mediaDurationDiffers', file: media0, chunkIndex: 0 };
    only(check(madeRecording([chunkText(0, 0, 600)], [590])), {
      ...about,
      severity: 'error',
      params: { mediaMs: 590_000, metadataMs: 600_000 },
    });
    only(check(madeRecording([chunkText(0, 0, 600)], [610])), {
      ...about,
      severity: 'warning',
      params: { mediaMs: 610_000, metadataMs: 600_000 },
    });
    assert.deepEqual(check(madeRecording([chunkText(0, 0, 600)], [595])), []);
    assert.deepEqual(check(madeRecording([chunkText(0, 0, 5)], [3.5])), []);
  });

  it('finds a WAV that is cut by its size', () => {
    const recordingInfo = {
      contentType: 'audio',
      channelType: 'mixed',
      format: 'wav',
      audioConfiguration: { sampleRate: 16000, bitRate: 256000, channels: 1 },
    };
    const recording = recordingOf({ '0-acsmetadata.json': 5, '0-audiowav.wav': 44 + 32_000 * 30 });
    const metadata = new Map([[metadata0, parseChunkMetadata(chunkText(0, 0, 60, { recordingInfo }))]]);
    only(checkRecording(recording, chunksOf(recording, { metadata })), {
      code: 'mediaSizeDiffers',
      severity: 'error',
      file: `${folder}0-audiowav.wav`,
      chunkIndex: 0,
      params: { mediaMs: 30_000, metadataMs: 60_000 },
    });
    const measures = new Map([
      [`${folder}0-audiowav.wav`, { kind: 'measured', durationMs: 60_000 } as const],
    ]);
    assert.deepEqual(checkRecording(recording, chunksOf(recording, { metadata, measures })), []);
  });

  describe('distinguishes what was measured, what was not, and what is no media', () => {
    const measured = (measure: MediaMeasure) => {
      const { recording, chunks } = madeRecording([chunkText(0, 0, 60)]);
      const [chunk] = chunks;
      assert.ok(chunk);
      return codes(checkRecording(recording, [{ ...chunk, ...withMeasure(measure) }]));
    };
    const withMeasure = (measure: MediaMeasure) =>
      withoutUndefined({ measure, mediaDurationMs: measuredMs(measure) });

    it('finds nothing wrong with a measured length that fits', () => {
      assert.deepEqual(measured({ kind: 'measured', durationMs: 60_000 }), []);
    });

    it('never takes an estimate for a measurement, whatever it says', () => {
      assert.deepEqual(measured({ kind: 'estimated', durationMs: 1 }), ['info unmeasuredMedia']);
    });

    it('says that a length is not known, which is not the same as fitting', () => {
      assert.deepEqual(measured({ kind: 'unknown', why: 'budget' }), ['info unmeasuredMedia']);
    });

    it('says that a file is no media, and asks for no length of it', () => {
      assert.deepEqual(measured({ kind: 'unplayable', why: 'otherContent', looksLike: 'html' }), [
        'error unplayableMedia',
      ]);
    });

    it('says that a header was never finished, and compares what is there', () => {
      assert.deepEqual(measured({ kind: 'measured', durationMs: 20_000, header: 'unfinished' }), [
        'error mediaDurationDiffers',
        'warning unfinishedHeader',
      ]);
    });
  });

  it('reports a gap and an overlap once, not again as a sum that does not fit', () => {
    only(check(madeRecording([chunkText(0, 0, 60), chunkText(1, 70, 60)])), {
      ...{ code: 'gap', severity: 'warning', chunkIndex: 1 },
      params: { before: 0, after: 1, lengthMs: 10_000 },
    });
    only(check(madeRecording([chunkText(0, 0, 60), chunkText(1, 50, 60)])), {
      ...{ code: 'overlap', severity: 'warning', chunkIndex: 1 },
      params: { before: 0, after: 1, lengthMs: 10_000 },
    });
  });

  it('finds a sum that does not fit the span for another reason than a reported gap', () => {
    const chunks = Array.from({ length: 10 }, (_, i) => chunkText(i, i * 61.5, 60));
    const sumDiffers = {
      ...{ code: 'sumDiffers', severity: 'warning' },
      params: { recordedMs: 600_000, pausedMs: 0, spanMs: 613_500 },
    };
    only(check(madeRecording(chunks)), sumDiffers);
    const problems = check(madeRecording([...chunks, chunkText(10, 625, 60)]));
    assert.deepEqual(codes(problems), ['warning gap', 'warning sumDiffers']);
  });

  it('finds a gap before a chunk that says only when it starts, none after it', () => {
    const startOnly = chunkText(1, 70, 0, { chunkDuration: undefined });
    const problems = check(madeRecording([chunkText(0, 0, 60), startOnly, chunkText(2, 90, 60)]));
    assert.deepEqual(
      problems.filter((problem) => problem.code !== 'oddMetadata'),
      [
        {
          code: 'gap',
          severity: 'warning',
          chunkIndex: 1,
          params: { before: 0, after: 1, lengthMs: 10_000 },
        },
      ],
    );
  });

  it('does not complain of an overlap that comes of a guessed start', () => {
    const size = { '2-audiomp3.mp3': 6000 * 20 };
    const made = madeRecording([chunkText(0, 0, 60), chunkText(1, -30, 60), undefined], [], size);
    const borders = check(made).filter((problem) => problem.code === 'overlap');
    assert.deepEqual(
      borders.map((problem) => problem.params),
      [{ before: 1, after: 0, lengthMs: 30_000 }],
    );
  });

  it('does not complain of gaps to chunks whose time is a guess', () => {
    assert.deepEqual(check(madeRecording([chunkText(0, 0, 60), undefined, chunkText(2, 500, 60)])), []);
  });

  it('finds chunks that are not in order', () => {
    only(check(madeRecording([chunkText(0, 60, 60), chunkText(1, 0, 60)])), {
      code: 'outOfOrder',
      severity: 'warning',
      chunkIndex: 1,
      params: { before: 0, after: 1 },
    });
  });

  it('finds a recording of another length than its event says', () => {
    const made = madeRecording([chunkText(0, 0, 60)]);
    only(check(made, { expectedDurationMs: 120_000 }), {
      code: 'expectedDurationDiffers',
      severity: 'error',
      params: { expectedMs: 120_000, recordedMs: 60_000 },
    });
    only(check(made, { expectedDurationMs: 30_000 }), {
      code: 'expectedDurationDiffers',
      severity: 'warning',
      params: { expectedMs: 30_000, recordedMs: 60_000 },
    });
    assert.deepEqual(check(made, { expectedDurationMs: 61_000 }), []);
    assert.deepEqual(check(made, { expectedDurationMs: 120_000, isGrowing: true }), []);
  });

  it('finds a document ID that differs from the one in a name, in any case of letters', () => {
    const inside = `0-eus-d12-${'0'.repeat(31)}A`;
    const text = chunkText(0, 0, 60, { chunkDocumentId: inside });
    const name = (id: string) => `0-acsmetadata.${id}.json`;
    const run = (id: string) => {
      const recording = recordingOf({ [name(id)]: 5, [`0-audiomp3.${inside}.mp3`]: 5 });
      const metadata = new Map([[`${folder}${name(id)}`, parseChunkMetadata(text)]]);
      return checkRecording(recording, chunksOf(recording, { metadata }));
    };
    only(run('other'), {
      code: 'documentIdDiffers',
      severity: 'warning',
      file: `${folder}${name('other')}`,
      chunkIndex: 0,
      params: { inName: 'other', inside },
    });
    assert.deepEqual(run(inside.toLowerCase()), []);
  });

  it('finds one document ID in two chunks', () => {
    const chunkDocumentId = `0-eus-d12-${'0'.repeat(32)}`;
    only(check(madeRecording([chunkText(0, 0, 60), chunkText(1, 60, 60, { chunkDocumentId })])), {
      code: 'documentIdRepeated',
      severity: 'error',
      file: metadata1,
      chunkIndex: 1,
      params: { documentId: chunkDocumentId, other: 0 },
    });
  });

  it('finds a call ID that is not that of the folder, once', () => {
    const callId = '36cf910b-932c-4101-a443-04e11a98aba5';
    const texts = [chunkText(0, 0, 60, { callId }), chunkText(1, 60, 60, { callId: callId.toUpperCase() })];
    only(check(madeRecording(texts)), {
      code: 'callIdDiffers',
      severity: 'warning',
      file: metadata0,
      chunkIndex: 0,
      params: { folder: 'f954192d-52ef-4385-85e3-50662ca971ae', inside: callId },
    });
    const made = madeRecording(texts);
    const [problem] = check({ ...made, recording: { ...made.recording, callId: 'aHR0cHM6Ly9' } });
    assert.equal(problem?.severity, 'info');
  });

  it('finds chunks of two calls, of another number and of another format', () => {
    const callId = '36cf910b-932c-4101-a443-04e11a98aba5';
    only(check(madeRecording([chunkText(0, 0, 60), chunkText(1, 60, 60, { callId })])), {
      code: 'callIdsDisagree',
      severity: 'error',
      file: metadata1,
      chunkIndex: 1,
      params: { first: 'f954192d-52ef-4385-85e3-50662ca971ae', inside: callId },
    });
    only(check(madeRecording([chunkText(0, 0, 60, { chunkIndex: 4 })])), {
      code: 'chunkIndexDiffers',
      severity: 'error',
      file: metadata0,
      chunkIndex: 0,
      params: { inName: 0, inside: 4 },
    });
    const audioConfiguration = { sampleRate: 16000, bitRate: 256000, channels: 1 };
    const wav = {
      recordingInfo: { contentType: 'audio', channelType: 'mixed', format: 'wav', audioConfiguration },
    };
    const problems = check(madeRecording([chunkText(0, 0, 60), chunkText(1, 60, 60, wav)]));
    assert.deepEqual(problems, [
      {
        code: 'formatDiffers',
        severity: 'warning',
        file: media1,
        chunkIndex: 1,
        params: { inName: 'mp3', inside: 'wav' },
      },
      {
        code: 'formatsDisagree',
        severity: 'warning',
        file: metadata1,
        chunkIndex: 1,
        params: {
          first: { content: 'audio', channel: 'mixed', format: 'mp3' },
          inside: { content: 'audio', channel: 'mixed', format: 'wav' },
        },
      },
    ]);
  });

  it('lists the worst first', () => {
    const made = madeRecording([chunkText(0, 0, 60, { extra: 1 }), chunkText(1, 90, 60)], [], {
      '1-audiomp3.mp3': 0,
    });
    const problems = check(made);
    assert.deepEqual(
      problems.map((problem) => problem.severity),
      ['error', 'warning', 'info'],
    );
  });

  it('takes any metadata without throwing, and has words for every problem', () => {
    const id = fc.constantFrom('a', 'b', undefined, 5, '');
    const chunk = fc.record({
      callId: id,
      chunkDocumentId: id,
      chunkIndex: fc.constantFrom(0, 1, -1, '1', 0.5, 1e9),
      chunkStartTime: fc.oneof(
        fc.integer({ min: -200, max: 200 }).map(at),
        fc.constantFrom('x', '9999-12-31T23:59:59Z'),
      ),
      chunkDuration: fc.oneof(fc.nat(300_000), fc.constantFrom(1e300, -1, '5')),
      pauseResumeIntervals: fc.array(
        fc.record({ startTime: fc.nat(100).map(at), duration: fc.nat(100_000) }),
        { maxLength: 3 },
      ),
      recordingInfo: fc.constantFrom({}, { format: 'wav' }, { contentType: 'mixed', format: 'mp4' }, 'x'),
    });
    const text = fc.oneof(
      chunk.map((value) => JSON.stringify(value)),
      fc.constantFrom('', '{', '[]', undefined),
    );
    fc.assert(
      fc.property(
        fc.array(text, { minLength: 1, maxLength: 4 }),
        fc.array(fc.option(fc.nat(300), { nil: undefined }), { maxLength: 4 }),
        fc.option(fc.nat(1_000_000), { nil: undefined }),
        fc.nat(1),
        (texts, measured, expectedDurationMs, size) => {
          const made = madeRecording(texts, measured, { '0-audiomp3.mp3': size });
          const options = expectedDurationMs === undefined ? {} : { expectedDurationMs };
          for (const problem of check(made, options)) {
            const words = Object.values(problemText(problem)) as string[];
            for (const line of words) assert.doesNotMatch(line, /NaN|undefined|Infinity|\{\d\}|\[object/);
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it('takes ten thousand chunks', () => {
    const texts = Array.from({ length: 10_000 }, (_, index) => chunkText(index, index * 60, 60));
    assert.deepEqual(check(madeRecording(texts)), []);
  });

  describe('in words', () => {
    const error = { code: 'truncated', offset: 1, line: 1, column: 2 } as const;
    const note = { code: 'swapped', severity: 'info', path: ['recordingInfo'] } as const;
    const id = { inName: 'a', inside: 'b' };
    const format = { content: 'audio', format: 'mp3' } as const;
    const params: { readonly [P in Problem as P['code']]: P['params'] } = {
      missingChunks: { first: 1, last: 2 },
      chunksOnOtherDate: { date: '20260102', first: 0, last: 1 },
      mediaWithoutMetadata: {},
      metadataWithoutMedia: {},
      emptyFile: {},
      repeatedFile: { kind: 'audiomp3.mp3', other: 'x/0-audiomp3.mp3' },
      severalMedia: { kinds: 'audiomp3, audiowav' },
      unknownMediaKind: { extension: 'exe' },
      unreadableMetadata: { error },
      oddMetadata: { note, count: 2 },
      mediaDurationDiffers: { mediaMs: 1000, metadataMs: 5000 },
      mediaSizeDiffers: { mediaMs: 9000, metadataMs: 5000 },
      unplayableMedia: { why: 'otherContent', format: 'MP3', looksLike: 'html' },
      unfinishedHeader: {},
      cutMedia: { mediaMs: 42_000 },
      unmeasuredMedia: { why: 'budget' },
      gap: { before: 0, after: 1, lengthMs: 5000 },
      overlap: { before: 0, after: 1, lengthMs: 5000 },
      outOfOrder: { before: 0, after: 1 },
      sumDiffers: { recordedMs: 1, pausedMs: 2, spanMs: 3 },
      expectedDurationDiffers: { expectedMs: 1, recordedMs: 2 },
      documentIdDiffers: id,
      documentIdRepeated: { documentId: 'a', other: 0 },
      callIdDiffers: { folder: 'a', inside: 'b' },
      callIdsDisagree: { first: 'a', inside: 'b' },
      chunkIndexDiffers: { inName: 0, inside: 1 },
      formatDiffers: id,
      formatsDisagree: { first: format, inside: { content: 'audioVideo' } },
    };

    it('says what each is, why it matters and what to do', () => {
      const titles = new Set<string>();
      for (const [code, values] of Object.entries(params)) {
        const problem = {
          code,
          severity: 'error',
          file: 'a/b/0-audiomp3.mp3',
          chunkIndex: 1,
          params: values,
        } as Problem;
        const { title, why, next } = problemText(problem);
        titles.add(title);
        for (const line of [title, why, next]) {
          assert.match(line, /^\S.{14,}/, code);
          assert.doesNotMatch(line, /undefined|\{\d\}|a\/b\//, code);
        }
        assert.doesNotMatch(
          problemText({ ...problem, file: undefined, chunkIndex: undefined } as unknown as Problem).title,
          /undefined/,
        );
      }
      assert.equal(titles.size, Object.keys(params).length);
    });

    it('uses singular and plural', () => {
      const many = problemText({ code: 'missingChunks', severity: 'error', params: { first: 1, last: 3 } });
      const one = problemText({ code: 'missingChunks', severity: 'error', params: { first: 1, last: 1 } });
      assert.deepEqual([one.title, many.title], ['Chunk 1 is missing', 'Chunks 1 to 3 are missing']);
    });

    it('has a word for each severity', () => {
      assert.deepEqual((['error', 'warning', 'info'] as const).map(severityText), [
        'Error',
        'Warning',
        'Information',
      ]);
    });
  });
});
