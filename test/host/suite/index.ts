// What VS Code calls inside its extension host: runs mocha there.
import { appendFileSync } from 'node:fs';
import { format } from 'node:util';
import Mocha from 'mocha';
import { withoutUndefined } from '../../../src/base/withoutUndefined.ts';
import CountingReporter from '../countingReporter.ts';
import { hostRun } from './hostRun.ts';

/** Runs the suites. Rejects when a test failed, or when there was none. */
export async function run(): Promise<void> {
  const { logFile, testFiles, grep } = hostRun();
  // The extension host's console goes to VS Code's log, in pieces; the log file is followed by the runner.
  Object.assign(Mocha.reporters.Base, {
    consoleLog: (...args: unknown[]) => appendFileSync(logFile, `${format(...args)}\n`),
  });
  const mocha = new Mocha({
    ui: 'bdd',
    timeout: 120_000,
    color: false,
    reporter: CountingReporter,
    ...withoutUndefined({ grep }),
  });
  for (const file of testFiles) mocha.addFile(file);
  const runner = await new Promise<Mocha.Runner>((resolve) => {
    const running = mocha.run(() => resolve(running));
  });
  const { passes = 0, failures = 0 } = runner.stats ?? {};
  if (failures > 0) throw new Error(`${failures} tests failed.`);
  if (passes === 0) throw new Error('No test ran.');
}
