// Measures the budgets of the design and prints a table; the same goes to out/bench.json. Times are to be
// read as ratios of one run. Name parts to run only those: listing, download, bundles, activation, inspector, events, load.
import { mkdir, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { resolve } from 'node:path';
import { activationBench } from './activationBench.ts';
import { setupBench } from './setupBench.ts';
import { bundleBench } from './bundleBench.ts';
import { downloadBench } from './downloadBench.ts';
import { eventsBench } from './eventsBench.ts';
import { inspectorBench } from './inspectorBench.ts';
import { listingBench } from './listingBench.ts';
import { loadBench } from './load/loadBench.ts';
import type { Row } from './measure.ts';

const parts: Readonly<Record<string, () => Promise<Row[]>>> = {
  listing: listingBench,
  download: downloadBench,
  bundles: bundleBench,
  setup: setupBench,
  activation: activationBench,
  inspector: inspectorBench,
  events: eventsBench,
  load: loadBench,
};

const asked = process.argv.slice(2);
const rows: Row[] = [];
for (const [name, run] of Object.entries(parts)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  console.log(`Measuring ${name}…`);
  rows.push(...(await run()));
}

const table = rows.map((row) => [
  row.ok === undefined ? ' ' : row.ok ? '✔' : '✘',
  row.what,
  row.ours,
  row.other ?? '',
  row.ratio === undefined ? '' : `${row.ratio.toFixed(row.ratio < 10 ? 2 : 0)}×`,
  row.budget ?? '',
]);
const lines = [['', 'what', 'ours', 'compared with', 'better', 'budget'], ...table];
const widths =
  lines[0]?.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0))) ?? [];
for (const line of lines)
  console.log(
    line
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );

const out = resolve(import.meta.dirname, '../../out');
await mkdir(out, { recursive: true });
const processor = cpus()[0]?.model ?? 'unknown';
await writeFile(
  resolve(out, 'bench.json'),
  JSON.stringify({ date: new Date().toISOString(), node: process.version, processor, rows }, undefined, 2),
);
const failed = rows.filter(({ ok }) => ok === false);
console.log(`\n${rows.length} measured, ${failed.length} over budget. Written to out/bench.json`);
process.exitCode = failed.length > 0 ? 1 : 0;
