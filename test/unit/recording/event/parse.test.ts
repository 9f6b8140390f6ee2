import assert from 'node:assert/strict';
import fc from 'fast-check';
import { convertEvent } from '../../../../src/recording/event/envelope.ts';
import { eventNoteText } from '../../../../src/recording/event/explain/notes.ts';
import { jsonPathText } from './jsonPathText.ts';
import { parseEventText, readEvents } from '../../../../src/recording/event/parse.ts';
import type { EventDocument, RecordingFileStatusUpdated } from '../../../../src/recording/event/event.ts';

const chunk = {
  documentId: '0-eus-d12-801b3f3fc462fe8a01e6810cbff729b8',
  index: 0,
  endReason: 'SessionEnded',
  contentLocation:
    'https://storage.asm.skype.com/v1/objects/0-eus-d12-801b3f3fc462fe8a01e6810cbff729b8/content/video',
  metadataLocation:
    'https://storage.asm.skype.com/v1/objects/0-eus-d12-801b3f3fc462fe8a01e6810cbff729b8/content/acsmetadata',
};
const data = {
  recordingStorageInfo: { recordingChunks: [chunk] },
  recordingStartTime: '2026-01-07T11:13:04.7438177Z',
  recordingDurationMs: 76440,
  recordingId: 'rec',
  storageType: 'ACS',
  sessionEndReason: 'CallEnded',
};
const event = {
  id: '5fbbdb97-c35e-412b-9775-e2f59c66d4c2',
  topic: '/subscriptions/0/resourcegroups/r/providers/microsoft.communication/communicationservices/c',
  subject: '/recording/call/add67a69-debe-4998-9f92-5a0d8f6dc00c/serverCallId/srv/recordingId/rec',
  data,
  eventType: 'Microsoft.Communication.RecordingFileStatusUpdated',
  dataVersion: '1.0',
  metadataVersion: '1',
  eventTime: '2026-01-07T11:14:24.133879Z',
};
const cloudEvent = {
  source: event.topic,
  subject: event.subject,
  type: event.eventType,
  time: event.eventTime,
  id: event.id,
  data,
  specversion: '1.0',
};

function only(document: EventDocument): RecordingFileStatusUpdated {
  assert.equal(document.events.length, 1);
  const [found] = document.events;
  assert.ok(found?.kind === 'recordingFileStatusUpdated');
  return found;
}

/** `code path` of every note, of the document and of its events. */
function codes(document: EventDocument): readonly string[] {
  return [...document.notes, ...document.events.flatMap(({ notes }) => notes)].map(({ code, path }) =>
    `${code} ${jsonPathText(path)}`.trim(),
  );
}

function notesOf(changes: object): readonly string[] {
  return codes(readEvents({ ...event, data: { ...data, ...changes } }));
}

function withChunks(...chunks: readonly object[]): readonly string[] {
  return notesOf({ recordingStorageInfo: { recordingChunks: chunks } });
}

describe('reading an event', () => {
  it('reads the Event Grid schema without a remark', () => {
    const document = parseEventText(JSON.stringify([event]));
    assert.deepEqual(codes(document), []);
    const found = only(document);
    assert.deepEqual(found.path, [0]);
    assert.equal(found.envelope.schema, 'eventGrid');
    assert.equal(found.envelope.time?.toISOString(), '2026-01-07T11:14:24.133Z');
    assert.deepEqual(found.subject, {
      callId: 'add67a69-debe-4998-9f92-5a0d8f6dc00c',
      serverCallId: 'srv',
      recordingId: 'rec',
    });
    assert.equal(found.startTime?.toISOString(), '2026-01-07T11:13:04.743Z');
    assert.equal(found.durationMs, 76440);
    assert.deepEqual(found.sessionEndReason, { raw: 'CallEnded', known: 'callEnded' });
    assert.equal(found.storageType, 'ACS');
    assert.deepEqual(found.chunks, [
      {
        index: 0,
        documentId: chunk.documentId,
        endReason: { raw: 'SessionEnded', known: 'sessionEnded' },
        content: { url: chunk.contentLocation, kind: 'acsStorage' },
        metadata: { url: chunk.metadataLocation, kind: 'acsStorage' },
      },
    ]);
  });

  it('reads the same from CloudEvents', () => {
    const found = only(parseEventText(JSON.stringify(cloudEvent)));
    const reference = only(readEvents(event));
    assert.equal(found.envelope.schema, 'cloudEvents');
    assert.deepEqual({ ...found, envelope: undefined }, { ...reference, envelope: undefined });
    assert.deepEqual({ ...found.envelope, schema: 'eventGrid' }, reference.envelope);
  });

  it('takes no ID, link or word that is longer than any of the service, and says so', () => {
    const long = 'x'.repeat(4_097);
    const tried: string[] = [];
    const tryAll = (value: unknown, set: (changed: unknown) => unknown, name: string): void => {
      if (typeof value === 'string') {
        const { events } = readEvents(set(long));
        const texts = JSON.stringify(events, (key, one: unknown) => (key === 'notes' ? undefined : one));
        assert.ok(!texts.includes(long), `${name} was taken`);
        tried.push(name);
      } else if (typeof value === 'object' && value !== null)
        for (const [key, one] of Object.entries(value))
          tryAll(one, (changed) => set(Array.isArray(value) ? [changed] : { ...value, [key]: changed }), key);
    };
    tryAll(event, (changed) => changed, 'event');
    assert.ok(
      ['documentId', 'contentLocation', 'recordingId'].every((name) => tried.includes(name)),
      tried.join(),
    );
    const chunk = { ...event.data.recordingStorageInfo.recordingChunks[0], documentId: long };
    const read = only(
      readEvents({ ...event, data: { ...event.data, recordingStorageInfo: { recordingChunks: [chunk] } } }),
    );
    assert.ok(read.notes.some(({ code, path }) => code === 'tooLong' && path.at(-1) === 'documentId'));
  });

  it('takes a byte order mark, base64 with and without padding, base64 in quotes, UTF-16 and JSON in a string', () => {
    const json = JSON.stringify(event);
    const base64 = Buffer.from(json).toString('base64');
    const reference = only(parseEventText(json));
    for (const text of [
      `\uFEFF${json}`,
      `\n ${base64}\n`,
      base64.replace(/=+$/, ''),
      `"${base64}"`,
      Buffer.from(base64).toString('base64'),
      Buffer.from(json).toString('base64url'),
      base64.replace(/(.{76})/g, '$1\r\n'),
      Buffer.from(`\uFEFF${json}`, 'utf16le').toString('base64'),
      JSON.stringify(json),
    ]) {
      assert.deepEqual(only(parseEventText(text)), reference, text.slice(0, 40));
    }
    assert.deepEqual(codes(parseEventText(base64)), ['wasBase64']);
    assert.deepEqual(codes(parseEventText(`\uFEFF${json}`)), []);
  });

  it('knows the other events', () => {
    const state = readEvents({
      ...cloudEvent,
      type: 'Microsoft.Communication.RecordingStateChanged',
      data: {
        recordingId: 'rec',
        state: 'active',
        startDateTime: '2026-01-07T11:13:04Z',
        correlationId: 'c',
      },
    }).events[0];
    assert.ok(state?.kind === 'recordingStateChanged');
    assert.equal(state.state, 'active');
    assert.equal(state.correlationId, 'c');
    const validation = readEvents([
      {
        ...event,
        subject: '',
        eventType: 'microsoft.eventgrid.subscriptionvalidationevent',
        data: { validationCode: 'x', validationUrl: 'https://rp' },
      },
    ]).events[0];
    assert.ok(validation?.kind === 'subscriptionValidation');
    assert.equal(validation.validationCode, 'x');
    assert.deepEqual(codes(readEvents({ ...event, eventType: 'Contoso.Other' })), ['otherEventType']);
  });

  it('compares words without regard to case, and remarks on unknown ones', () => {
    const found = only(
      readEvents({
        ...event,
        data: {
          ...data,
          recordingContentType: 'AUDIOVIDEO',
          recordingChannelType: 'Mixed',
          recordingFormatType: 'mP4',
        },
      }),
    );
    assert.deepEqual(
      [found.contentType, found.channelType, found.formatType],
      ['audioVideo', 'mixed', 'mp4'],
    );
    assert.deepEqual(notesOf({ sessionEndReason: 'callENDED' }), []);
    assert.deepEqual(notesOf({ sessionEndReason: 'Tired' }), ['unknownReason data.sessionEndReason']);
    assert.deepEqual(notesOf({ recordingFormatType: 'ogg' }), ['unknownValue data.recordingFormatType']);
  });

  it('says where a value is missing or wrong', () => {
    assert.deepEqual(notesOf({ recordingStartTime: undefined }), ['missing data']);
    assert.deepEqual(notesOf({ recordingStartTime: 'yesterday' }), ['notATime data.recordingStartTime']);
    assert.deepEqual(notesOf({ recordingDurationMs: '76440' }), ['numberAsText data.recordingDurationMs']);
    assert.deepEqual(notesOf({ recordingDurationMs: -1 }), ['notADuration data.recordingDurationMs']);
    assert.deepEqual(notesOf({ recordingDurationMs: {} }), ['wrongType data.recordingDurationMs']);
    assert.deepEqual(notesOf({ recordingId: 'another' }), ['recordingIdDiffers data.recordingId']);
    assert.deepEqual(notesOf({ recordingId: 'rec==' }), []);
    assert.deepEqual(notesOf({ recordingStorageInfo: undefined }), ['noChunks data.recordingStorageInfo']);
    assert.deepEqual(withChunks(), ['noChunks data.recordingStorageInfo.recordingChunks']);
    const chunks = 'data.recordingStorageInfo.recordingChunks';
    assert.deepEqual(withChunks(chunk, chunk), [`repeatedIndex ${chunks}`]);
    assert.deepEqual(withChunks(chunk, { ...chunk, index: 2 }), [`missingIndex ${chunks}`]);
    assert.deepEqual(withChunks({ ...chunk, contentLocation: 'file:///etc' }), [
      `notAUrl ${chunks}[0].contentLocation`,
    ]);
    assert.deepEqual(withChunks({ ...chunk, contentLocation: 'ftp://host/etc' }), [
      `notAUrl ${chunks}[0].contentLocation`,
    ]);
    assert.deepEqual(withChunks({ ...chunk, documentId: '<documentId>' }), [
      `placeholder ${chunks}[0].documentId`,
    ]);
    assert.deepEqual(codes(readEvents({ ...event, subject: '/x' })), ['oddSubject subject']);
    assert.deepEqual(codes(readEvents({ ...event, subject: '/recording/call/x' })), ['oldSubject subject']);
    assert.deepEqual(codes(readEvents({ ...event, specversion: '1.0' })), ['mixedEnvelope']);
    assert.deepEqual(codes(readEvents([])), ['noEvent']);
    assert.deepEqual(codes(readEvents([event, 7])), ['notAnObject [1]']);
    assert.deepEqual(codes(parseEventText('hello world')), ['notJson']);
    assert.deepEqual(codes(readEvents({ data })), ['unknownEnvelope', 'oddSubject subject']);
    const { eventTime, ...misspelled } = event;
    assert.deepEqual(codes(readEvents({ ...misspelled, EventTime: eventTime })), ['wrongCase EventTime']);
  });

  it('gives the chunks in order of index', () => {
    const found = only(
      readEvents({
        ...event,
        data: { ...data, recordingStorageInfo: { recordingChunks: [{ ...chunk, index: 1 }, chunk] } },
      }),
    );
    assert.deepEqual(
      found.chunks.map(({ index }) => index),
      [0, 1],
    );
  });

  it('says where links lead', () => {
    const kinds = (url: string) =>
      only(
        readEvents({
          ...event,
          data: { ...data, recordingStorageInfo: { recordingChunks: [{ ...chunk, contentLocation: url }] } },
        }),
      ).chunks[0]?.content?.kind;
    assert.equal(kinds('https://contoso.blob.core.windows.net/r/0.mp3'), 'blob');
    assert.equal(kinds('https://contoso.z01.blob.storage.azure.net/r/0.mp3'), 'blob');
    assert.equal(kinds('http://127.0.0.1:10000/devstoreaccount1/r/0.mp3'), 'blob');
    assert.equal(kinds('https://us-storage.asm.skype.com/v1/objects/x'), 'acsStorage');
    assert.equal(kinds('https://eu.asyncgw.teams.microsoft.com/v1/objects/x'), 'acsStorage');
    assert.equal(kinds('https://evilasm.skype.com/'), 'other');
    assert.equal(kinds('<contentLocation>'), 'placeholder');
  });

  it('never throws and has words for every note, whatever the text', () => {
    const words = (document: EventDocument): void => {
      for (const note of [...document.notes, ...document.events.flatMap(({ notes }) => notes)]) {
        assert.notEqual(eventNoteText(note), '');
      }
    };
    fc.assert(fc.property(fc.string(), (text) => words(parseEventText(text))));
    fc.assert(fc.property(fc.jsonValue(), (value) => words(parseEventText(JSON.stringify(value)))));
    const odd = fc.dictionary(
      fc.constantFrom('id', 'subject', 'data', 'eventType', 'type', 'specversion', 'eventTime', '__proto__'),
      fc.oneof(fc.jsonValue(), fc.constantFrom(event.eventType, data, cloudEvent)),
    );
    fc.assert(fc.property(odd, (value) => words(readEvents(value))));
    const oddData = fc.dictionary(fc.constantFrom(...Object.keys(data)), fc.jsonValue());
    fc.assert(fc.property(oddData, (value) => words(readEvents({ ...event, data: value }))));
    const oddChunk = fc.dictionary(fc.constantFrom(...Object.keys(chunk)), fc.jsonValue());
    fc.assert(
      fc.property(fc.array(oddChunk), (chunks) =>
        words(readEvents({ ...event, data: { ...data, recordingStorageInfo: { recordingChunks: chunks } } })),
      ),
    );
  });

  it('reads no more chunks than a recording can have, and says so', () => {
    const document = readEvents({
      ...event,
      data: {
        ...data,
        recordingStorageInfo: {
          recordingChunks: Array.from({ length: 5000 }, (_, index) => ({ ...chunk, index })),
        },
      },
    });
    assert.equal(only(document).chunks.length, 1000);
    assert.deepEqual(codes(document), ['tooManyChunks data.recordingStorageInfo.recordingChunks']);
  });

  it('survives deep nesting and half a document', () => {
    assert.deepEqual(codes(parseEventText('['.repeat(200_000))), ['notJson']);
    const json = JSON.stringify([event]);
    for (let length = 0; length < json.length; length += 7) {
      assert.equal(parseEventText(json.slice(0, length)).events.length, 0);
    }
  });
});

describe('the other envelope', () => {
  it('keeps all that both have', () => {
    assert.deepEqual(convertEvent(event, 'cloudEvents'), cloudEvent);
    assert.deepEqual(convertEvent(cloudEvent, 'eventGrid'), event);
    assert.equal(convertEvent(event, 'eventGrid'), event);
  });
});
