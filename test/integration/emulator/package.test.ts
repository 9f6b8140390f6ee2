import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { CallAutomationClient } from '@azure/communication-call-automation';
import { root } from '../../host/paths.ts';
import { run } from '../../host/processes.ts';
import { RunningProgram, control } from './runningProgram.ts';
import { statusData } from './localServiceFixture.ts';

/** A Node that is not the one of this repository, and old enough to be what the package promises. */
function otherNode(): string {
  const folders = (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((each) => !each.includes('node_modules'));
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const found = [...folders, '/usr/bin', '/usr/local/bin']
    .map((folder) => join(folder, name))
    .find(existsSync);
  return found ?? process.execPath;
}

describe('package of the local service', () => {
  const node = otherNode();
  let folder: string;
  let installed: string;
  let bin: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'package-'));
    // The step of the release workflow.
    await run('npm', ['run', 'package:service'], { cwd: root, shell: process.platform === 'win32' });
    const [archive] = (await readdir(root)).filter((name) =>
      /^acs-call-recording-service-.*\.tgz$/.test(name),
    );
    assert.ok(archive);
    await writeFile(join(folder, 'package.json'), '{"private":true}');
    // Offline: nothing else is installed.
    await run('npm', ['install', '--offline', '--no-audit', '--no-fund', join(root, archive)], {
      cwd: folder,
      shell: process.platform === 'win32',
    });
    installed = join(folder, 'node_modules', 'acs-call-recording-service');
    bin = join(folder, 'node_modules', '.bin', 'acs-call-recording-service');
  });

  after(() => rm(folder, { recursive: true, force: true }));

  it('brings all it needs, and runs nothing when it is installed', async () => {
    const manifest = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8')) as object;
    for (const field of ['scripts', 'dependencies', 'peerDependencies', 'gypfile'])
      assert.ok(!(field in manifest), field);
    const names = await readdir(join(folder, 'node_modules'));
    assert.deepEqual(
      names.filter((name) => !name.startsWith('.')),
      ['acs-call-recording-service'],
    );
    for (const file of await readdir(join(installed, 'lib')))
      assert.doesNotMatch(await readFile(join(installed, 'lib', file), 'utf8'), /require\("vscode"\)/, file);
  });

  it(`starts in less than a second, records, and ends in order, on Node ${execFileSync(node, ['--version']).toString().trim()}`, async () => {
    const durations: number[] = [];
    for (let attempt = 0; attempt < 3; attempt++) {
      const startedMs = performance.now();
      await using program = new RunningProgram(['--port', '0', '--quiet'], [node, bin]);
      await program.ready();
      durations.push(performance.now() - startedMs);
    }
    assert.ok(Math.min(...durations) < 1000, durations.join());

    const recorded = join(folder, 'recorded');
    const args = ['--destination', recorded, '--fast', '--state', join(folder, 'state')];
    await using program = new RunningProgram(args, [node, bin]);
    const ready = await program.ready();
    const { serverCallId } = await control<{ serverCallId: string }>(ready, 'POST', 'calls', {});
    const client = new CallAutomationClient(ready.connectionString, { allowInsecureConnection: true });
    for (const [recordingContent, recordingFormat] of [
      ['audio', 'mp3'],
      ['audio', 'wav'],
      ['audioVideo', 'mp4'],
    ] as const) {
      const { recordingId } = await client.getCallRecording().start({
        callLocator: { kind: 'serverCallLocator', id: serverCallId },
        ...{ recordingContent, recordingFormat, recordingChannel: 'mixed' },
        recordingStorage: {
          recordingStorageKind: 'azureBlobStorage',
          recordingDestinationContainerUrl: 'https://example.blob.core.windows.net/recordings',
        },
      });
      await client.getCallRecording().stop(recordingId);
      assert.equal(statusData(await program.event()).storageType, 'AzureBlob', program.errors);
    }
    assert.equal(await program.end(), 0);
    assert.equal(
      (await readdir(recorded, { recursive: true })).filter((name) => /\.mp[34]$|\.wav$/.test(name)).length,
      3,
    );
  });

  it('is a module with types', async () => {
    await writeFile(
      join(folder, 'use.mts'),
      `import { startService, type LocalCall, type Service } from 'acs-call-recording-service';
      const service: Service = await startService({ seed: 'x', fast: true, onEvent: ({ subject }) => subject.length });
      const call: LocalCall = service.newCall({ participantCount: 3 });
      service.addFault({ kind: 'throttle', operation: 'start', seconds: 2 });
      console.log(call.callId.length, service.port > 0, service.calls().length);
      await service.close();
      // @ts-expect-error a speed is a number
      await startService({ speed: 'fast' }).catch(({ message }: Error) => console.log(message));
      `,
    );
    const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
    const options = ['--strict', '--target', 'es2022', '--module', 'nodenext', '--lib', 'es2022,dom'];
    await mkdir(join(folder, 'types'), { recursive: true });
    await run(process.execPath, [compiler, ...options, '--typeRoots', join(folder, 'types'), 'use.mts'], {
      cwd: folder,
    });
    const said = execFileSync(node, [join(folder, 'use.mjs')])
      .toString()
      .trim()
      .split('\n');
    assert.deepEqual(said, ['36 true 1', '--speed must be a number from 0.001.']);
  });

  it('says by its exit code how it ended', async () => {
    const codes: readonly (readonly [args: readonly string[], code: number])[] = [
      [['--version'], 0],
      [['--help'], 0],
      [['--port', 'many'], 2],
      [['--destination', join(installed, 'package.json')], 1],
    ];
    for (const [args, code] of codes) {
      await using program = new RunningProgram(args, [node, bin]);
      assert.equal(await program.ended, code, args.join(' '));
    }
  });
});
