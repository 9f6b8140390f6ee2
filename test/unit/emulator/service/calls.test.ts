import assert from 'node:assert/strict';
import { LocalCalls, mostEndedCalls } from '../../../../src/emulator/service/calls.ts';
import { seededSource } from '../../../../src/emulator/service/ids.ts';
import { FakeClock } from '../../base/fakeClock.ts';

function callsOf(seed: string, inUse: () => ReadonlySet<string> = () => new Set()): LocalCalls {
  return new LocalCalls({
    ...{ clock: new FakeClock('2026-11-20T10:00:00Z'), source: seededSource(seed), resourceId: 'r' },
    ...{ onEnded: () => undefined, onChange: () => undefined, inUse },
  });
}

describe('calls of the local service', () => {
  it('are forgotten once they have ended and many others have, by each of their IDs', () => {
    const used = new Set<string>();
    const calls = callsOf('calls', () => used);
    const [lasting, landing, group] = [
      calls.create(),
      calls.create(),
      calls.create({ groupCallId: 'the group' }),
    ];
    used.add(landing.callId);
    for (const { callId } of [landing, group]) calls.end(callId);
    const again = calls.create({ groupCallId: 'the group' });
    for (let each = 0; each <= mostEndedCalls; each++) calls.end(calls.create().callId);
    calls.create();
    assert.equal(calls.list().filter(({ state }) => state === 'ended').length, mostEndedCalls);
    assert.equal(calls.byAnyId(lasting.serverCallId)?.state, 'established');
    assert.equal(calls.byAnyId(landing.callId)?.state, 'ended');
    for (const id of [group.callId, group.serverCallId, group.roomId])
      assert.equal(calls.byAnyId(id), undefined);
    assert.equal(calls.find({ kind: 'groupCallId', id: 'the group' })?.callId, again.callId);
  });

  it('that have ended and those of a restart are forgotten in the same order', () => {
    const calls = callsOf('first');
    for (let each = 0; each < mostEndedCalls; each++) calls.end(calls.create().callId);
    const restored = callsOf('second');
    restored.restore(calls.state());
    const [first, second] = calls.list();
    restored.end(restored.create().callId);
    restored.create();
    assert.equal(restored.byAnyId(first?.callId ?? ''), undefined);
    assert.ok(restored.byAnyId(second?.callId ?? ''));
  });
});
