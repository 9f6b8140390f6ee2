import assert from 'node:assert/strict';
import { BlobServiceClient } from '@azure/storage-blob';
import { type Azurite, startAzurite } from '../host/azurite.ts';
import { until } from './until.ts';
import { Workbench } from './workbench.ts';

const steps = ['connect', 'check', 'start', 'land', 'inspect', 'receive'] as const;
type Step = (typeof steps)[number];

describe('The walkthrough to a first recording, without Azure', function () {
  this.timeout(180_000);
  let azurite: Azurite;
  let workbench: Workbench;

  before(async () => {
    azurite = await startAzurite();
    const service = BlobServiceClient.fromConnectionString(azurite.connectionString);
    await service.getContainerClient('first').create();
    workbench = await Workbench.open({
      viewport: { width: 1500, height: 1000 },
      settings: { 'callRecordings.containers': [{ samples: true }] },
    });
  });

  afterEach(async function () {
    await workbench.tellFailure(this.currentTest);
  });

  after(async () => {
    await workbench.runCommand('Call Recordings: Stop Local Service').catch(() => undefined);
    await workbench.close();
    await azurite.stop();
  });

  const stepOf = (step: Step) =>
    workbench.page.locator(`.getting-started-step[data-step-id$="#setup#${step}"]`);

  /** Opens a step and presses one of its buttons. */
  async function press(step: Step, button: string): Promise<void> {
    const found = stepOf(step);
    const isOpen = await found.evaluate((element: { classList: { contains(name: string): boolean } }) =>
      element.classList.contains('expanded'),
    );
    if (!isOpen) await found.click();
    await found.getByRole('button', { name: button }).click();
  }

  async function isDone(step: Step): Promise<boolean> {
    const mark = stepOf(step).locator('.codicon-getting-started-step-checked');
    return (await mark.count()) > 0;
  }

  const becomesDone = (step: Step) => until(() => isDone(step), `${step} is ticked`, 60_000);

  it('shows six steps, none of them done', async () => {
    await workbench.runCommand('Welcome: Open Walkthrough...');
    await workbench.quickInput.pick('Record your first call into your own storage');
    await stepOf('connect').waitFor();
    for (const step of steps) assert.equal(await isDone(step), false, step);
    await workbench.screenshot('walkthrough-dark');
  });

  it('is ticked step by step by what happened', async () => {
    await press('connect', 'Start Local Service');
    await workbench.notification('The local Call Recording service listens');
    await workbench.clearNotifications();
    assert.equal(await isDone('connect'), false, 'nothing can be recorded into the samples');
    await press('connect', 'Add Container');
    await workbench.quickInput.pick('Connection string…');
    await workbench.quickInput.enter(azurite.connectionString);
    await workbench.quickInput.pick('first');
    await becomesDone('connect');
    assert.equal(await isDone('check'), false);
    await press('check', 'Check Setup');
    await becomesDone('check');
    const row = await workbench.tree('Setup').waitForRow(/Local service → first/);
    await until(
      async () => (await row.innerText()).includes('all passed'),
      async () => row.innerText(),
    );
    await workbench.screenshot('walkthrough-checked');
    assert.equal(await isDone('start'), false);
    await press('start', 'Try Setup for Real');
    assert.match(await workbench.answerDialog('Record 10 Seconds'), /Record 10 seconds of a made-up call/);
    await becomesDone('start');
    await becomesDone('land');
    await becomesDone('receive');
    await workbench.notification('Everything works', 'Show Recording');
    // What is selected is what the next step opens; where nothing is, it asks.
    await until(
      async () =>
        (await workbench.recordings.rows()).some(({ isSelected, level }) => isSelected && level > 2),
      async () => workbench.recordings.text(),
    );
    assert.equal(await isDone('inspect'), false);
    await press('inspect', 'Open Inspector');
    await workbench.tab('Recording 20');
    // It takes the focus once it is drawn.
    const page = workbench.page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
    await page.locator('h1').first().waitFor();
    await workbench.clearNotifications();
    await (await workbench.tab('Welcome')).click();
    await stepOf('connect').waitFor();
    for (const step of steps) await becomesDone(step);
    await workbench.screenshot('walkthrough-done');
  });

  it('can be seen in high contrast', async () => {
    await workbench.setTheme('highContrast');
    await stepOf('check').click();
    await workbench.screenshot('walkthrough-highContrast');
  });
});
