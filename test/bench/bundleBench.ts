import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { inKB, inMs, type Row } from './measure.ts';

const dist = resolve(import.meta.dirname, '../../dist');
const entryBudgetBytes = 48_000;
/** Bundles above this are measured one by one. */
const heavyBytes = 60_000;
const rounds = 9;

/** Measures size and load time of the bundles in `dist/`, each in a fresh process. */
export async function bundleBench(): Promise<Row[]> {
  if (!existsSync(dist) || existsSync(join(dist, 'extension.cjs.map')))
    throw new Error('dist/ is missing or made for development: run `npm run build` first.');
  const files = (await readdir(dist)).filter((name) => name.endsWith('.cjs'));
  const measured = await inTurn(files, async (name) => ({
    name,
    bytes: (await stat(join(dist, name))).size,
    ms: await loadMs(join(dist, name)),
  }));
  const entry = measured.find(({ name }) => name === 'extension.cjs');
  const shared = measured.find(({ name }) => name === 'l10n.cjs');
  if (!entry) throw new Error('dist/ has no extension.cjs.');
  const atActivation = entry.bytes + (shared?.bytes ?? 0);
  const onDemand = measured
    .filter((bundle) => bundle !== entry && bundle !== shared && bundle.name !== 'emulator.cjs')
    .sort((a, b) => b.bytes - a.bytes);
  const heavy = onDemand.filter(({ bytes }) => bytes > heavyBytes);
  const light = onDemand.filter(({ bytes }) => bytes <= heavyBytes);
  return [
    {
      what: 'code loaded at activation (extension.cjs and l10n.cjs)',
      ours: inKB(atActivation),
      budget: inKB(entryBudgetBytes),
      ok: atActivation <= entryBudgetBytes,
    },
    ...heavy.map(({ name, bytes, ms }) => ({
      what: `on demand: ${name}`,
      ours: `${inKB(bytes)}, ${inMs(ms)}`,
    })),
    {
      what: `on demand: ${light.length} others, the largest`,
      ours: `${inKB(light[0]?.bytes ?? 0)}, ${inMs(Math.max(...light.map(({ ms }) => ms)))}`,
    },
  ];
}

/** Loads a bundle in a fresh process; all that VS Code would give is there, and does nothing. */
const loader = `
const Module = require('node:module');
const { readFileSync } = require('node:fs');
const load = Module._load;
const nothing = new Proxy(class {}, {
  get: (target, name) => (name === 'prototype' ? target.prototype : name === Symbol.toPrimitive ? () => '' : nothing),
  apply: () => nothing,
});
const api = readFileSync(require.resolve('@types/vscode/index.d.ts'), 'utf8');
const vscode = {};
for (const [, name] of api.matchAll(/^\\texport (?:abstract )?(?:class|enum|namespace|const|function) (\\w+)/gm)) vscode[name] = nothing;
// What runs in a worker wants to answer the one who made it.
const threads = { ...require('node:worker_threads'), parentPort: nothing };
const standIns = { vscode, 'node:worker_threads': threads };
Module._load = function (name, ...rest) { return standIns[name] ?? load.call(this, name, ...rest); };
const start = performance.now();
require(process.argv[1]);
console.log('loaded in ' + (performance.now() - start));
process.exit(0);
`;

async function loadMs(path: string): Promise<number> {
  const times = await inTurn(Array.from({ length: rounds }), async () => {
    const { stdout } = await promisify(execFile)(process.execPath, ['-e', loader, path]);
    return Number(/loaded in ([\d.]+)/.exec(stdout)?.[1]);
  });
  // What other work on the machine disturbed least.
  return Math.min(...times);
}

async function inTurn<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (const item of items) results.push(await work(item));
  return results;
}
