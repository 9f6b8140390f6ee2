import assert from 'node:assert/strict';
import fc from 'fast-check';
import { findSample } from '../../../../../src/recording/event/samples/samples.ts';
import { allNotes, placeEvents } from '../../../../../src/views/events/editor/places.ts';

const event = findSample('timeRollOver')?.event('eventGrid');

describe('events of a document that is being written', () => {
  it('are found with what stands where, in half a document too', () => {
    const text = JSON.stringify([event], undefined, 2);
    const placed = placeEvents(text);
    assert.equal(placed?.events.length, 1);
    const path = [0, 'data', 'recordingStorageInfo', 'recordingChunks', 1, 'index'];
    assert.equal(placed.nodeAt(path)?.value, 1);
    const around = placed.nodeAt([...path.slice(0, -1), 'nothing']);
    assert.equal(around?.type, 'object');
    const half = placeEvents(text.slice(0, text.indexOf('"sessionEndReason"')));
    assert.equal(half?.events[0]?.kind, 'recordingFileStatusUpdated');
  });

  it('are not searched in a document so large that typing would lag, nor where there are none', () => {
    const chunks = '{},'.repeat(30_000);
    for (const text of [
      '',
      '7',
      '"x"',
      '['.repeat(1_000_000),
      `{"a":"${'x'.repeat(3_000_000)}"}`,
      `[{"data":{"recordingStorageInfo":{"recordingChunks":[${chunks}{}]}}}]`,
    ]) {
      assert.equal(placeEvents(text), undefined, text.slice(0, 20));
    }
  });

  it('are not searched where nesting would exhaust the stack, at whatever depth that is', () => {
    for (let depth = 100; depth < 30_000; depth = Math.ceil(depth * 1.1)) {
      assert.doesNotThrow(() => placeEvents('['.repeat(depth) + ']'.repeat(depth)), String(depth));
    }
  });

  it('never throw, and have a place for every note', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        const placed = placeEvents(text);
        for (const { path } of placed ? allNotes(placed) : []) assert.ok(placed?.nodeAt(path));
      }),
    );
  });
});
