import assert from 'node:assert/strict';
import { once } from 'node:events';
import { copyFile, mkdir, readFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parse } from 'yaml';
import { root } from '../../host/paths.ts';
import { run, start, stop } from '../../host/processes.ts';
import { recordingSnippet } from '../../../src/snippets/snippets.ts';
import { resultOf } from '../results.ts';
import { write } from '../snippets/runners.ts';
import type { Suite, Surroundings } from '../suite.ts';

/** The examples for CI: their commands are taken out of them and run, with the package of this repository. */
export const ciSuite: Suite = {
  name: 'Examples for CI: GitHub Actions and Docker Compose',
  run: async (surroundings) => [
    await resultOf('the run steps of the GitHub Actions job record a call', () => runJob(surroundings)),
    await resultOf('the Compose file starts a service that its app can reach', () =>
      runCompose(surroundings),
    ),
  ],
};

const packageName = 'acs-call-recording-service.tgz';

/** Makes the package, and puts it where the examples expect it. */
async function putPackage(folder: string): Promise<string> {
  await run('npm', ['run', 'package:service'], { cwd: root });
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
  const made = (await readdir(root)).find((name) => name === packageName.replace('.tgz', `-${version}.tgz`));
  assert.ok(made);
  await copyFile(join(root, made), join(folder, packageName));
  return join(folder, packageName);
}

interface Job {
  readonly steps: readonly { readonly name?: string; readonly run?: string }[];
}

/** As the runner does: each step in a Bash of its own, with what steps before it wrote for the environment. */
async function runJob(surroundings: Surroundings): Promise<void> {
  const folder = join(surroundings.folder, 'ci');
  await rm(folder, { recursive: true, force: true });
  const environmentFile = await write(folder, 'environment', '');
  await write(
    folder,
    'record.sh',
    recordingSnippet(
      {
        call: { kind: 'serverCallId' },
        ...{ content: 'audio', channel: 'mixed', format: 'mp3' },
        destination: { kind: 'container', url: 'https://account.blob.core.windows.net/recordings' },
        pauseOnStart: false,
        ...{ channelOrder: [], channelAffinity: [], signIn: 'accessKey', isLocal: true },
      },
      'curl',
    ),
  );
  // What the checkout brings.
  await write(folder, 'package.json', '{"private":true}');
  await putPackage(folder);
  const file = parse(await readFile(join(import.meta.dirname, 'github-actions.yml'), 'utf8')) as {
    readonly jobs: Readonly<Record<string, Job>>;
  };
  const job = file.jobs['recordings'];
  assert.ok(job);
  for (const { name = '', run: script } of job.steps) {
    if (script === undefined) continue;
    const env = {
      ...process.env,
      GITHUB_ENV: environmentFile,
      ...readEnvironment(await readFile(environmentFile, 'utf8')),
    };
    await run('bash', ['-e', '-o', 'pipefail', '-c', script], { cwd: folder, env, timeoutMs: 120_000 }).catch(
      (cause: unknown) => {
        throw new Error(`${name}: ${String(cause)}`, { cause });
      },
    );
  }
}

function readEnvironment(text: string): Readonly<Record<string, string>> {
  const lines = text.split('\n').filter((line) => line !== '');
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
}

interface Compose {
  readonly services: Readonly<
    Record<
      string,
      {
        readonly command?: readonly string[];
        readonly network_mode?: string;
        readonly environment?: Readonly<Record<string, string>>;
        readonly depends_on?: Readonly<Record<string, object>>;
        readonly healthcheck?: { readonly test: readonly string[] };
      }
    >
  >;
}

/** The command without Docker: with another port, and with the paths of this machine. */
async function runCompose(surroundings: Surroundings): Promise<void> {
  const { services } = parse(await readFile(join(import.meta.dirname, 'compose.yml'), 'utf8')) as Compose;
  const { recordings, app } = services;
  assert.ok(recordings?.command && recordings.healthcheck && app?.environment);
  // The service listens on loopback: only what is in its network reaches it.
  assert.equal(app.network_mode, 'service:recordings');
  assert.deepEqual(Object.keys(app.depends_on ?? {}), ['recordings']);
  const options = recordings.command;
  const port = options[options.indexOf('--port') + 1] ?? '';
  assert.equal(app.environment['COMMUNICATION_ENDPOINT'], `http://127.0.0.1:${port}`);
  const key = Buffer.alloc(32, 7).toString('base64');
  const folder = join(surroundings.folder, 'compose');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const here: Readonly<Record<string, string>> = {
    [port]: '0',
    '/recordings': join(folder, 'recordings'),
    [`/${packageName}`]: await putPackage(folder),
  };
  const [program = '', ...given] = options.map((option) =>
    option.startsWith('${COMMUNICATION_ACCESS_KEY')
      ? key
      : (here[option] ?? option)
          .replaceAll('$$', '$')
          .replace(`/${packageName}`, here[`/${packageName}`] ?? ''),
  );
  // What is installed for all in the container is installed here for this test alone.
  const env = {
    ...process.env,
    npm_config_prefix: folder,
    PATH: `${join(folder, 'bin')}:${process.env['PATH'] ?? ''}`,
  };
  const child = start(program, given, { cwd: folder, env, stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    assert.ok(child.stdout);
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const ready = JSON.parse(((await lines.next()).value as string | undefined) ?? '{}') as { port: number };
    const check = recordings.healthcheck.test.map((part) => part.replace(port, String(ready.port)));
    await run(process.execPath, check.slice(2));
    child.kill('SIGTERM');
    const [code] = (await once(child, 'exit', { signal: AbortSignal.timeout(20_000) })) as [number | null];
    assert.equal(code, 0, 'the service ends by itself');
  } finally {
    await stop(child, 10_000);
  }
}
