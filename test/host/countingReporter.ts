import { writeFileSync } from 'node:fs';
import mocha from 'mocha';

/** What a mocha run came to. */
export interface MochaCounts {
  readonly passed: number;
  readonly failed: number;
  readonly pending: number;
}

/** Prints as the spec reporter does, and writes the counts to the file that `MOCHA_COUNTS_FILE` names. */
class CountingReporter extends mocha.reporters.Spec {
  constructor(runner: mocha.Runner, options: mocha.MochaOptions) {
    super(runner, options);
    const file = process.env['MOCHA_COUNTS_FILE'];
    if (file === undefined || file === '') return;
    runner.once('end', () => {
      const { passes, failures, pending } = this.stats;
      const counts: MochaCounts = { passed: passes, failed: failures, pending };
      writeFileSync(file, JSON.stringify(counts));
    });
  }
}

export { CountingReporter as default };
