import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Delivery } from '../../../../../src/events/send/delivery/delivery.ts';
import { deliveryDocument } from '../../../../../src/events/send/delivery/document.ts';
import { readDelivery } from '../../../../../src/events/send/delivery/stored.ts';
import { deliveryText } from '../../../../../src/events/send/delivery/text.ts';
import { findSample } from '../../../../../src/recording/event/samples/samples.ts';

const failed: Delivery = {
  id: 'a',
  time: '2026-01-14T10:00:00.000Z',
  shownUrl: 'http://localhost/',
  url: 'http://localhost/',
  schema: 'eventGrid',
  event: findSample('mp3')?.event('eventGrid') ?? assert.fail(),
  attempts: [],
  handshake: {
    failure: 'notJson',
    outcome: {
      kind: 'answer',
      status: 200,
      statusText: 'OK',
      headers: { allow: 'POST' },
      body: '',
      truncated: false,
      durationMs: 3,
    },
  },
  delivered: false,
  stopped: 'handshakeFailed',
  durationMs: 3,
};

/** The same with parts that another version wrote. */
function read(changes: object): Delivery {
  return readDelivery({ ...failed, ...changes }) ?? assert.fail('no delivery was read');
}

describe('readDelivery', () => {
  it('reads what was stored as it was', () => {
    assert.deepEqual(readDelivery(JSON.parse(JSON.stringify(failed))), failed);
  });

  it('still says that the handshake failed, where another version stored a reason that this one does not know', () => {
    const handshake = { ...failed.handshake, failure: 'endpointAsleep' };
    assert.equal(deliveryText(read({ handshake })), 'The handshake failed.');
  });

  it('says that the request failed, where another version stored a failure that this one does not know', () => {
    const attempts = [
      { time: failed.time, outcome: { kind: 'failure', reason: 'quicFailed', code: 'EQUIC' } },
    ];
    const delivery = read({ attempts, handshake: undefined, stopped: 'moonPhase' });
    assert.equal(deliveryText(delivery), 'Not delivered. The request failed: EQUIC');
    assert.equal(delivery.stopped, undefined);
  });

  it('has a text and a document for whatever it reads', () => {
    const outcome = fc.oneof(
      fc.jsonValue(),
      fc.record({ kind: fc.constant('failure'), reason: fc.string() }),
      fc.record({
        kind: fc.constant('answer'),
        status: fc.integer(),
        body: fc.string(),
        headers: fc.dictionary(fc.string(), fc.jsonValue()),
      }),
    );
    const stored = fc.record({
      stopped: fc.oneof(fc.jsonValue(), fc.constant('handshakeFailed')),
      handshake: fc.record({
        passed: fc.jsonValue(),
        failure: fc.jsonValue(),
        hints: fc.jsonValue(),
        outcome,
      }),
      attempts: fc.array(fc.record({ time: fc.jsonValue(), outcome })),
    });
    fc.assert(
      fc.property(stored, (changes) => {
        const delivery = readDelivery({ ...failed, ...changes });
        if (!delivery) return;
        assert.notEqual(deliveryText(delivery), '');
        assert.notEqual(deliveryDocument(delivery), '');
      }),
    );
  });
});
