import assert from 'node:assert/strict';
import type { Line } from '../../../../src/setup/checks/line.ts';
import { describeSetup } from '../../../../src/views/setup/row.ts';

const passed: Line = {
  id: 'localService',
  section: 'local',
  label: 'Local service',
  state: 'passed',
  seen: 'It answers.',
  why: 'Why.',
};

const pair = { kind: 'pair', resource: 'Local service', lines: [passed], unfinished: [], ids: {} } as const;

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
