import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { globSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
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
    execFileSync('bash', ['-c', releaseStep('Package')], { cwd: root, stdio: 'pipe' });
    await installVsix(join(root, 'acs-call-recordings.vsix'), { userDataDir });
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
    assert.deepEqual(
      files.filter((file) => file.startsWith('media/screenshots/')),
      [],
    );
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

/** What a step of the release workflow runs, for a version of the release channel. */
function releaseStep(name: string): string {
  const { jobs } = parse(readFileSync(join(root, '.github', 'workflows', 'release.yml'), 'utf8')) as {
    readonly jobs: { readonly release: { readonly steps: readonly { name?: string; run?: string }[] } };
  };
  const run = jobs.release.steps.find((step) => step.name === name)?.run;
  assert.ok(run, name);
  return run.replaceAll(/\$\{\{.*?\}\}/g, '');
}
