import { endLocalService } from '../host/endLocalService.ts';
import type { SeededContainer } from '../host/seed.ts';
import { localServiceSetting } from '../host/startSettings.ts';
import { Workbench } from './workbench.ts';

/** Opens the sample containers in VS Code, opens the tree down to a file and that file, and saves a picture. */
export async function pictureOfTree(containers: readonly SeededContainer[], file: string): Promise<void> {
  const settings = {
    'callRecordings.containers': containers.map(({ name, url, signIn }) => ({ name, url, signIn })),
    [localServiceSetting]: true,
    'window.menuBarVisibility': 'hidden',
    'editor.minimap.enabled': false,
  };
  const workbench = await Workbench.open({ settings, viewport: { width: 1440, height: 900 } });
  try {
    await workbench.showRecordings();
    await workbench.widenSideBar(470);
    await openTree(workbench, containers[0]?.name ?? '');
    await workbench.tree('Active Recordings').waitForRow('Local service');
    await workbench.saveScreenshot(file);
  } finally {
    await endLocalService(workbench.userDataDir);
    await workbench.close();
  }
}

async function openTree(workbench: Workbench, container: string): Promise<void> {
  const { recordings } = workbench;
  await recordings.expand(container);
  // Newest date, its first call, that call's first recording.
  const index = (await recordings.rows()).findIndex((row) => row.label === container);
  for (let level = 1; level <= 3; level++) await recordings.expandAt(index + level);
  const files = await recordings.rows();
  const metadata = files.find((row) => row.level === 5 && row.label.includes('metadata'));
  if (metadata === undefined) throw new Error(`No metadata file on screen:\n${await recordings.text()}`);
  await recordings.click(metadata.label);
  await workbench.editorText();
}
