import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { EventGridDeserializer } from '@azure/eventgrid';
import { Ajv } from 'ajv';
import { CloudEvent } from 'cloudevents';
import { parseBlobName } from '../../../../../src/recording/blobName.ts';
import {
  eventSamples,
  findSample,
  sampleGroups,
} from '../../../../../src/recording/event/samples/samples.ts';
import { sampleGroupText, sampleText } from '../../../../../src/recording/event/samples/text.ts';
import { readEvents } from '../../../../../src/recording/event/parse.ts';
import { eventPitfalls } from '../../../../../src/recording/event/explain/pitfalls.ts';
import {
  chunkEndReasonText,
  chunkEndReasons,
  eventGridSpelling,
  sessionEndReasonText,
  sessionEndReasons,
} from '../../../../../src/recording/event/reasons.ts';
import { modelData } from '../modelData.ts';

interface ReasonSchema {
  readonly anyOf: readonly [
    { readonly enum: readonly string[]; readonly markdownEnumDescriptions: readonly string[] },
    { readonly pattern: string },
  ];
}

interface EventSchemaFile {
  readonly definitions: Readonly<
    Record<string, { readonly properties?: Readonly<Record<string, ReasonSchema | undefined>> } | undefined>
  >;
}

const schema = JSON.parse(
  readFileSync(new URL('../../../../../media/schemas/recording-event.schema.json', import.meta.url), 'utf8'),
) as EventSchemaFile;
const validate = new Ajv({ strict: false, allErrors: true }).compile(schema);

/** Paths of what the schema marks, and the keyword that does. */
function marks(document: unknown): readonly string[] {
  validate(document);
  const errors = (validate.errors ?? []).filter(({ keyword }) => keyword !== 'if');
  return [...new Set(errors.map(({ instancePath, keyword }) => `${keyword} ${instancePath}`))];
}

const all = eventSamples.flatMap((sample) =>
  sample.schemas.map((schemaName) => ({ sample, schemaName, event: sample.event(schemaName) })),
);

/** A sample that may be changed at will. */
function changed(
  id: string,
  change: (event: Record<string, unknown>, data: Record<string, unknown>) => void,
) {
  const event = structuredClone(findSample(id)?.event('eventGrid')) as unknown as Record<string, unknown>;
  change(event, event['data'] as Record<string, unknown>);
  return event;
}

function chunkOf(data: Record<string, unknown>): Record<string, unknown> {
  const info = data['recordingStorageInfo'] as { recordingChunks: Record<string, unknown>[] };
  const [chunk] = info.recordingChunks;
  assert.ok(chunk);
  return chunk;
}

describe('samples of events', () => {
  it('are what was asked for, each with an ID, a group and words of its own', () => {
    assert.deepEqual(new Set(eventSamples.map(({ group }) => group)), new Set(sampleGroups));
    assert.equal(new Set(eventSamples.map(({ id }) => id)).size, eventSamples.length);
    assert.equal(
      new Set(all.map(({ sample, event }) => `${sample.id} ${event.id}`)).size,
      eventSamples.length,
    );
    for (const sample of eventSamples) {
      const { name, description } = sampleText(sample);
      assert.notEqual(name, sample.id);
      assert.notEqual(description, '');
    }
    for (const group of sampleGroups) assert.notEqual(sampleGroupText(group), '');
  });

  it('are the same at every call', () => {
    for (const { sample, schemaName, event } of all) assert.deepEqual(sample.event(schemaName), event);
  });

  it('pass the deserializer of Event Grid with the data of its model', async () => {
    const deserializer = new EventGridDeserializer();
    for (const { sample, schemaName, event } of all) {
      const text = JSON.stringify([event]);
      const [read, ...more] =
        schemaName === 'eventGrid'
          ? await deserializer.deserializeEventGridEvents(text)
          : await deserializer.deserializeCloudEvents(text);
      assert.ok(read);
      assert.equal(more.length, 0);
      if (sample.group === 'otherEvents') continue;
      const { recordingStorageInfo, recordingDurationMs, recordingStartTime, sessionEndReason } =
        modelData(read);
      assert.equal(typeof recordingDurationMs, 'number');
      assert.ok(!Number.isNaN(Date.parse(String(recordingStartTime))));
      assert.equal(typeof sessionEndReason, 'string');
      assert.ok(recordingStorageInfo.recordingChunks.length > 0);
      for (const chunk of recordingStorageInfo.recordingChunks) {
        assert.equal(typeof chunk.index, 'number');
        for (const text of [
          chunk.documentId,
          chunk.endReason,
          chunk.contentLocation,
          chunk.metadataLocation,
          chunk.deleteLocation,
        ]) {
          assert.ok(typeof text === 'string' && text !== '');
        }
      }
    }
  });

  it('pass the CloudEvents SDK in its strict mode', () => {
    for (const { schemaName, event } of all) {
      if (schemaName === 'cloudEvents') assert.equal(new CloudEvent({ ...event }, true).validate(), true);
    }
  });

  it('are read by us without an odd note, and by our own blob names', () => {
    for (const { sample, schemaName, event } of all) {
      const { events, notes } = readEvents(event);
      const found = [...notes, ...events.flatMap((read) => read.notes)].map(({ code }) => code);
      assert.deepEqual(found, sample.group === 'olderForms' ? ['oldSubject'] : [], sample.id);
      const [read] = events;
      assert.equal(read?.envelope.schema, schemaName);
      if (read.kind !== 'recordingFileStatusUpdated' || sample.group === 'acsStorage') continue;
      for (const { content } of read.chunks) {
        const name = new URL(String(content?.url)).pathname.replace('/recordings/', '');
        assert.equal(parseBlobName(name)?.callId, read.subject?.callId, name);
      }
    }
  });

  it('warn of what receivers get wrong', () => {
    const pitfalls = (id: string): string => {
      const [event] = readEvents(findSample(id)?.event('eventGrid')).events;
      return event ? eventPitfalls(event).join('\n') : '';
    };
    assert.match(pitfalls('timeRollOver'), /recordingChunks\[0\]/);
    assert.doesNotMatch(pitfalls('mp3'), /recordingChunks\[0\]/);
    assert.match(pitfalls('exportFailed'), /export failed/);
    assert.match(pitfalls('exportFailed'), /24 hours/);
    assert.doesNotMatch(pitfalls('acsMp4'), /export failed/);
    assert.match(pitfalls('uploadFailure'), /could not be uploaded/);
    assert.match(pitfalls('mediaTimeout'), /failure/);
    assert.doesNotMatch(pitfalls('callEnded'), /failure/);
    assert.match(pitfalls('validation'), /200/);
  });
});

describe('schema of events', () => {
  it('takes every sample, single and in an array', () => {
    for (const { sample, event } of all) {
      assert.deepEqual(marks(event), [], sample.id);
      assert.deepEqual(marks([event, event]), [], sample.id);
    }
  });

  it('knows all end reasons in both spellings and says them in the words of the summary', () => {
    for (const [definition, property, reasons, text] of [
      ['recordingChunk', 'endReason', chunkEndReasons, chunkEndReasonText],
      ['recordingFileStatusUpdated', 'sessionEndReason', sessionEndReasons, sessionEndReasonText],
    ] as const) {
      const anyOf = schema.definitions[definition]?.properties?.[property]?.anyOf;
      assert.ok(anyOf);
      const [pascal, camel] = anyOf;
      assert.deepEqual(pascal.enum, reasons.map(eventGridSpelling));
      assert.deepEqual(
        pascal.markdownEnumDescriptions,
        reasons.map((reason) => text({ raw: reason, known: reason })),
      );
      for (const reason of reasons) assert.match(reason, new RegExp(camel.pattern));
    }
  });

  it('explains every property', () => {
    for (const [name, definition] of Object.entries(schema.definitions)) {
      for (const [property, described] of Object.entries(definition?.properties ?? {})) {
        assert.ok(described && 'markdownDescription' in described, `${name}.${property}`);
      }
    }
  });

  it('marks mistakes', () => {
    const chunk = '/data/recordingStorageInfo/recordingChunks/0';
    assert.deepEqual(marks(changed('mp3', (event) => delete event['topic'])), ['required ']);
    assert.deepEqual(marks(changed('mp3', (event) => (event['eventTime'] = '14.1.2026'))), [
      'pattern /eventTime',
    ]);
    assert.deepEqual(marks(changed('mp3', (event) => (event['metadataVersion'] = 1))), [
      'const /metadataVersion',
    ]);
    assert.deepEqual(marks(changed('mp3', (event) => (event['subject'] = '/recording/x'))), [
      'pattern /subject',
    ]);
    assert.deepEqual(marks(changed('mp3', (_, data) => (data['recordingDurationMs'] = '5'))), [
      'type /data/recordingDurationMs',
    ]);
    assert.ok(
      marks(changed('mp3', (_, data) => (data['sessionEndReason'] = 'CallEnd'))).includes(
        'anyOf /data/sessionEndReason',
      ),
    );
    assert.deepEqual(marks(changed('mp3', (_, data) => (data['sessionEndReason'] = 'callEnded'))), []);
    assert.deepEqual(
      marks(changed('mp3', (_, data) => (chunkOf(data)['contentLocation'] = '<contentLocation>'))),
      [`pattern ${chunk}/contentLocation`],
    );
    assert.deepEqual(marks(changed('mp3', (_, data) => (chunkOf(data)['index'] = 0.5))), [
      `type ${chunk}/index`,
    ]);
    assert.deepEqual(marks(changed('mp3', (_, data) => delete chunkOf(data)['documentId'])), [
      `required ${chunk}`,
    ]);
    assert.deepEqual(marks([]), ['minItems ']);
    assert.deepEqual(marks(7), ['type ']);
  });
});
