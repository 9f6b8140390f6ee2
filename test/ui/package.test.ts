import assert from 'node:assert/strict';
import { globSync, readdirSync, statSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createVSIX } from '@vscode/vsce';
import { root } from '../host/paths.ts';
import { removeScratch } from '../host/removeScratch.ts';
import { installVsix } from '../host/vscodeServer.ts';
import { Workbench } from './workbench.ts';

describe('The package', function () {
  this.timeout(180_000);
  let folder: string;
  let userDataDir: string;
  let workbench: Workbench | undefined;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'acs-vsix-'));
    userDataDir = join(folder, 'data');
    const vsix = join(folder, 'extension.vsix');
    await createVSIX({ cwd: root, packagePath: vsix, dependencies: false });
    await installVsix(vsix, { userDataDir });
  });

  after(async () => {
    await workbench?.close();
    await removeScratch(folder);
  });

  it('holds only what runs', () => {
    const [installed] = readdirSync(join(userDataDir, 'extensions')).filter((name) =>
      name.startsWith('acs-call-recordings.'),
    );
    assert.ok(installed);
    const cwd = join(userDataDir, 'extensions', installed);
    const files = globSync('**/*', { cwd })
      .filter((file) => statSync(join(cwd, file)).isFile())
      .map((file) => file.replaceAll('\\', '/'));
    const runs =
      /^(package\.json|package\.nls(\.[\w-]+)?\.json|README\.md|CHANGELOG\.md|LICENSE(\.txt|\.md)?|l10n\/bundle\.l10n(\.[\w-]+)?\.json|dist\/[\w/.-]+|media\/[\w/.-]+|\.vsixmanifest)$/i;
    assert.deepEqual(
      files.filter((file) => !runs.test(file) || /\.(ts|map|tsbuildinfo)$/.test(file)),
      [],
    );
    for (const needed of ['package.json', 'dist/extension.cjs', 'media/icon.png'])
      assert.ok(files.includes(needed), `${needed} is not in the package`);
  });

  it('installs into VS Code and works from there', async () => {
    workbench = await Workbench.open({ userDataDir, extensionFolders: [] });
    await workbench.showRecordings();
    assert.match(await workbench.recordings.welcomeText(), /Add Container…/);
    await workbench.runCommand('Call Recordings: Open Sample Recordings');
    await workbench.recordings.expand('Sample recordings');
    assert.match(await workbench.recordings.text(), /^ {2}\d{4}-\d{2}-\d{2} {2}/m);
  });
});
