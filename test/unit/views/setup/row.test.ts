import assert from 'node:assert/strict';
import type { Line } from '../../../../src/setup/checks/line.ts';
import { describeSetup, rowsBelow } from '../../../../src/views/setup/row.ts';

const passed: Line = {
  id: 'localService',
  section: 'local',
  label: 'Local service',
  state: 'passed',
  seen: 'It answers.',
  why: 'Why.',
};

const pair = {
  kind: 'pair',
  resource: 'Local service',
  isComplete: true,
  lines: [passed],
  unfinished: [],
  ids: {},
} as const;

describe('the row of a pair', () => {
  it('says that all passed where both sides were checked', () => {
    const row = describeSetup({ ...pair, container: 'recorded', isHalf: false });
    assert.deepEqual([row.description, row.icon], ['all passed', 'pass']);
  });

  it('never says that all passed where one side is not connected', () => {
    const row = describeSetup({ ...pair, container: 'no container', isHalf: true });
    assert.equal(row.label, 'Local service → no container');
    assert.deepEqual([row.description, row.icon], ['passed; the other side is not connected', 'question']);
  });
});

describe('a check that runs', () => {
  const failed: Line = { ...passed, id: 'identity', state: 'failed', mend: 'identity' };
  const rowsOf = (isComplete: boolean) => {
    const node = { ...pair, container: 'recorded', isHalf: false, lines: [failed], isComplete } as const;
    return [node, ...rowsBelow(node), ...rowsBelow(node).flatMap(rowsBelow)].map(describeSetup);
  };

  it('is told until its rows are drawn for the last time', () => {
    assert.equal(rowsOf(false)[0]?.description, 'checking, 1 of 1 lines known');
    assert.equal(rowsOf(true)[0]?.description, '1 failed');
  });

  it('offers to fix only then', () => {
    assert.deepEqual(
      [rowsOf(false), rowsOf(true)].map((rows) => rows.at(-1)?.context),
      ['line', 'line.mend.identity'],
    );
  });
});
