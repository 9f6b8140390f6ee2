import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../../host/processes.ts';
import { readJunitReport } from '../junitReport.ts';
import type { Suite } from '../suite.ts';

/** Tests of Node's own runner, with the SDKs of a lock file of their own. */
export const javascriptSuite: Suite = {
  name: 'JavaScript: @azure/communication-call-automation 1.6.0 and 1.2.0',
  run: async ({ folder, environment }) => {
    // Beside the packages, which are not to be taken for sources.
    const place = join(folder, 'javascript');
    await cp(import.meta.dirname, place, { recursive: true });
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
    await run(npm, ['ci', '--no-audit', '--no-fund'], { cwd: place, shell: process.platform === 'win32' });
    const report = join(place, 'report.xml');
    await rm(report, { force: true });
    const arguments_ = ['--test', '--test-reporter=junit', `--test-reporter-destination=${report}`];
    const failure = await run(process.execPath, [...arguments_, 'recording.test.mjs'], {
      cwd: place,
      env: { ...process.env, ...environment, NODE_EXTRA_CA_CERTS: environment['LOCAL_CERT'] },
    }).then(
      () => undefined,
      (error: unknown) => (error instanceof Error ? error : new Error(String(error))),
    );
    const results = await readJunitReport(report);
    if (failure && results.every(({ outcome }) => outcome !== 'failed')) throw failure;
    return results;
  },
};
