// Runs every layer of tests, and ends with one line: `N passed, N failed`. A later layer runs after a failed one too.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { MochaCounts } from './countingReporter.ts';
import { out, root } from './paths.ts';
import { start, stop } from './processes.ts';

/** Scripts of package.json, in order, with how long each may take at most: many times what it takes. */
const layers = [
  { script: 'typecheck', minutes: 10 },
  { script: 'lint', minutes: 15 },
  { script: 'test:unit', minutes: 10, isMocha: true },
  { script: 'test:integration', minutes: 20, isMocha: true },
  { script: 'test:azurite', minutes: 15, isMocha: true },
  { script: 'test:host', minutes: 45, isMocha: true },
  { script: 'test:ui', minutes: 45, isMocha: true },
] as const;

type Result = Pick<MochaCounts, 'passed' | 'failed' | 'failures'>;

let passed = 0;
let failed = 0;
const failures: string[] = [];
for (const layer of layers) {
  if (layer.script === 'test:ui' && process.platform === 'win32') {
    console.log('\n── test:ui is left out: there is no VS Code server for Windows ──');
    continue;
  }
  const counts = await runLayer(layer).catch((error: unknown) => {
    console.error(error);
    return { passed: 0, failed: 1, failures: [] };
  });
  passed += counts.passed;
  failed += counts.failed;
  failures.push(...counts.failures.map((failure) => `${layer.script}: ${failure}`));
  if (counts.failed > counts.failures.length) failures.push(`${layer.script}: see its own output above`);
}
// Repeated here because a log is often read from its end.
if (failures.length > 0) console.log(`\n── what failed ──\n${failures.join('\n\n')}`);
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed > 0 || passed === 0 ? 1 : 0);

async function runLayer(layer: (typeof layers)[number]): Promise<Result> {
  console.log(`\n── ${layer.script} ──`);
  const results = join(out, 'results');
  const countsFile = join(results, `${layer.script.replace(':', '-')}.json`);
  mkdirSync(results, { recursive: true });
  rmSync(countsFile, { force: true });
  const code = await runScript(layer.script, layer.minutes, countsFile);
  const counts =
    'isMocha' in layer ? readCounts(countsFile) : { passed: code === 0 ? 1 : 0, failed: 0, failures: [] };
  // A run that ends with an error has failed, also before, between and after its tests; no test is no success.
  const hasFailed = code !== 0 || counts.passed + counts.failed === 0;
  return { ...counts, failed: Math.max(counts.failed, hasFailed ? 1 : 0) };
}

async function runScript(script: string, minutes: number, countsFile: string): Promise<number> {
  const npm = process.env['npm_execpath'];
  const [command, first] = npm?.endsWith('.js') === true ? [process.execPath, [npm]] : ['npm', []];
  const child = start(command, [...first, 'run', '--silent', script], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: {
      ...process.env,
      ...directToThisMachine(),
      // Numbers and weekdays are compared as they are written in English.
      ...{ LC_ALL: 'C.UTF-8', LANGUAGE: 'en' },
      MOCHA_COUNTS_FILE: countsFile,
    },
    shell: process.platform === 'win32' && command === 'npm',
  });
  const timer = setTimeout(() => {
    console.error(`${script} took longer than ${minutes} minutes and is ended.`);
    void stop(child, 10_000);
  }, minutes * 60_000);
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', resolve);
    });
    return code ?? 1;
  } catch (error) {
    console.error(`${script} could not be started:`, error);
    return 1;
  } finally {
    clearTimeout(timer);
  }
}

/** Azurite and other servers of tests are asked directly where the environment names a proxy. */
function directToThisMachine(): NodeJS.ProcessEnv {
  const { HTTP_PROXY, http_proxy, HTTPS_PROXY, https_proxy, NO_PROXY, no_proxy } = process.env;
  const direct = ['127.0.0.1', 'localhost', NO_PROXY ?? no_proxy].filter(Boolean).join();
  return (HTTP_PROXY ?? http_proxy ?? HTTPS_PROXY ?? https_proxy)
    ? { NO_PROXY: direct, no_proxy: direct }
    : {};
}

function readCounts(file: string): Result {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as MochaCounts;
  } catch {
    return { passed: 0, failed: 0, failures: [] };
  }
}
