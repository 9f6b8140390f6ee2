import assert from 'node:assert/strict';
import { until } from './until.ts';
import { Workbench } from './workbench.ts';

describe('Sample recordings in VS Code', function () {
  this.timeout(120_000);
  let workbench: Workbench;

  before(async () => {
    workbench = await Workbench.open({ settings: { 'callRecordings.containers': [{ samples: true }] } });
    await workbench.showRecordings();
  });

  afterEach(async function () {
    await workbench.tellFailure(this.currentTest);
  });

  after(() => workbench.close());

  it('are picked by the time that each one started, also on first use', async () => {
    const { quickInput } = workbench;
    await workbench.runCommand('Call Recordings: Open Recording Inspector');
    let entries: readonly string[] = [];
    await until(
      async () => (entries = await quickInput.entries()).some((one) => one.startsWith('Latest Recording')),
      () => Promise.resolve(`the latest recording is offered, not only: ${entries.join('\n')}`),
    );
    const latest = entries.find((one) => one.startsWith('Latest Recording')) ?? '';
    assert.match(latest, /^Latest Recording · \d{4}-\d\d-\d\d \d\d:\d\d · /);
    assert.doesNotMatch(latest, /written/);
    await quickInput.pick('Latest Recording');
  });
});
