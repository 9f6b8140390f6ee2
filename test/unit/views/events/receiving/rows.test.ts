import assert from 'node:assert/strict';
import { noCounters } from '../../../../../src/events/receive/listener/counters.ts';
import { listenerReport } from '../../../../../src/views/events/receiving/listenerReport.ts';
import { queueReport } from '../../../../../src/views/events/receiving/queueReport.ts';
import type { QueueRow } from '../../../../../src/views/events/receiving/queues.ts';
import type { Receiving } from '../../../../../src/views/events/receiving/receiving.ts';
import {
  receivedRows,
  receivingRoots,
  receivingRow,
} from '../../../../../src/views/events/receiving/rows.ts';

const queue = { id: '1', url: 'http://127.0.0.1:1/acc/events', signIn: 'sas', mode: 'watch' } as const;

function receiving(changes: object = {}): Receiving {
  return {
    listening: { state: undefined },
    queues: { rows: () => [] },
    store: { list: () => [], dropped: 0 },
    filter: {},
    shown: { events: [], more: 0 },
    ...changes,
  } as unknown as Receiving;
}

const texts = (one: Receiving) =>
  [...receivingRoots(one), ...receivedRows(one)].map((node) => {
    const { label, description = '' } = receivingRow(node);
    return `${label} — ${description}`;
  });

describe('rows of what is received', () => {
  it('offer the ways to receive events where nothing can come in yet', () => {
    assert.deepEqual(texts(receiving()), [
      'Received — nothing yet',
      'Start Event Listener — a webhook on this machine',
      'Connect Event Queue… — events from Azure, without an open port',
    ]);
  });

  it('say how many of all events fit the filter', () => {
    const filtered = receiving({
      store: { list: () => [{}, {}, {}], dropped: 0 },
      filter: { text: 'abc' },
      shown: { events: [], more: 2 },
    });
    assert.equal(texts(filtered)[0], 'Received — 2 of 3 · filter: abc');
  });

  it('say first what is wrong with a queue, which a narrow side bar would cut off', () => {
    const poison = [{ id: 'm', dequeueCount: 2, text: 'x' }];
    const row: QueueRow = { queue, state: { events: 3, poison, isFull: false } };
    assert.equal(receivingRow({ kind: 'queue', row }).description, '1 without an event · watches · 3 events');
  });

  it('say where the listener is, and that it waits for its port', () => {
    const listener = { port: 7071, isOurs: false, hasKey: false, counters: noCounters };
    assert.equal(
      receivingRow({ kind: 'listener', listener }).description,
      '127.0.0.1:7071 · in another window',
    );
    const waiting = receivingRow({ kind: 'listener', listener: { ...listener, waitsForPort: true } });
    assert.equal(waiting.description, 'port in use · 127.0.0.1:7071');
    assert.match(waiting.tooltip ?? '', /^Another program uses port 7071\. /);
  });

  it('say first what the listener answers in place of accepting an event', () => {
    const listener = {
      ...{ port: 7071, isOurs: true, hasKey: false, counters: { ...noCounters, events: 4 } },
      fault: { status: 503, every: 3 },
    };
    assert.equal(
      receivingRow({ kind: 'listener', listener }).description,
      'answers 503 to 1 of 3 · 127.0.0.1:7071 · 4 events',
    );
  });
});

describe('a received event', () => {
  const event = {
    id: 'a',
    at: Date.now(),
    type: 'Microsoft.Communication.CallEnded',
    via: 'listener',
  } as const;
  const label = (at: number) =>
    receivingRow({ kind: 'receivedEvent', event: { ...event, at }, isAgain: false }).label;

  it('shows its time of day, and its day where that is not today', () => {
    assert.match(label(Date.now()), /^\d\d:\d\d:\d\d · CallEnded$/);
    assert.match(label(Date.now() - 3 * 86_400_000), /^\d\d-\d\d \d\d:\d\d:\d\d · CallEnded$/);
  });

  it('tells its type and call within what a narrow side bar shows', () => {
    const { label: first, description = '' } = receivingRow({
      kind: 'receivedEvent',
      event: {
        ...event,
        type: 'Microsoft.Communication.RecordingFileStatusUpdated',
        callId: '5a1f6d9e-3c52-4c8b-9a57-0d2f4be1c6a3',
      },
      isAgain: false,
    });
    assert.match(`${first} ${description}`, /^.{8} · 5a1f6d9e… FileStatusUpdated · listener$/);
  });

  it('mentions earlier attempts only where there were some', () => {
    const tooltip = (deliveryCount: number) =>
      receivingRow({
        kind: 'receivedEvent',
        event: { ...event, at: 0, deliveryCount },
        isAgain: false,
      }).tooltip ?? '';
    assert.doesNotMatch(tooltip(0), /Earlier attempts/);
    assert.match(tooltip(2), /Earlier attempts: 2/);
  });
});

describe('the report of the listener', () => {
  const state = {
    port: 7071,
    isOurs: true,
    hasKey: true,
    publicOrigin: 'https://a_b.example',
    counters: { requests: 3, events: 1, handshakes: 1, refused: { key: 2 } },
  };
  const fault = { status: 503, every: 3 };

  it('shows who can reach it, what it has seen, refused, and was set to answer', () => {
    const text = listenerReport({ ...state, fault }, new Date('2026-11-25T10:00:00Z'));
    assert.match(text, /Reachable from the internet as https:&#47;&#47;a\\_b\.example\./);
    assert.match(text, /3 requests, 1 events, 1 handshakes\./);
    assert.match(text, /Set to fail: answers 503 to 1 of 3\./);
    assert.match(text, /## Refused requests\n\n- key: 2\n/);
  });

  it('mentions that another window counts', () => {
    const text = listenerReport({ ...state, isOurs: false, counters: noCounters }, new Date());
    assert.match(text, /- Another window listens, and counts\.\n- Accepts each event\./);
    assert.match(text, /## Refused requests\n\nNone\.\n/);
  });
});

describe('the report of a queue', () => {
  it('shows messages without an event as code, with how often they were taken', () => {
    const poison = [{ id: 'm`1', dequeueCount: 2, text: '# <b>\n![x](y)' }];
    const text = queueReport(
      { queue, state: { events: 0, poison, isFull: false } },
      new Date('2026-11-25T10:00:00Z'),
    );
    assert.match(text, /Message `m'1`, taken 2 times:\n\n {4}# <b>\n {4}!\[x\]\(y\)\n/);
  });
});
