import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { fixtureText, metadataFixtures, notesOf } from './recording/fixtures.ts';

interface Schema {
  readonly markdownDescription?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
}

const schema = JSON.parse(
  readFileSync(new URL('../../media/schemas/chunk-metadata.schema.json', import.meta.url), 'utf8'),
) as Schema;
const ajv = new Ajv({ strict: true, allowUnionTypes: true });
for (const keyword of ['markdownDescription', 'patternErrorMessage', 'enumDescriptions'])
  ajv.addKeyword(keyword);
const validate = ajv.compile(schema);

describe('the schema of chunk metadata', () => {
  for (const name of metadataFixtures) {
    it(`accepts ${name}`, () => {
      assert.equal(validate(JSON.parse(fixtureText(name))), true, JSON.stringify(validate.errors));
    });
  }

  const fine: [what: string, value: object][] = [
    ['nothing', {}],
    ['fields of tomorrow', { version: 2, later: [1] }],
    [
      'nulls',
      { callId: null, recordingInfo: null, participants: null, chunkDuration: null, chunkStartTime: null },
    ],
    [
      'text for numbers',
      {
        chunkDuration: '1.5',
        chunkIndex: '0',
        recordingInfo: { audioConfiguration: { sampleRate: '16000' } },
      },
    ],
    [
      'words of tomorrow',
      { recordingInfo: { format: 'opus', contentType: 'Audio', channelType: 'audioVideo' } },
    ],
    ['a time without zone', { chunkStartTime: '2026-01-12T09:00:00' }],
  ];
  for (const [what, value] of fine) {
    it(`accepts ${what}`, () => {
      assert.equal(validate(value), true, JSON.stringify(validate.errors));
    });
  }

  const broken: [path: string, value: unknown][] = [
    ['', []],
    ['', 'text'],
    ['/resourceId', { resourceId: {} }],
    ['/callId', { callId: 5 }],
    ['/chunkIndex', { chunkIndex: -1 }],
    ['/chunkIndex', { chunkIndex: 0.5 }],
    ['/chunkIndex', { chunkIndex: 'first' }],
    ['/chunkDuration', { chunkDuration: -5 }],
    ['/chunkDuration', { chunkDuration: '-5' }],
    ['/chunkDuration', { chunkDuration: true }],
    ['/chunkStartTime', { chunkStartTime: 'yesterday' }],
    ['/chunkStartTime', { chunkStartTime: 1642000000 }],
    ['/pauseResumeIntervals', { pauseResumeIntervals: {} }],
    ['/pauseResumeIntervals/0', { pauseResumeIntervals: ['x'] }],
    ['/pauseResumeIntervals/0/duration', { pauseResumeIntervals: [{ duration: -1 }] }],
    ['/recordingInfo', { recordingInfo: 'x' }],
    ['/recordingInfo/format', { recordingInfo: { format: 4 } }],
    [
      '/recordingInfo/audioConfiguration/channels',
      { recordingInfo: { audioConfiguration: { channels: 1.5 } } },
    ],
    [
      '/recordingInfo/videoConfiguration/framerate',
      { recordingInfo: { videoConfiguration: { framerate: [] } } },
    ],
    ['/participants', { participants: {} }],
    ['/participants/0/channel', { participants: [{ channel: -1 }] }],
    ['/participants/0/participantId', { participants: [{ participantId: 5 }] }],
  ];
  for (const [path, value] of broken) {
    it(`marks ${JSON.stringify(value)}`, () => {
      assert.equal(validate(value), false);
      assert.equal(validate.errors?.[0]?.instancePath, path);
    });
  }

  it('marks nothing that the reader takes without a warning', () => {
    const number = fc.oneof(fc.nat(), fc.constantFrom('5', '1.5', '1e3', null, -1, 'x', 1.5));
    const file = fc.record(
      {
        chunkIndex: number,
        chunkDuration: number,
        chunkStartTime: fc.constantFrom(
          '2026-01-12T09:00:00Z',
          '2026-01-12',
          5,
          null,
          '2026-01-12T10:00:00.1+01:00',
        ),
        participants: fc.array(fc.record({ participantId: fc.constantFrom('4:+1', 5, ''), channel: number })),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(file, (value) => {
        const notes = notesOf(JSON.stringify(value));
        const isOff = notes.some(({ code }) => ['wrongType', 'negative', 'badTime'].includes(code));
        assert.equal(validate(value), !isOff, JSON.stringify(notes));
      }),
      { numRuns: 500 },
    );
  });

  it('explains every field with its unit and a source', () => {
    const undescribed: string[] = [];
    const visit = (node: Schema, path: string): void => {
      for (const [name, property] of Object.entries(node.properties ?? {})) {
        const at = `${path}.${name}`;
        if (name !== 'version' && !property.markdownDescription?.includes('https://learn.microsoft.com/'))
          undescribed.push(at);
        visit(property, at);
        if (property.items) visit(property.items, `${at}[]`);
      }
    };
    visit(schema, '');
    assert.deepEqual(undescribed, []);
    const described = (path: string[]) =>
      path.reduce<Schema | undefined>((node, name) => node?.properties?.[name], schema)
        ?.markdownDescription ?? '';
    assert.match(described(['chunkDuration']), /milliseconds/);
    assert.match(described(['recordingInfo', 'audioConfiguration', 'sampleRate']), /Hz/);
    assert.match(described(['recordingInfo', 'videoConfiguration', 'longerSideLength']), /pixels/);
  });
});
