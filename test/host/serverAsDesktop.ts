#!/usr/bin/env node
// Stands in for the desktop program of VS Code in `runTests({ vscodeExecutablePath })`: takes its arguments, runs the
// tests in the VS Code server with a browser, and ends with the tests' code.
import { createWriteStream } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { closeBrowser, launchBrowser } from './browser.ts';
import { endPlainlyOnErrors, interrupted, within } from './processes.ts';
import { startVSCodeServer } from './vscodeServer.ts';
import { openWorkbenchPage } from './workbenchPage.ts';

endPlainlyOnErrors();
// What started this has ended, perhaps by force: nothing of it stays behind.
process.stdin.once('end', () => process.exit(1)).resume();

const valuesOf = (name: string) =>
  process.argv.filter((arg) => arg.startsWith(`--${name}=`)).map((arg) => arg.slice(name.length + 3));

const [userDataDir] = valuesOf('user-data-dir');
const [extensionTestsPath] = valuesOf('extensionTestsPath');
if (userDataDir === undefined || extensionTestsPath === undefined)
  throw new Error('Expected --user-data-dir=… and --extensionTestsPath=….');

await mkdir(userDataDir, { recursive: true });
const logFile = join(userDataDir, 'workbench.log');
const log = createWriteStream(logFile);
const server = await startVSCodeServer({
  userDataDir,
  automation: true,
  extensionsDir: valuesOf('extensions-dir')[0],
});
const browser = await launchBrowser();
const limitMs = Number(process.env['HOST_TESTS_LIMIT_MS'] ?? 1_200_000);
let code = 1;
try {
  code = await within(limitMs, `The tests did not end within ${limitMs / 1000} s.`, testsEnd());
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
} finally {
  await closeBrowser(browser);
  await server.stop();
  await new Promise<void>((resolve) => log.end(resolve));
}
if (code !== 0) {
  // Of the resources that are missing, none is missed.
  const lines = (await readFile(logFile, 'utf8'))
    .split('\n')
    .filter((line) => /^(error|warning|page)/.test(line) && !/status of 404|code \(404\)/.test(line));
  console.error(`What VS Code logged as errors and warnings:\n${lines.slice(-30).join('\n')}`);
}
process.exit(code);

/** Opens VS Code and resolves with the tests' code. */
function testsEnd(): Promise<number> {
  return new Promise((resolve, reject) => {
    const fail = (why: string) => () => reject(new Error(why));
    void interrupted().then(fail('Interrupted.'));
    browser.once('disconnected', fail('The browser ended before the tests did.'));
    const open = async () => {
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
      const page = await openWorkbenchPage(context, {
        url: server.url,
        folder: process.argv.slice(2).find((arg) => !arg.startsWith('-')),
        extensionDevelopmentPaths: valuesOf('extensionDevelopmentPath'),
        extensionTestsPath,
        onLog: (line) => log.write(`${line}\n`),
        onTestsEnd: resolve,
      });
      page.once('crash', fail('The page with VS Code crashed.'));
    };
    open().catch(reject);
  });
}
