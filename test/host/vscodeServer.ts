import { createWriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { portToTake, printedPort, run, start, stop } from './processes.ts';
import { installVSCodeServer } from './vscodeServerInstall.ts';

export interface VSCodeServerOptions {
  /** Where settings, state and secrets are, as in desktop VS Code: `User/settings.json` and so on. */
  readonly userDataDir: string;
  /** Where installed extensions are; default: below `userDataDir`. */
  readonly extensionsDir?: string | undefined;
  /**
   * Makes the workbench take development and test paths and report the tests' end. It then shows no
   * notifications, so tests that drive it as a person would go without, with the extension installed.
   */
  readonly automation?: boolean;
  /** Taken when it is free. */
  readonly port?: number;
  /** For the server and the extension host, besides the environment of this process. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** A running VS Code server on the loopback address. */
export interface VSCodeServer {
  readonly port: number;
  /** Without a trailing slash. */
  readonly url: string;
  stop(): Promise<void>;
}

const preload = ['--import', new URL('standIns/preload.ts', import.meta.url).href];

/** Starts the VS Code server, installed on first use, and waits until it answers. */
export async function startVSCodeServer(options: VSCodeServerOptions): Promise<VSCodeServer> {
  const server = await installVSCodeServer();
  const wanted = await portToTake(options.port);
  await mkdir(options.userDataDir, { recursive: true });
  const child = start(
    process.execPath,
    [
      ...preload,
      join(server, 'out', 'server-main.js'),
      ...['--host', '127.0.0.1', '--port', String(wanted), '--without-connection-token'],
      ...['--accept-server-license-terms', '--telemetry-level', 'off', '--disable-workspace-trust'],
      ...(options.automation === true ? ['--enable-smoke-test-driver'] : []),
      ...dataArguments(options),
    ],
    {
      env: {
        ...process.env,
        // No gallery: it would be asked for recommendations and updates.
        EXTENSIONS_GALLERY: '{"serviceUrl":""}',
        ...options.env,
        SECRET_KEY_FILE: join(options.userDataDir, 'server', 'secret-key'),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const logFile = join(options.userDataDir, 'server.log');
  const log = createWriteStream(logFile);
  child.stdout?.pipe(log, { end: false });
  child.stderr?.pipe(log, { end: false });
  const port = await printedPort(child, /^Extension host agent listening on (\d+)\s/m).catch(
    async (error: unknown) => {
      await stop(child);
      throw new Error(`The VS Code server did not start; see ${logFile}.`, { cause: error });
    },
  );
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    stop: async () => {
      await stop(child);
      log.end();
    },
  };
}

/** The arguments that give the server, or its command line, its data folder. */
export function dataArguments(options: Pick<VSCodeServerOptions, 'userDataDir' | 'extensionsDir'>): string[] {
  return [
    ...['--server-data-dir', join(options.userDataDir, 'server')],
    ...['--user-data-dir', options.userDataDir],
    ...['--extensions-dir', options.extensionsDir ?? join(options.userDataDir, 'extensions')],
  ];
}

/** Installs a packaged extension, as `code --install-extension` does. */
export async function installVsix(
  vsix: string,
  options: Pick<VSCodeServerOptions, 'userDataDir' | 'extensionsDir'>,
): Promise<void> {
  const server = await installVSCodeServer();
  await run(
    process.execPath,
    [
      ...preload,
      join(server, 'out', 'server-main.js'),
      ...['--accept-server-license-terms', '--telemetry-level', 'off'],
      ...dataArguments(options),
      ...['--install-extension', vsix],
    ],
    { timeoutMs: 120_000 },
  );
}

/**
 * Writes user settings for desktop VS Code and the server alike. What the extension keeps for a machine,
 * its containers, VS Code looks for in a file of its own when it runs as a server.
 */
export async function writeUserSettings(
  userDataDir: string,
  settings: Readonly<Record<string, unknown>>,
): Promise<void> {
  await writeSettings(join(userDataDir, 'User'), settings);
  const own = Object.entries(settings).filter(([key]) => key.startsWith('callRecordings.'));
  if (own.length > 0) await writeSettings(join(userDataDir, 'Machine'), Object.fromEntries(own));
}

async function writeSettings(folder: string, settings: Readonly<Record<string, unknown>>): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'settings.json'), `${JSON.stringify(settings, null, 2)}\n`);
}
