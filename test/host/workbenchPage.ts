import type { BrowserContext, Page } from 'playwright-core';

export interface WorkbenchOptions {
  /** Of the VS Code server, without a trailing slash. */
  readonly url: string;
  /** The folder that is opened; an empty window when absent. */
  readonly folder?: string | undefined;
  readonly extensionDevelopmentPaths?: readonly string[];
  readonly extensionTestsPath?: string | undefined;
  /** Gets each line that the workbench and the extension host log. */
  readonly onLog?: (line: string) => void;
  /** Called when the tests of `extensionTestsPath` have run; 0 when they passed. */
  readonly onTestsEnd?: (code: number) => void;
}

/** The address of a workbench, as a person may open it too. */
export function workbenchUrl(options: WorkbenchOptions): string {
  const remote = (path: string) => `vscode-remote://${new URL(options.url).host}${asUriPath(path)}`;
  const payload = [
    ...(options.extensionDevelopmentPaths ?? []).map((path) => ['extensionDevelopmentPath', remote(path)]),
    ...(options.extensionTestsPath === undefined
      ? []
      : [['extensionTestsPath', remote(options.extensionTestsPath)]]),
  ];
  const place =
    options.folder === undefined ? 'ew=true' : `folder=${encodeURIComponent(asUriPath(options.folder))}`;
  const extras = payload.length === 0 ? '' : `&payload=${encodeURIComponent(JSON.stringify(payload))}`;
  return `${options.url}/?${place}${extras}`;
}

/** Opens VS Code in a page and waits until its frame is drawn. */
export async function openWorkbenchPage(context: BrowserContext, options: WorkbenchOptions): Promise<Page> {
  const page = await context.newPage();
  page.on('console', (message) => options.onLog?.(`${message.type()}: ${message.text()}`));
  await page.exposeFunction('codeAutomationLog', () => undefined);
  await page.exposeFunction('codeAutomationExit', (code: number) => options.onTestsEnd?.(code));
  page.on('pageerror', (error) => options.onLog?.(`page error: ${error.message}`));
  page.on('crash', () => options.onLog?.('page crashed'));
  await page.goto(workbenchUrl(options), { timeout: 120_000 });
  await page.waitForSelector('.monaco-workbench .part.statusbar', { timeout: 120_000 });
  return page;
}

function asUriPath(path: string): string {
  const forward = path.replaceAll('\\', '/');
  return forward.startsWith('/') ? forward : `/${forward}`;
}
