import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../host/paths.ts';
import { inMs, type Row } from './measure.ts';

const budgetMs = 5;
const openBudgetMs = 300;

/** A single start would mostly measure what else VS Code does. */
const starts = 5;

/** What `test/host/suite/activation.test.ts` measures, in ms; the turns without what they waited for a processor. */
interface Times {
  readonly composeMs: number;
  readonly takeUpMs: number;
  readonly loadMs: number;
  readonly sdkLoadMs: number;
}

/**
 * Measures, in a real extension host, how long the code loads, how long each turn of `activate()` runs, and how soon
 * the Events view has its rows. VS Code shows the first turn as the time of activation (“Show Running Extensions”); its
 * clock also counts waiting for a processor, of which a start beside a browser on two cores has more than of running.
 */
export async function activationBench(): Promise<Row[]> {
  const measured: Times[] = [];
  const openMs: number[] = [];
  const runner = join(root, 'test', 'host', 'runHostTests.ts');
  for (let start = 0; start < starts; start++) {
    await promisify(execFile)(process.execPath, [runner, '--minified', 'activation', 'openReceived'], {
      cwd: root,
    });
    measured.push((await readOut('activation.json')) as Times);
    openMs.push(((await readOut('openReceived.json')) as { readonly openMs: number }).openMs);
  }
  const sdkMs = median(measured.map(({ sdkLoadMs }) => sdkLoadMs));
  return [
    row('in the extension host: loading the code', median(measured.map(({ loadMs }) => loadMs)), sdkMs),
    row(
      'in the extension host: activate() until it returns',
      median(measured.map(({ composeMs }) => composeMs)),
      sdkMs,
    ),
    row(
      'in the extension host: its second turn, after that of others',
      median(measured.map(({ takeUpMs }) => takeUpMs)),
      sdkMs,
    ),
    {
      what: `in the extension host: the Events view opens with 10,000 events, median of ${starts} starts`,
      ours: inMs(median(openMs)),
      budget: `≤ ${openBudgetMs} ms`,
      ok: median(openMs) <= openBudgetMs,
    },
  ];
}

/** What a test in the extension host has written. */
async function readOut(name: string): Promise<unknown> {
  return JSON.parse(await readFile(join(root, 'out', name), 'utf8'));
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
