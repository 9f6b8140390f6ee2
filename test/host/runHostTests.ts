// Runs the tests of `test/host/suite` inside a real VS Code: `npm run test:host -- [--grep PATTERN] [--minified]
// [WORD…]`.
// A word selects the test files whose name contains it.
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runTests } from '@vscode/test-electron';
import { withoutUndefined } from '../../src/base/withoutUndefined.ts';
import { startAzurite } from './azurite.ts';
import { bundleSuites, selectSuites } from './bundleSuites.ts';
import { downloadedDesktop } from './desktop.ts';
import { followFile } from './followFile.ts';
import { root } from './paths.ts';
import { endPlainlyOnErrors, run } from './processes.ts';
import { removeScratch } from './removeScratch.ts';
import { userSettings } from './settings.ts';
import { hostRunVariable, type HostRun } from './suite/hostRun.ts';
import { writeUserSettings } from './vscodeServer.ts';

endPlainlyOnErrors();
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { grep: { type: 'string' }, minified: { type: 'boolean' } },
});

await run(process.execPath, ['esbuild.js', ...(values.minified === true ? [] : ['--dev'])], { cwd: root });
const suites = await bundleSuites();
const testFiles = selectSuites(suites.testFiles, positionals);
// Short: desktop VS Code makes a socket in its data folder, and the path of a socket is limited.
const scratch = mkdtempSync(join(tmpdir(), 'acs-host-'));
const workspaceFolder = join(scratch, 'workspace');
const userDataDir = join(scratch, 'data');
const scratchFolder = join(scratch, 'files');
const logFile = join(scratch, 'mocha.log');
const runFile = join(scratch, 'run.json');
for (const folder of [workspaceFolder, scratchFolder]) mkdirSync(folder);
writeFileSync(logFile, '');
await writeUserSettings(userDataDir, userSettings);
const azurite = await startAzurite({ queue: true });
const hostRun: HostRun = {
  logFile,
  testFiles,
  ...withoutUndefined({ grep: values.grep }),
  workspaceFolder,
  scratchFolder,
  azurite: { url: azurite.url, connectionString: azurite.connectionString },
};
writeFileSync(runFile, JSON.stringify(hostRun));
const desktop = await downloadedDesktop();
console.log(`Host: ${desktop ?? 'the VS Code server in a browser'}`);
const unfollow = followFile(logFile, (text) => process.stdout.write(text));
let failed = false;
try {
  await runTests({
    vscodeExecutablePath: desktop ?? join(root, 'test', 'host', 'serverAsDesktop.ts'),
    extensionDevelopmentPath: root,
    extensionTestsPath: suites.entry,
    launchArgs: [
      workspaceFolder,
      `--user-data-dir=${userDataDir}`,
      `--extensions-dir=${join(scratch, 'extensions')}`,
      // Secrets without the key ring of a desktop session.
      '--password-store=basic',
      '--disable-gpu',
    ],
    extensionTestsEnv: {
      [hostRunVariable]: runFile,
      MOCHA_COUNTS_FILE: process.env['MOCHA_COUNTS_FILE'],
      // No one is signed in, even if this machine has an account: no prompt, and no network.
      AZURE_TOKEN_CREDENTIALS: 'EnvironmentCredential',
      ...{ AZURE_TENANT_ID: undefined, AZURE_CLIENT_ID: undefined },
    },
  });
} catch (error) {
  failed = true;
  console.error(error instanceof Error ? error.message : error);
} finally {
  unfollow();
  await azurite.stop();
  await removeScratch(scratch);
}
process.exit(failed ? 1 : 0);
