// Makes the picture of the README anew: `npm run picture`.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../host/paths.ts';
import { Workbench } from './workbench.ts';

const folder = join(root, 'media', 'screenshots');
const workbench = await Workbench.open({
  settings: { 'callRecordings.containers': [{ samples: true }] },
  viewport: { width: 1360, height: 860 },
});
try {
  await workbench.showRecordings();
  await workbench.widenSideBar(400);
  const { recordings, page } = workbench;
  await recordings.expand('Sample recordings', '2026-11-19', /6e123cf6/);
  // This call has a channel for each participant.
  await recordings.expand('WAV audio');
  await recordings.rowAction('WAV audio', 'Open Recording Inspector');
  await workbench.tab('Recording 2026-11-19');
  // The frame of the webview is drawn by another page; its text shows that it has loaded.
  await page
    .frameLocator('iframe.webview.ready')
    .frameLocator('iframe')
    .getByText('Problems', { exact: true })
    .waitFor();
  mkdirSync(folder, { recursive: true });
  await workbench.saveScreenshot(join(folder, 'overview.png'));
} finally {
  await workbench.close();
}
