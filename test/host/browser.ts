import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
import { canInstallPackages, installPackages } from './debianPackages.ts';
import { within } from './processes.ts';

const instruction =
  'Chrome or Chromium is needed: install it, or set CHROME_PATH to its program file, and run this again.';

/** The program file of Chrome, Chromium or Edge, installed from Debian's packages where that is possible. */
export async function findBrowser(log: (line: string) => void = console.log): Promise<string> {
  const named = process.env['CHROME_PATH'] ?? process.env['CHROME_BIN'];
  if (named !== undefined && named !== '') {
    if (existsSync(named)) return named;
    throw new Error(`CHROME_PATH names a file that is not there: ${named}`);
  }
  const found = usualPlaces().find((path) => existsSync(path));
  if (found !== undefined) return found;
  if (!(await canInstallPackages())) throw new Error(instruction);
  log('Installing Chromium from the packages of this system (once)…');
  await installPackages(['chromium', 'fonts-dejavu-core'], log);
  const installed = usualPlaces().find((path) => existsSync(path));
  if (installed === undefined) throw new Error(instruction);
  return installed;
}

/** Starts the browser without a window. Its process ends with this one. */
export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: await findBrowser(),
    headless: true,
    // The first start reads some hundred megabytes from the disk.
    timeout: 120_000,
    // Signals are for this process to handle; the browser ends with it.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--autoplay-policy=no-user-gesture-required',
    ],
  });
}

/** Ends the browser. One that does not listen any more ends with this process. */
export async function closeBrowser(browser: Browser | undefined): Promise<void> {
  if (browser === undefined) return;
  await within(30_000, 'The browser does not close.', browser.close()).catch(console.warn);
}

function usualPlaces(): string[] {
  switch (process.platform) {
    case 'win32':
      return ['ProgramFiles', 'ProgramFiles(x86)', 'LOCALAPPDATA'].flatMap((name) => {
        const folder = process.env[name];
        return folder === undefined
          ? []
          : [
              `${folder}\\Google\\Chrome\\Application\\chrome.exe`,
              `${folder}\\Microsoft\\Edge\\Application\\msedge.exe`,
              `${folder}\\Chromium\\Application\\chrome.exe`,
            ];
      });
    case 'darwin':
      return ['/Applications', `${process.env['HOME'] ?? ''}/Applications`].flatMap((folder) => [
        `${folder}/Google Chrome.app/Contents/MacOS/Google Chrome`,
        `${folder}/Chromium.app/Contents/MacOS/Chromium`,
        `${folder}/Microsoft Edge.app/Contents/MacOS/Microsoft Edge`,
      ]);
    default:
      return ['/usr/bin', '/usr/local/bin', '/snap/bin', '/opt/google/chrome'].flatMap((folder) =>
        [
          'chromium',
          'chromium-browser',
          'google-chrome',
          'google-chrome-stable',
          'chrome',
          'microsoft-edge',
        ].map((name) => `${folder}/${name}`),
      );
  }
}
