import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../host/paths.ts';
import { inMs, type Row } from './measure.ts';

const budgetMs = 5;

/** A single start would mostly measure what else VS Code does. */
const starts = 5;

/** What `test/host/suite/activation.test.ts` measures, in ms. */
interface Times {
  readonly composeMs: number;
  readonly takeUpMs: number;
  readonly loadMs: number;
  readonly sdkLoadMs: number;
}

/** Measures, in a real extension host, how long the code loads, and how long each turn of `activate()` runs. */
export async function activationBench(): Promise<Row[]> {
  const measured: Times[] = [];
  const runner = join(root, 'test', 'host', 'runHostTests.ts');
  for (let start = 0; start < starts; start++) {
    await promisify(execFile)(process.execPath, [runner, '--minified', 'activation'], { cwd: root });
    const times: unknown = JSON.parse(await readFile(join(root, 'out', 'activation.json'), 'utf8'));
    measured.push(times as Times);
  }
  const sdkMs = median(measured.map(({ sdkLoadMs }) => sdkLoadMs));
  const bothMs = ({ composeMs, takeUpMs }: Times): number => composeMs + takeUpMs;
  const longerMs = ({ composeMs, takeUpMs }: Times): number => Math.max(composeMs, takeUpMs);
  return [
    row('in the extension host: loading the code', median(measured.map(({ loadMs }) => loadMs)), sdkMs),
    row('in the extension host: activate(), both turns', median(measured.map(bothMs)), sdkMs),
    row('in the extension host: the longer turn of activate()', median(measured.map(longerMs)), sdkMs),
  ];
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

function row(what: string, ms: number, sdkMs: number): Row {
  return {
    what: `${what}, median of ${starts} starts`,
    ours: inMs(ms),
    other: `loading the Blob SDK there: ${inMs(sdkMs)}`,
    ratio: sdkMs / ms,
    budget: inMs(budgetMs),
    ok: ms <= budgetMs,
  };
}
