import { writeFileSync } from 'node:fs';
import mocha from 'mocha';

/** What a mocha run came to. */
export interface MochaCounts {
  readonly passed: number;
  readonly failed: number;
  readonly pending: number;
  /** Each failed test or hook: its full title, and the start of its error's stack. */
  readonly failures: readonly string[];
}

/** How much of an error's stack is kept, in characters. */
const longestStack = 2_000;

/** Prints as the spec reporter does, and writes the counts to the file that `MOCHA_COUNTS_FILE` names. */
class CountingReporter extends mocha.reporters.Spec {
  constructor(runner: mocha.Runner, options: mocha.MochaOptions) {
    super(runner, options);
    const file = process.env['MOCHA_COUNTS_FILE'];
    if (file === undefined || file === '') return;
    const failures: string[] = [];
    runner.on('fail', (test, error: unknown) => {
      const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
      failures.push(`${test.fullTitle()}\n${stack.slice(0, longestStack)}`);
    });
    runner.once('end', () => {
      const { passes, failures: failed, pending } = this.stats;
      const counts: MochaCounts = { passed: passes, failed, pending, failures };
      writeFileSync(file, JSON.stringify(counts));
    });
  }
}

export { CountingReporter as default };
