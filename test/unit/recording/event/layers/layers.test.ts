import assert from 'node:assert/strict';
import fc from 'fast-check';
import { findSample } from '../../../../../src/recording/event/samples/samples.ts';
import { convertEvent } from '../../../../../src/recording/event/envelope.ts';
import { isObject } from '../../../../../src/recording/event/fields.ts';
import { parseEventText, readEvents } from '../../../../../src/recording/event/parse.ts';

const sample = findSample('callEnded') ?? findSample('timeRollOver');
const event: unknown = sample?.event('eventGrid');
const cloudEvent: unknown = sample?.event('cloudEvents');
const json = JSON.stringify(event);
const base64 = Buffer.from(json).toString('base64');
const { data } = event as { readonly data: object };

/** The notes of a document that say what was around the event; fails where the event was not found inside. */
function opened(text: string, expected: unknown = event): readonly string[] {
  const { events, objects, notes } = parseEventText(text);
  assert.equal(events[0]?.kind, 'recordingFileStatusUpdated', text.slice(0, 200));
  assert.deepEqual(objects[0], expected);
  assert.deepEqual(
    events.flatMap((one) => one.notes),
    [],
    'no note on what is one layer deeper',
  );
  return notes.map(({ code }) => code);
}

const queueXml = (message: string): string =>
  `\uFEFF<?xml version="1.0" encoding="utf-8"?><QueueMessagesList><QueueMessage><MessageId>5974b586-0df3-4e2d-ad0c-18e3892bfca2</MessageId><InsertionTime>Fri, 09 Oct 2026 21:04:30 GMT</InsertionTime><DequeueCount>1</DequeueCount><MessageText>${message}</MessageText></QueueMessage></QueueMessagesList>`;

const httpRequest = (headers: string, body: string): string =>
  `POST /api/events?code=x HTTP/1.1\r\nHost: localhost:7071\r\n${headers}Content-Type: application/json\r\n\r\n${body}`;

describe('openLayers', () => {
  it('finds the event in each thing that tools and services put around it, and says what that was', () => {
    const xmlText = json.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
    const cases: readonly (readonly [text: string, layers: readonly string[]])[] = [
      [json, []],
      [JSON.stringify([event]), []],
      [
        JSON.stringify({ value: [{ brokerProperties: { lockToken: 't', deliveryCount: 1 }, event }] }),
        ['wasPullDelivery', 'wasProperty'],
      ],
      [
        JSON.stringify([
          { content: base64, dequeueCount: 0, id: 'x', insertionTime: '2026-01-07T11:14:24+00:00' },
        ]),
        ['wasBase64', 'wasQueueMessage'],
      ],
      [JSON.stringify([{ content: json, dequeueCount: 0, id: 'x' }]), ['wasJsonText', 'wasQueueMessage']],
      [
        JSON.stringify({ messageId: '1', messageText: base64, popReceipt: 'p' }),
        ['wasBase64', 'wasQueueMessage'],
      ],
      [queueXml(base64), ['wasXml', 'wasBase64']],
      [queueXml(xmlText), ['wasXml']],
      [queueXml(`<![CDATA[${json}]]>`), ['wasXml']],
      [JSON.stringify({ event }), ['wasProperty']],
      [JSON.stringify({ level: 'info', payload: { body: json } }), ['wasJsonText', 'wasProperty']],
      [JSON.stringify({ headers: { host: 'x' }, body: json }), ['wasJsonText', 'wasHttp']],
      [httpRequest('', `[${json}]`), ['wasHttp']],
      [`2026-01-07 11:14:24 INFO received ${json} from 10.0.0.1`, ['wasInText']],
      [`id  content\n1   ${base64}\n`, ['wasInText', 'wasBase64']],
      [`- content: ${base64}\n  dequeueCount: 0\n`, ['wasInText', 'wasBase64']],
      [`payload=${encodeURIComponent(json)}`, ['wasEscaped', 'wasInText']],
      [json.split('').join('\0'), ['wasWide']],
    ];
    for (const [text, layers] of cases) assert.deepEqual(opened(text), layers, text.slice(0, 120));
  });

  it('finds every event of a text with one a line', () => {
    const { events, notes } = parseEventText(`${json}\n${JSON.stringify(cloudEvent)}\n`);
    assert.deepEqual(
      events.map(({ envelope }) => envelope.schema),
      ['eventGrid', 'cloudEvents'],
    );
    assert.deepEqual(
      notes.map(({ code }) => code),
      ['wasInText'],
    );
  });

  it('puts a CloudEvent in binary mode together from headers and body', () => {
    const { data: body, ...attributes } = cloudEvent as Readonly<Record<string, unknown>>;
    const headers = Object.entries(attributes).map(([name, value]) => `Ce-${name}: ${String(value)}\r\n`);
    assert.deepEqual(opened(httpRequest(headers.join(''), JSON.stringify(body)), cloudEvent), ['wasHttp']);
  });

  it('reads data that is JSON in a string or data_base64, and notes it', () => {
    const asText = readEvents({ ...(event as object), data: JSON.stringify(data) });
    const rest = Object.entries(cloudEvent as object).filter(([name]) => name !== 'data');
    const asBase64 = {
      ...Object.fromEntries(rest),
      data_base64: Buffer.from(JSON.stringify(data)).toString('base64'),
    };
    for (const [document, code] of [
      [asText, 'dataWasText'],
      [readEvents(asBase64), 'dataWasBase64'],
    ] as const) {
      const [read] = document.events;
      assert.deepEqual(
        read?.notes.map((note) => note.code),
        [code],
      );
      assert.ok(read.kind === 'recordingFileStatusUpdated' && read.chunks.length > 0);
    }
    const converted = convertEvent(asBase64, 'eventGrid');
    assert.ok(isObject(converted['data']) && 'recordingStorageInfo' in converted['data']);
  });

  it('gives the path of the event in the document that is shown', () => {
    const [read] = readEvents({ value: [{ brokerProperties: {}, event }] }).events;
    assert.deepEqual(read?.path, ['value', 0, 'event']);
  });

  it('reads a time without a zone as UTC and says so', () => {
    const [read] = readEvents({
      ...(event as object),
      data: { ...data, recordingStartTime: '2026-01-07T11:13:04.743' },
    }).events;
    assert.ok(read?.kind === 'recordingFileStatusUpdated');
    assert.equal(read.startTime?.toISOString(), '2026-01-07T11:13:04.743Z');
    assert.deepEqual(
      read.notes.map(({ code }) => code),
      ['noTimeZone'],
    );
  });

  it('takes no event from half an event, nor from other JSON', () => {
    const log = `received ${json}`;
    for (let length = 0; length < log.length; length += 11) {
      assert.equal(parseEventText(log.slice(0, length)).events.length, 0);
    }
    assert.deepEqual(
      parseEventText('see {"a": 1} there').notes.map(({ code }) => code),
      ['notJson'],
    );
  });

  it('never throws, and takes time in proportion to a hostile text', () => {
    fc.assert(fc.property(fc.anything(), (value) => void readEvents(value)));
    const hostile = [
      '{',
      '[',
      '<',
      '<a>',
      '"',
      '{"',
      'A',
      '&lt;',
      '%7B',
      '\0',
      '{"a":',
      '[[1],',
      'POST / HTTP/1.1\r\n',
      '=',
      '{}',
    ];
    const took = (unit: string, times: number): number => {
      const text = unit.repeat(times);
      const start = performance.now();
      parseEventText(text);
      return performance.now() - start;
    };
    for (const unit of hostile) {
      took(unit, 2_000);
      assert.ok(took(unit, 100_000) < 1_500, `slow: ${unit}`);
    }
  });
});
