import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';

const root = join(import.meta.dirname, '..', '..');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  readonly version: string;
};

interface Step {
  readonly name?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
}

describe('The release workflow', () => {
  const text = readFileSync(join(root, '.github', 'workflows', 'release.yml'), 'utf8');
  const { jobs } = parse(text) as {
    readonly jobs: { readonly release: { readonly steps: readonly Step[] } };
  };
  const { steps } = jobs.release;

  it('installs, checks, tests and packages before it publishes', () => {
    const names = steps.flatMap(({ name }) => name ?? []);
    assert.deepEqual(names, [
      'Install',
      'Check version',
      'Test',
      'Package',
      'Package local service',
      'Publish to the Marketplace',
      'Publish to Open VSX',
      'Attach to the release',
    ]);
  });

  it('puts no secret into a command line, where a log would show it', () => {
    for (const { run = '' } of steps) assert.doesNotMatch(run, /secrets\.|github\.token|_PAT\b/);
    const withSecrets = steps.filter(({ env }) => JSON.stringify(env ?? {}).includes('secrets.'));
    assert.deepEqual(
      withSecrets.map(({ name }) => name),
      ['Publish to the Marketplace', 'Publish to Open VSX'],
    );
  });

  it('attaches the extension and the package of the local service to the release', () => {
    const runs = Object.fromEntries(steps.map(({ name = '', run = '' }) => [name, run]));
    assert.match(runs['Package local service'] ?? '', /^npm run package:service$/);
    assert.match(
      runs['Attach to the release'] ?? '',
      / acs-call-recordings\.vsix acs-call-recording-service-\*\.tgz$/,
    );
  });

  it('runs only scripts that there are', () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      readonly scripts: Readonly<Record<string, string>>;
    };
    for (const { run = '' } of steps) {
      const [, name] = /^npm run ([\w:]+)/.exec(run) ?? [];
      if (name !== undefined) assert.ok(name in scripts, run);
    }
  });
});

describe('The check of a version', () => {
  const folder = mkdtempSync(join(tmpdir(), 'acs-release-'));
  const check = (tag: string) =>
    spawnSync(process.execPath, ['.github/releaseCheck.js', tag], {
      cwd: root,
      encoding: 'utf8',
      env: { ...process.env, GITHUB_OUTPUT: join(folder, 'output') },
    });

  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('takes the tag of the version in the manifest, and names its channel', () => {
    const { status, stdout, stderr } = check(`v${version}`);
    assert.equal(status, 0, stderr);
    const channel = Number(version.split('.')[1]) % 2 === 1 ? 'pre-release' : 'release';
    assert.equal(stdout, `Version ${version} goes to the ${channel} channel.\n`);
    assert.equal(readFileSync(join(folder, 'output'), 'utf8'), `channel=${channel}\n`);
  });

  it('refuses any other tag', () => {
    const { status, stderr } = check('v99.0.0');
    assert.equal(status, 1);
    assert.match(stderr, /^The tag is "v99\.0\.0", but package\.json has version /);
  });
});
