import assert from 'node:assert/strict';
import { type SyntheticBlobServer, startSyntheticBlobServer } from '../bench/syntheticBlobServer.ts';
import { Workbench } from './workbench.ts';

describe('A container of ten years in VS Code', function () {
  this.timeout(120_000);
  this.bail(true);
  let server: SyntheticBlobServer;
  let workbench: Workbench;

  before(async () => {
    server = await startSyntheticBlobServer({
      dates: 3650,
      lastDate: '20261122',
      callsPerDate: 137,
      exceptions: { '20261122': 200_000 },
    });
    workbench = await Workbench.open({
      settings: {
        'callRecordings.containers': [{ name: 'production', url: server.containerUrl, signIn: 'anonymous' }],
      },
    });
  });

  afterEach(async function () {
    await workbench.tellFailure(this.currentTest);
  });

  after(async () => {
    await workbench.close();
    await server.stop();
  });

  it('shows its newest date after one request', async () => {
    await workbench.showRecordings();
    await workbench.recordings.expand('production');
    assert.equal((await workbench.recordings.rows())[1]?.label, '2026-11-22');
    assert.equal(server.requestCount, 1);
  });

  it('shows the first calls of a day of 400,000 blobs after one more', async () => {
    await workbench.recordings.expand('2026-11-22');
    assert.equal(server.requestCount, 2);
    await workbench.screenshot('crowded-dark');
  });

  it('stays readable in a narrow side bar', async () => {
    await workbench.widenSideBar(220);
    await workbench.recordings.waitForRow('2026-11-22');
    await workbench.screenshot('narrow-dark');
  });
});
