import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { Workbench } from './workbench.ts';

/** That the driver itself can be trusted: a person's moves have the effect that they have in VS Code. */
describe('VS Code under the driver', function () {
  this.timeout(120_000);
  let workbench: Workbench;

  before(async () => {
    workbench = await Workbench.open({ settings: { 'callRecordings.containers': [{ samples: true }] } });
    // The palette lists a command from the moment its extension is known.
    await workbench.showRecordings();
  });

  afterEach(async function () {
    await workbench.tellFailure(this.currentTest);
  });

  after(() => workbench.close());

  it('finds the commands of the extension in the palette', async () => {
    await workbench.quickInput.openPalette();
    await workbench.quickInput.type('>Call Recordings: Add Container');
    assert.equal(await workbench.quickInput.has('Call Recordings: Add Container…', 30_000), true);
    assert.equal(await workbench.quickInput.has('Call Recordings: No Such Command', 500), false);
    await workbench.quickInput.cancel();
  });

  it('reads, expands and collapses a tree', async () => {
    const { recordings } = workbench;
    await recordings.expand('Sample recordings');
    const [first, second] = await recordings.rows();
    assert.deepEqual([first?.level, first?.isExpanded, second?.level], [1, true, 2]);
    await recordings.collapse('Sample recordings');
    await recordings.pane.locator('.monaco-list-row[aria-level="2"]').first().waitFor({ state: 'detached' });
    assert.equal((await recordings.rows()).length, 1);
    await assert.rejects(
      recordings.waitForRow('No such row', 200),
      /No row No such row\. On screen:\nSample/,
    );
  });

  it('changes the theme and takes pictures', async () => {
    await workbench.setTheme('light');
    const light = statSync(await workbench.screenshot('smoke-light')).size;
    assert.ok(light > 10_000);
    await workbench.setTheme('highContrast');
  });

  it('shows the same after a reload', async () => {
    await workbench.reload();
    await workbench.showRecordings();
    await workbench.recordings.waitForRow('Sample recordings');
  });

  it('logs nothing of the extension as an error', () => {
    const errors = workbench.log.filter(
      (line) => line.startsWith('error') && line.includes('acs-call-recordings'),
    );
    assert.deepEqual(errors, []);
  });
});
