// `npm start`: VS Code with this extension, connected to an Azurite full of sample recordings.
// `npm start -- --screenshot FILE` does it without a window, saves a picture of the open tree, and ends.
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { endLocalService } from './endLocalService.ts';
import { startAzurite } from './azurite.ts';
import { downloadedDesktop, installedDesktop } from './desktop.ts';
import { putExtension } from './extensionFolder.ts';
import { downloads, root } from './paths.ts';
import { endPlainlyOnErrors, interrupted, run, start, stop } from './processes.ts';
import { type SeededContainer, seedSamples } from './seed.ts';
import { writeStartSettings } from './startSettings.ts';
import { startVSCodeServer } from './vscodeServer.ts';
import { workbenchUrl } from './workbenchPage.ts';

endPlainlyOnErrors();
const { values } = parseArgs({ options: { screenshot: { type: 'string' } } });
const say = (line: string) => console.log(line);

say('Building the extension…');
await run(process.execPath, ['esbuild.js', '--dev'], { cwd: root });
say('Starting Azurite and filling it with sample recordings…');
const azurite = await startAzurite({ port: 10_000 });
const containers = await seedSamples(azurite.connectionString);
for (const { name, url, blobs } of containers) say(`  ${name}: ${blobs} blobs at ${url}`);
try {
  if (values.screenshot === undefined) await show(containers);
  else await takePicture(containers, resolve(values.screenshot));
} finally {
  await azurite.stop();
}
process.exit(0);

async function show(seeded: readonly SeededContainer[]): Promise<void> {
  const userDataDir = join(downloads, 'start');
  const desktop = installedDesktop() ?? (await downloadedDesktop(say));
  await writeStartSettings(userDataDir, seeded, desktop === undefined ? 'server' : 'desktop');
  try {
    if (desktop === undefined) await showInBrowser(userDataDir);
    else await showOnDesktop(desktop, userDataDir);
  } finally {
    await endLocalService(userDataDir);
  }
}

async function showOnDesktop(program: string, userDataDir: string): Promise<void> {
  const child = start(
    program,
    [
      ...['--new-window', '--wait', '--skip-welcome', '--disable-workspace-trust'],
      ...[`--user-data-dir=${userDataDir}`, `--extensions-dir=${join(userDataDir, 'extensions')}`],
      `--extensionDevelopmentPath=${root}`,
    ],
    { stdio: 'ignore', shell: process.platform === 'win32' && program.endsWith('.cmd') },
  );
  const closed = new Promise<void>((done, fail) => {
    child.once('error', fail);
    child.once('exit', () => done());
  });
  say(`VS Code opens: ${program}`);
  say('The view is "Call Recordings" in the activity bar. Close the window or press Ctrl+C here to stop.');
  await Promise.race([closed, interrupted()]);
  await stop(child);
}

async function showInBrowser(userDataDir: string): Promise<void> {
  await putExtension(root, join(userDataDir, 'extensions'));
  const server = await startVSCodeServer({ userDataDir, port: 8765 });
  say('');
  say('VS Code with the extension is at');
  say(`  ${workbenchUrl({ url: server.url })}`);
  say('Open that address in a browser on this machine; the view is "Call Recordings" in the activity bar.');
  say('Press Ctrl+C here to stop.');
  await interrupted();
  await server.stop();
}

async function takePicture(seeded: readonly SeededContainer[], file: string): Promise<void> {
  const { pictureOfTree } = await import('../ui/pictureOfTree.ts');
  await pictureOfTree(seeded, file);
  say(`Saved ${file}`);
}
