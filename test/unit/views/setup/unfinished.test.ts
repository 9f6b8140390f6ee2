import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import type { MendOutcome } from '../../../../src/setup/mends/apply.ts';
import type { MendPlan } from '../../../../src/setup/mends/plan.ts';
import { UnfinishedMends } from '../../../../src/views/setup/unfinished.ts';

/** Keeps values as VS Code does: as JSON. */
function memento(texts = new Map<string, string>()): vscode.Memento {
  return {
    keys: () => [...texts.keys()],
    get: (key: string, otherwise?: unknown): unknown => JSON.parse(texts.get(key) ?? 'null') ?? otherwise,
    update: (key: string, value: unknown) => Promise.resolve(void texts.set(key, JSON.stringify(value))),
  };
}

const answers = { at: 'container', queue: 'events', withCallStarted: false, workspace: '/w' } as const;
const plan: MendPlan = { kind: 'events', title: 'Subscribe', steps: [], cli: '', bicep: [], answers };
const step = { change: 'The queue', request: {}, readBack: {}, right: {} } as never;
const outcome: MendOutcome = {
  done: [],
  failed: { step, written: 'maybe', failure: { reason: 'noNetwork' } },
  undo: [],
};

describe('Repairs that are half done', () => {
  it('keep what was answered over a reload', async () => {
    const state = memento();
    await new UnfinishedMends(state).note('pair', plan, outcome, 0);
    assert.deepEqual(
      new UnfinishedMends(state).of('pair').map((one) => one.answers),
      [answers],
    );
  });

  it('ask again what another version kept in a form of its own', () => {
    const kept = { kind: 'events', title: 'Subscribe', failed: 'The queue' };
    const odd = { at: 'everywhere', queue: 7, withCallStarted: 'yes' };
    const state = memento(
      new Map([
        ['callRecordings.unfinishedMends', JSON.stringify({ pair: [kept, { ...kept, answers: odd }] })],
      ]),
    );
    assert.deepEqual(
      new UnfinishedMends(state).of('pair').map((one) => one.answers),
      [{}, {}],
    );
  });
});
