import assert from 'node:assert/strict';
import { orderedState } from '../../../src/views/orderedState.ts';

/** As VS Code keeps it: a write is sent in a moment, and what is heard back of it becomes the state. */
class EchoingState {
  #value: Record<string, unknown> = {};
  #waiting: (() => void)[] = [];
  #sent: string | undefined;

  keys = () => Object.keys(this.#value);
  get = (key: string, fallback?: unknown) => this.#value[key] ?? fallback;
  setKeysForSync = () => undefined;

  update = (key: string, value: unknown): Promise<void> => {
    this.#value[key] = value;
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
    });
  };

  /** Sends what is to be written. */
  send(): void {
    this.#sent = JSON.stringify(this.#value);
  }

  /** Hears back of it. */
  async hear(): Promise<void> {
    if (this.#sent === undefined) return;
    this.#value = JSON.parse(this.#sent) as Record<string, unknown>;
    for (const resolve of this.#waiting.splice(0)) resolve();
    await new Promise(setImmediate);
  }
}

describe('state with ordered writes', () => {
  it('keeps what is set while VS Code writes something else, which VS Code does not', async () => {
    for (const [make, kept] of [
      [(state: EchoingState) => state, undefined],
      [orderedState, 2],
    ] as const) {
      const echoing = new EchoingState();
      const state = make(echoing);
      const writes = [state.update('a', 1)];
      await new Promise(setImmediate);
      echoing.send();
      writes.push(state.update('b', 2));
      assert.equal(state.get('b'), 2);
      await echoing.hear();
      assert.equal(state.get('b'), kept);
      echoing.send();
      await echoing.hear();
      assert.deepEqual([state.get('a'), state.get('b')], [1, kept]);
      await Promise.all(writes);
    }
  });

  it('gives what is set at once, also of several, and knows its keys', async () => {
    const echoing = new EchoingState();
    const state = orderedState(echoing);
    const writes = [
      state.update('a', 1),
      state.update('b', 1),
      state.update('b', 2),
      state.update('a', undefined),
    ];
    assert.deepEqual([state.get('a', 'none'), state.get('b'), state.keys()], ['none', 2, ['b']]);
    let left = writes.length;
    for (const write of writes) void write.then(() => left--);
    while (left > 0) {
      await new Promise(setImmediate);
      echoing.send();
      await echoing.hear();
    }
    assert.deepEqual([state.get('a', 'none'), state.get('b'), state.keys()], ['none', 2, ['b']]);
  });

  it('distinguishes null from nothing', () => {
    const state = orderedState(new EchoingState());
    void state.update('a', null);
    assert.deepEqual([state.get('a', 'none'), state.get('b', 'none'), state.keys()], [null, 'none', ['a']]);
  });

  it('continues after a write that failed', async () => {
    const echoing = new EchoingState();
    const { update } = echoing;
    const state = orderedState(echoing);
    echoing.update = () => Promise.reject(new Error('as was to be expected'));
    const failed = state.update('a', 1);
    await assert.rejects(async () => failed, /expected/);
    assert.equal(state.get('a'), undefined);
    echoing.update = update;
    const write = state.update('a', 2);
    await new Promise(setImmediate);
    echoing.send();
    await echoing.hear();
    await write;
    assert.equal(state.get('a'), 2);
  });
});
