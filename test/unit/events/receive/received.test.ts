import assert from 'node:assert/strict';
import { matchesFilter, newReceived, offersStart } from '../../../../src/events/receive/received.ts';
import { findSample } from '../../../../src/recording/event/samples/samples.ts';

const summaryOf = (event: object) =>
  newReceived(event as Readonly<Record<string, unknown>>, { via: 'listener' }, 'id', 1).summary;

describe('newReceived', () => {
  it('reads call and recording of the event that ends an export, out of its subject', () => {
    const event = findSample('mp3')?.event('eventGrid');
    assert.ok(event);
    const summary = summaryOf(event);
    assert.ok(summary.callId && summary.serverCallId && summary.recordingId);
    assert.equal(offersStart(summary), false);
  });

  it('offers a start where an event of a call carries its server call ID', () => {
    const started = summaryOf({
      eventType: 'Microsoft.Communication.CallStarted',
      data: { serverCallId: 'srv', startedBy: {} },
    });
    assert.equal(started.serverCallId, 'srv');
    assert.equal(offersStart(started), true);
    const ended = summaryOf({
      eventType: 'Microsoft.Communication.CallEnded',
      data: { serverCallId: 'srv' },
    });
    assert.equal(offersStart(ended), false);
    const connected = summaryOf({
      specversion: '1.0',
      type: 'Microsoft.Communication.CallConnected',
      source: 'calling',
      data: { callConnectionId: 'c', serverCallId: 's', correlationId: 'k' },
    });
    assert.deepEqual([connected.callConnectionId, connected.serverCallId, connected.callId], ['c', 's', 'k']);
  });

  it('survives events without anything in them', () => {
    for (const data of [undefined, null, 7, [], 'x'])
      assert.equal(summaryOf({ eventType: 'T', data }).type, 'T');
  });
});

describe('matchesFilter', () => {
  it('narrows by type, call and text in any case', () => {
    const summary = summaryOf({
      eventType: 'Contoso.One',
      subject: '/Calls/A',
      data: { serverCallId: 'srv' },
    });
    assert.ok(matchesFilter(summary, {}));
    assert.ok(matchesFilter(summary, { type: 'Contoso.One', call: 'srv', text: 'calls/a' }));
    for (const filter of [{ type: 'Contoso' }, { call: 'sr' }, { text: 'calls/b' }])
      assert.equal(matchesFilter(summary, filter), false);
  });
});
