import assert from 'node:assert/strict';
import fc from 'fast-check';
import { maxMetadataLength, parseChunkMetadata } from '../../../../src/recording/metadata/metadata.ts';
import { jsonProblemText, noteText } from '../../../../src/recording/metadata/text.ts';
import { type MetadataNoteCode, maxNotes } from '../../../../src/recording/metadata/note.ts';
import type { metadataFixtures } from '../fixtures.ts';
import { codesOf, fixtureText, metadataOf, nearJson, notesOf } from '../fixtures.ts';

/** A file without anything odd, changed at one place. */
function changed(
  path: string,
  value: unknown,
  name: (typeof metadataFixtures)[number] = 'unmixed-wav',
): string {
  const file = JSON.parse(fixtureText(name)) as Record<string, unknown>;
  const steps = path.split('.');
  let at: Record<string, unknown> = file;
  for (const step of steps.slice(0, -1)) at = at[step] as Record<string, unknown>;
  at[steps.at(-1) ?? ''] = value;
  return JSON.stringify(file);
}

describe('chunk metadata', () => {
  it('reads the file of 2021, content and channel type the right way round', () => {
    const text = fixtureText('2021-swapped');
    assert.deepEqual(metadataOf(text), {
      resourceId: '631fa8d8-aab5-4ac5-8e15-261aa2590750',
      callId: '36cf910b-932c-4101-a443-04e11a98aba5',
      documentId: '0-eus-d16-4d30207fd28f8fe681e1d5523b1ba242',
      chunkIndex: 0,
      chunkStart: '2021-09-30T22:24:34.9497016Z',
      chunkStartMs: Date.UTC(2021, 8, 30, 22, 24, 34, 949),
      chunkDurationMs: 19320,
      pauses: [
        {
          start: '2021-09-30T22:24:37.9450001Z',
          startMs: Date.UTC(2021, 8, 30, 22, 24, 37, 945),
          durationMs: 5220,
        },
      ],
      contentType: { raw: 'audioVideo', value: 'audioVideo' },
      channelType: { raw: 'mixed', value: 'mixed' },
      format: { raw: 'mp4', value: 'mp4' },
      audio: { sampleRateHz: 16000, bitRate: 128000, channels: 1 },
      video: { longerSidePx: 1920, shorterSidePx: 1080, frameRate: 8, bitRate: 1000000 },
      participants: [
        {
          rawId: '8:acs:631fa8d8-aab5-4ac5-8e15-261aa2590750_0000000c-d8b0-8adc-73ff-234822000345',
          kind: 'communicationUser',
        },
        {
          rawId: '8:acs:631fa8d8-aab5-4ac5-8e15-261aa2590750_0000000c-d8ac-54af-5bf4-343a0d0001ac',
          kind: 'communicationUser',
        },
      ],
    });
    assert.deepEqual(notesOf(text), [
      {
        code: 'swapped',
        severity: 'info',
        path: ['recordingInfo'],
        value: 'contentType audioVideo, channelType mixed',
      },
    ]);
  });

  it('finds nothing odd in the file of 2022 and in an unmixed one', () => {
    assert.deepEqual(codesOf(fixtureText('2022-mp4')), []);
    assert.deepEqual(codesOf(fixtureText('unmixed-wav')), []);
    assert.deepEqual(metadataOf(fixtureText('unmixed-wav')).participants, [
      {
        rawId: '8:acs:e333a5b5-c1e4-4984-b752-447bf92d10b7_0000000f-5a35-fb16-02c3-593a0d00053c',
        kind: 'communicationUser',
        channel: 0,
      },
      { rawId: '4:+15551234567', kind: 'phoneNumber', channel: 1 },
    ]);
  });

  it('reads a version, fractions and an empty description', () => {
    const metadata = metadataOf(fixtureText('variant-dummy'));
    assert.equal(metadata.version, '1.0');
    assert.equal(metadata.chunkDurationMs, 1.5);
    assert.equal(metadata.pauses[0]?.durationMs, 0.5);
    assert.equal('contentType' in metadata || 'audio' in metadata || 'video' in metadata, false);
    const codes = ['fractional', 'empty', 'versionField', 'fractional'];
    assert.deepEqual(codesOf(fixtureText('variant-dummy')).sort(), codes.sort());
  });

  it('reads numbers as text, bits of a sample, another spelling of the frame rate and of words', () => {
    const metadata = metadataOf(fixtureText('variant-telephony'));
    assert.deepEqual(metadata.audio, { sampleRateHz: 16000, bitRate: 128000, bitDepth: 16 });
    assert.equal(metadata.video?.frameRate, 8);
    assert.equal(metadata.chunkIndex, 0);
    assert.deepEqual(metadata.format, { raw: 'Mp4', value: 'mp4' });
    const paths = notesOf(fixtureText('variant-telephony')).map(
      (note) => `${note.code} ${note.path.join('.')}`,
    );
    assert.deepEqual(paths.sort(), [
      'bitDepth recordingInfo.audioConfiguration.bitDepth',
      'numberAsString chunkIndex',
      'numberAsString recordingInfo.audioConfiguration.sampleRate',
      'otherSpelling recordingInfo.channelType',
      'otherSpelling recordingInfo.contentType',
      'otherSpelling recordingInfo.format',
      'otherSpelling recordingInfo.videoConfiguration.frameRate',
    ]);
  });

  it('corrects swapped types where only one of them is plain', () => {
    const metadata = metadataOf(changed('recordingInfo', { contentType: 'unmixed', format: 'wav' }));
    assert.deepEqual(metadata.channelType, { raw: 'unmixed', value: 'unmixed' });
    assert.equal(metadata.contentType, undefined);
  });

  it('keeps a word that it does not know', () => {
    const text = changed('recordingInfo.format', 'opus');
    assert.deepEqual(metadataOf(text).format, { raw: 'opus' });
    assert.deepEqual(codesOf(text), ['unknownValue']);
  });

  const oddities: [what: string, text: string, code: MetadataNoteCode, severity: string, path: string][] = [
    ['a byte order mark', `\ufeff${fixtureText('2022-mp4')}`, 'byteOrderMark', 'info', ''],
    ['a number as text', changed('chunkDuration', '60000'), 'numberAsString', 'info', 'chunkDuration'],
    ['a fraction', changed('chunkDuration', 60000.25), 'fractional', 'info', 'chunkDuration'],
    ['no call ID', changed('callId', undefined), 'missing', 'warning', 'callId'],
    ['a null', changed('chunkStartTime', null), 'missing', 'warning', 'chunkStartTime'],
    ['no resource ID', changed('resourceId', undefined), 'missing', 'info', 'resourceId'],
    ['no pauses', changed('pauseResumeIntervals', undefined), 'missing', 'info', 'pauseResumeIntervals'],
    ['an empty text', changed('callId', ''), 'empty', 'warning', 'callId'],
    ['an empty description', changed('recordingInfo', {}), 'empty', 'warning', 'recordingInfo'],
    ['no description', changed('recordingInfo', undefined), 'missing', 'warning', 'recordingInfo'],
    ['an unknown field', changed('recordingInfo.codec', 'x'), 'unknownField', 'info', 'recordingInfo.codec'],
    ['a list for a number', changed('chunkDuration', [1]), 'wrongType', 'warning', 'chunkDuration'],
    ['words for a number', changed('chunkDuration', 'long'), 'wrongType', 'warning', 'chunkDuration'],
    ['a number for a text', changed('callId', 5), 'wrongType', 'warning', 'callId'],
    ['part of a chunk', changed('chunkIndex', 0.5), 'wrongType', 'warning', 'chunkIndex'],
    [
      'no list of pauses',
      changed('pauseResumeIntervals', {}),
      'wrongType',
      'warning',
      'pauseResumeIntervals',
    ],
    ['no description but a text', changed('recordingInfo', 'x'), 'wrongType', 'warning', 'recordingInfo'],
    [
      'a pause that is none',
      changed('pauseResumeIntervals', ['x']),
      'wrongType',
      'warning',
      'pauseResumeIntervals.0',
    ],
    ['a participant that is none', changed('participants', ['x']), 'wrongType', 'warning', 'participants.0'],
    ['no time', changed('chunkStartTime', 'yesterday'), 'badTime', 'warning', 'chunkStartTime'],
    [
      'a time that was not set',
      changed('chunkStartTime', '0001-01-01T00:00:00'),
      'badTime',
      'warning',
      'chunkStartTime',
    ],
    [
      'a day that is none',
      changed('chunkStartTime', '2026-13-41T00:00:00Z'),
      'badTime',
      'warning',
      'chunkStartTime',
    ],
    [
      'a time without zone',
      changed('chunkStartTime', '2026-01-12T09:00:00'),
      'noTimeZone',
      'info',
      'chunkStartTime',
    ],
    ['less than nothing', changed('chunkDuration', -1), 'negative', 'warning', 'chunkDuration'],
    [
      'more than four hours',
      changed('chunkDuration', 14_400_001),
      'overFourHours',
      'warning',
      'chunkDuration',
    ],
    ['unmixed mp3', changed('recordingInfo.format', 'mp3'), 'illegalCombination', 'warning', 'recordingInfo'],
    [
      'an unknown participant',
      changed('participants', [{ participantId: 'x', channel: 0 }]),
      'unknownParticipant',
      'info',
      'participants.0.participantId',
    ],
    [
      'a participant listed twice',
      changed('participants', [
        { participantId: '4:+1', channel: 0 },
        { participantId: '4:+1', channel: 0 },
      ]),
      'repeatedParticipant',
      'info',
      'participants.1.participantId',
    ],
    [
      'no channel',
      changed('participants', [{ participantId: '4:+1' }]),
      'channelMissing',
      'warning',
      'participants.0.channel',
    ],
    [
      'a channel beyond the last',
      changed('participants', [{ participantId: '4:+1', channel: 5 }]),
      'channelOutOfRange',
      'warning',
      'participants.0.channel',
    ],
    [
      'a shared channel',
      changed('participants', [
        { participantId: '4:+1', channel: 1 },
        { participantId: '4:+2', channel: 1 },
      ]),
      'channelRepeated',
      'warning',
      'participants.1.channel',
    ],
    [
      'a channel in a mixed file',
      changed('participants', [{ participantId: '4:+1', channel: 0 }], '2022-mp4'),
      'channelUnexpected',
      'info',
      'participants.0.channel',
    ],
    [
      'a pause before the chunk',
      changed('pauseResumeIntervals', [{ startTime: '2026-01-12T08:59:59Z', duration: 1 }]),
      'pauseOutsideChunk',
      'warning',
      'pauseResumeIntervals.0',
    ],
    [
      'a pause after the chunk',
      changed('pauseResumeIntervals', [{ startTime: '2026-01-12T09:01:01Z', duration: 1 }]),
      'pauseOutsideChunk',
      'warning',
      'pauseResumeIntervals.0',
    ],
    [
      'the name of a field in other letters',
      changed('recordingInfo.FORMAT', 'wav').replace('"format":"wav",', ''),
      'otherSpelling',
      'info',
      'recordingInfo.FORMAT',
    ],
  ];
  for (const [what, text, code, severity, path] of oddities) {
    it(`remarks on ${what}`, () => {
      const notes = notesOf(text);
      assert.deepEqual(
        notes.map((note) => [note.code, note.severity, note.path.join('.')]),
        [[code, severity, path]],
      );
    });
  }

  it('leaves out what is wrong and keeps the rest', () => {
    assert.equal('chunkDurationMs' in metadataOf(changed('chunkDuration', -1)), false);
    assert.deepEqual(metadataOf(changed('chunkStartTime', 'soon')).chunkStart, 'soon');
    assert.equal('chunkStartMs' in metadataOf(changed('chunkStartTime', 'soon')), false);
    assert.equal(metadataOf('{"chunkDuration":1e999}').chunkDurationMs, undefined);
    assert.equal(metadataOf('{"chunkDuration":"1e999"}').chunkDurationMs, undefined);
    assert.equal(metadataOf('{"chunkDuration":" 1.5e3 "}').chunkDurationMs, 1500);
  });

  it('reads times in any zone and with any number of digits', () => {
    const times = [
      '2026-01-12T10:00:00+01:00',
      '2026-01-12T09:00Z',
      '2026-01-12t09:00:00.000000000z',
      '2026-01-12T09:00:00',
    ];
    for (const time of times) {
      const metadata = metadataOf(changed('chunkStartTime', time));
      assert.equal(metadata.chunkStart, time);
      assert.equal(metadata.chunkStartMs, Date.UTC(2026, 0, 12, 9), time);
    }
  });

  it('prefers the usual spelling where a field is there twice', () => {
    assert.equal(metadataOf('{"CALLID":"a","callId":"b","callid":"c"}').callId, 'b');
    assert.equal(metadataOf('{"callId":"b","CALLID":"a"}').callId, 'b');
  });

  const unreadable: [text: string, error: object][] = [
    ['', { code: 'empty', offset: 0, line: 1, column: 1 }],
    ['\ufeff', { code: 'empty', offset: 0, line: 1, column: 1 }],
    ['{"callId":"a",\n "chunkI', { code: 'truncated', offset: 23, line: 2, column: 9 }],
    ['\ufeff{"callId":', { code: 'truncated', offset: 10, line: 1, column: 11 }],
    ['<Error>', { code: 'notJson', offset: 0, line: 1, column: 1 }],
    ['[]', { code: 'notAnObject', offset: 0, line: 1, column: 1 }],
    ['null', { code: 'notAnObject', offset: 0, line: 1, column: 1 }],
    ['"{}"', { code: 'notAnObject', offset: 0, line: 1, column: 1 }],
    ['0', { code: 'notAnObject', offset: 0, line: 1, column: 1 }],
    [' '.repeat(maxMetadataLength + 1), { code: 'tooLarge', offset: 0, line: 1, column: 1 }],
  ];
  for (const [text, error] of unreadable) {
    it(`says why ${JSON.stringify(text.slice(0, 30))} cannot be read`, () => {
      const result = parseChunkMetadata(text);
      assert.deepEqual(result, { error });
      assert.match('error' in result ? jsonProblemText(result.error) : '', /^[A-Z].{20,}\S$/);
    });
  }

  it('reads every half-written real file as truncated', () => {
    const text = fixtureText('2021-swapped').trim();
    for (let length = 1; length < text.length; length++) {
      const result = parseChunkMetadata(text.slice(0, length));
      assert.ok('error' in result);
      assert.deepEqual([result.error.code, result.error.offset], ['truncated', length]);
    }
  });

  it('reads UTF-16 as PowerShell writes it, and says so', () => {
    const result = parseChunkMetadata(Buffer.from(`\ufeff${fixtureText('2022-mp4')}`, 'utf16le'));
    assert.ok('metadata' in result);
    assert.ok(result.metadata.callId);
    assert.deepEqual(
      result.notes.filter(({ code }) => code === 'otherEncoding').map(({ value }) => value),
      ['utf-16le'],
    );
  });

  it('reads ten thousand participants, each odd, and keeps the remarks few', () => {
    const participants = Array.from({ length: 10_000 }, (_, i) => ({ participantId: `x${i}`, extra: i }));
    const text = JSON.stringify({ participants });
    assert.equal(metadataOf(text).participants.length, 10_000);
    const notes = notesOf(text);
    assert.equal(notes.length, maxNotes + 1);
    const last = notes.at(-1);
    assert.equal(last?.code, 'moreNotes');
    // 10,000 unknown participants, 10,000 unknown fields, 8 missing fields.
    assert.equal(Number(last.value) + maxNotes, 20_008);
  });

  it('cuts what it repeats of a megabyte', () => {
    const [note] = notesOf(changed('extra', 'x'.repeat(1_000_000)));
    assert.equal(note?.code, 'unknownField');
    assert.equal(note.value, `${'x'.repeat(100)}…`);
    const named = notesOf(changed('y'.repeat(1_000_000), 1))[0];
    assert.ok(named && noteText(named).length < 300);
  });

  it('does not mistake names of Object.prototype for fields', () => {
    const text = '{"constructor":1,"__proto__":{"callId":"x"},"toString":2,"hasOwnProperty":3}';
    assert.equal(metadataOf(text).callId, undefined);
    assert.equal(codesOf(text).filter((code) => code === 'unknownField').length, 4);
  });

  it('takes any text without throwing', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), nearJson), (text) => {
        const result = parseChunkMetadata(text);
        assert.equal('error' in result, !isObject(text));
      }),
      { numRuns: 2000 },
    );
  });

  it('takes any values in its fields, and gives only values of the right type', () => {
    const any = fc.oneof(
      fc.jsonValue({ maxDepth: 2 }),
      fc.constantFrom('1e5', '-1', '2026-01-12T09:00:00Z', 'mixed', 'audio', '', 1e308, -0),
    );
    const info = fc.record(
      {
        contentType: any,
        channelType: any,
        format: any,
        audioConfiguration: fc.oneof(any, fc.record({ sampleRate: any, channels: any, bitDepth: any })),
        videoConfiguration: fc.oneof(any, fc.record({ framerate: any, bitRate: any })),
      },
      { requiredKeys: [] },
    );
    const file = fc.record(
      {
        callId: any,
        chunkIndex: any,
        chunkStartTime: any,
        chunkDuration: any,
        pauseResumeIntervals: fc.oneof(any, fc.array(fc.record({ startTime: any, duration: any }))),
        recordingInfo: fc.oneof(any, info),
        participants: fc.oneof(any, fc.array(fc.record({ participantId: any, channel: any }))),
        version: any,
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(file, (value) => {
        const text = JSON.stringify(value);
        const metadata = metadataOf(text);
        const { audio, video, participants, pauses } = metadata;
        const numbers = [
          metadata.chunkIndex,
          metadata.chunkDurationMs,
          ...Object.values({ ...audio, ...video }),
          ...participants.map((participant) => participant.channel),
          ...pauses.map((pause) => pause.durationMs),
        ];
        for (const number of numbers)
          assert.ok(number === undefined || (Number.isFinite(number) && number >= 0));
        for (const ms of [metadata.chunkStartMs, ...pauses.map((pause) => pause.startMs)]) {
          assert.ok(ms === undefined || !Number.isNaN(new Date(ms).getTime()));
        }
        for (const one of [metadata.callId, metadata.chunkStart, ...participants.map((p) => p.rawId)]) {
          assert.ok(one === undefined || (typeof one === 'string' && one !== ''));
        }
        for (const note of notesOf(text)) assert.ok(noteText(note).length > 20);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('remarks in words', () => {
  const codes: Record<MetadataNoteCode, true> = {
    byteOrderMark: true,
    otherEncoding: true,
    swapped: true,
    otherSpelling: true,
    numberAsString: true,
    fractional: true,
    missing: true,
    empty: true,
    unknownField: true,
    versionField: true,
    bitDepth: true,
    wrongType: true,
    badTime: true,
    noTimeZone: true,
    negative: true,
    overFourHours: true,
    unknownValue: true,
    illegalCombination: true,
    unknownParticipant: true,
    repeatedParticipant: true,
    channelMissing: true,
    channelUnexpected: true,
    channelOutOfRange: true,
    channelRepeated: true,
    pauseOutsideChunk: true,
    moreNotes: true,
  };
  it('has a sentence for each, no two alike', () => {
    const sentences = (Object.keys(codes) as MetadataNoteCode[]).map((code) =>
      noteText({ code, severity: 'info', path: ['participants', 3, 'channel'], value: '17' }),
    );
    assert.equal(new Set(sentences).size, sentences.length);
    for (const sentence of sentences) {
      assert.match(sentence, /^[A-Z]/);
      assert.doesNotMatch(sentence, /undefined|\{\d\}/);
    }
  });

  it('names the place as code would', () => {
    const text = noteText({ code: 'unknownField', severity: 'info', path: ['participants', 3, 'x'] });
    assert.match(text, /: participants\[3\]\.x$/);
  });

  it('says of each field why it is missed', () => {
    const fields = [
      'callId',
      'chunkDocumentId',
      'chunkIndex',
      'chunkStartTime',
      'chunkDuration',
      'participants',
      'recordingInfo',
      'resourceId',
    ];
    const texts = fields.map((field) => noteText({ code: 'missing', severity: 'warning', path: [field] }));
    assert.equal(new Set(texts).size, fields.length);
  });
});

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text.replace(/^\ufeff/, ''));
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
