import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { type Server, createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import type { RecordingStore } from '../../src/storage/recordingStore.ts';
import { LocalFolderStore } from '../../src/storage/folder/localStore.ts';
import { RangeServer } from '../../src/storage/transfer/rangeServer.ts';
import { inspectorHtml } from '../../src/views/inspector/html.ts';
import { InspectorSession, type SessionPorts } from '../../src/views/inspector/session.ts';
import { errorLine } from '../../src/views/messages/errorLine.ts';
import { readFromWebview } from '../../src/views/inspector/protocol.ts';
import { launchBrowser } from '../host/browser.ts';
import { root } from '../host/paths.ts';
import type { SampleFile } from '../host/sampleRecording.ts';
import { type PageTheme, themeVariables } from './inspectorThemes.ts';
import { CountingStore } from './countingStore.ts';

export interface PageOptions {
  readonly theme?: PageTheme;
  /** In place of the store that holds the files. */
  readonly store?: (store: RecordingStore) => RecordingStore;
  readonly ports?: Partial<SessionPorts>;
  /** Origins of links besides the loopback server's. */
  readonly mediaOrigins?: readonly string[];
  /** Runs in the page before its script. */
  readonly before?: string;
  /** True for a recording that was written just now, so that the inspector looks for more; else it is a day old. */
  readonly isNew?: boolean;
}

/**
 * The inspector in a plain browser page: the real webview script and the real session, with a page in
 * place of VS Code between them.
 */
export class InspectorPage {
  readonly page: Page;
  readonly store: CountingStore;
  readonly folder: string;
  /** When the page was opened, as `performance.now()` counts. */
  readonly openedAt: number;
  readonly session: InspectorSession;
  /** What the webview asked the editor to do. */
  readonly asked: string[];
  /** Errors, and what the page's content security policy refused. */
  readonly complaints: string[];
  readonly #end: () => Promise<void>;

  private constructor(parts: Omit<InspectorPage, 'close'>, end: () => Promise<void>) {
    this.page = parts.page;
    this.store = parts.store;
    this.folder = parts.folder;
    this.openedAt = parts.openedAt;
    this.session = parts.session;
    this.asked = parts.asked;
    this.complaints = parts.complaints;
    this.#end = end;
  }

  /** Opens the inspector on the recording of the first file. */
  static async open(
    browser: Browser,
    files: readonly SampleFile[],
    options: PageOptions = {},
  ): Promise<InspectorPage> {
    const folder = await mkdtemp(join(tmpdir(), 'acs-inspector-'));
    await writeFiles(folder, files, options.isNew === true ? undefined : new Date(Date.now() - 86_400_000));
    const ranges = await RangeServer.start();
    const pages = await servePage([ranges.origin, ...(options.mediaOrigins ?? [])]);
    const context = await browser.newContext({
      viewport: { width: 1100, height: 1300 },
      locale: 'en-US',
      timezoneId: 'UTC',
    });
    const page = await context.newPage();
    const asked: string[] = [];
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    const store = new CountingStore(
      options.store?.(new LocalFolderStore(folder)) ?? new LocalFolderStore(folder),
    );
    const recordingPath = dirname(files[0]?.name ?? '') + '/';
    const session = new InspectorSession(
      { store, containerName: 'Test', prefix: '', path: recordingPath },
      { containerId: 'test', recordingPath },
      ranges,
      {
        post: (message) => void page.evaluate(`window.postMessage(${JSON.stringify(message)}, '*')`),
        copy: (text) => asked.push(`copy ${text}`),
        openDocument: (file) => asked.push(`document ${file.name}`),
        openMedia: (file, place) => asked.push(`${place} ${file.name}`),
        editSignIn: () => asked.push('editSignIn'),
        explain: errorLine,
        log: () => undefined,
        ...options.ports,
      },
    );
    await page.exposeFunction('sendToExtension', (message: unknown) => {
      const known = readFromWebview(message);
      if (!known) complaints.push(`unknown message: ${JSON.stringify(message)}`);
      else void session.take(known);
    });
    await page.addInitScript(fakeEditor(options.theme ?? 'dark'));
    if (options.before !== undefined) await page.addInitScript(options.before);
    const openedAt = performance.now();
    await page.goto(pages.url);
    const end = async (): Promise<void> => {
      await context.close();
      session.dispose();
      pages.server.close();
      ranges.dispose();
      await rm(folder, { recursive: true, force: true });
    };
    return new InspectorPage({ page, store, folder, openedAt, session, asked, complaints }, end);
  }

  async close(): Promise<void> {
    await this.#end();
  }
}

/** Starts the browser that the pages open in. */
export function openBrowser(): Promise<Browser> {
  return launchBrowser();
}

/** Writes files below a folder. @param written when they claim to be written, if not now */
export async function writeFiles(
  folder: string,
  files: readonly SampleFile[],
  written?: Date,
): Promise<void> {
  for (const file of files) {
    const path = join(folder, file.name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, file.content);
    if (written) await utimes(path, written, written);
  }
}

/** What VS Code gives a webview: its API and the colours of the theme. */
function fakeEditor(theme: PageTheme): string {
  return `
    globalThis.acquireVsCodeApi = () => ({
      postMessage: (message) => void sendToExtension(message),
      getState: () => JSON.parse(sessionStorage.getItem('state') ?? 'null') ?? undefined,
      setState: (state) => sessionStorage.setItem('state', JSON.stringify(state)),
    });
    document.addEventListener('DOMContentLoaded', () => {
      document.body.classList.add('${theme === 'highContrast' ? 'vscode-high-contrast' : `vscode-${theme}`}');
      for (const [name, value] of Object.entries(${JSON.stringify(themeVariables(theme))})) {
        document.documentElement.style.setProperty('--vscode-' + name, value);
      }
    });`;
}

async function servePage(mediaOrigins: readonly string[]): Promise<{ server: Server; url: string }> {
  const [script, style] = await bundle();
  const server = createServer((request, response) => {
    const origin = `http://${request.headers.host ?? ''}`;
    const [type, content] =
      request.url === '/inspector.js'
        ? ['text/javascript', script]
        : request.url === '/inspector.css'
          ? ['text/css', style]
          : [
              'text/html',
              inspectorHtml({
                scriptUri: `${origin}/inspector.js`,
                styleUri: `${origin}/inspector.css`,
                cspSource: origin,
                mediaOrigins,
              }),
            ];
    response.setHeader('Content-Type', type).end(content);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return { server, url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/` };
}

let bundled: Promise<readonly [string, string]> | undefined;

function bundle(): Promise<readonly [string, string]> {
  bundled ??= build({
    entryPoints: [join(root, 'src/views/inspector/webview/main.ts')],
    outdir: 'out',
    write: false,
    bundle: true,
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
  }).then(({ outputFiles }) => {
    const text = (end: string): string => outputFiles.find((file) => file.path.endsWith(end))?.text ?? '';
    return [text('.js'), text('.css')] as const;
  });
  return bundled;
}
