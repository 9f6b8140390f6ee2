import { createWriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort, start, stop, waitForPort } from './processes.ts';
import { userSettings } from './settings.ts';
import { installVSCodeServer } from './vscodeServerInstall.ts';

export interface VSCodeServerOptions {
  /** Where user data, settings and installed extensions lie. */
  readonly dataDir: string;
  /** Kept when this is absent and settings are there already. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Taken when it is free. */
  readonly port?: number;
  /** For the server and the extension host. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** A running VS Code server on the loopback address. */
export interface VSCodeServer {
  readonly port: number;
  /** Without a trailing slash. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts the VS Code server, installed on first use, and waits until it answers. */
export async function startVSCodeServer(options: VSCodeServerOptions): Promise<VSCodeServer> {
  const server = await installVSCodeServer();
  await writeUserSettings(options.dataDir, options.settings ?? {});
  const port = await freePort(options.port);
  const child = start(
    process.execPath,
    [
      join(server, 'out', 'server-main.js'),
      ...['--host', '127.0.0.1', '--port', String(port), '--without-connection-token'],
      ...['--accept-server-license-terms', '--telemetry-level', 'off', '--disable-workspace-trust'],
      // Without it the workbench ignores development and test paths.
      '--enable-smoke-test-driver',
      ...dataArguments(options.dataDir),
    ],
    { env: { ...process.env, ...options.env }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const logFile = join(options.dataDir, 'server.log');
  const log = createWriteStream(logFile);
  child.stdout?.pipe(log, { end: false });
  child.stderr?.pipe(log, { end: false });
  try {
    await waitForPort(port, child);
  } catch (error) {
    await stop(child);
    throw new Error(`The VS Code server did not start; see ${logFile}.`, { cause: error });
  }
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    stop: async () => {
      await stop(child);
      log.end();
    },
  };
}

/** The arguments that tell the server, or its command line, where its data lies. */
export function dataArguments(dataDir: string): string[] {
  return [
    ...['--server-data-dir', dataDir],
    ...['--user-data-dir', join(dataDir, 'user')],
    ...['--extensions-dir', join(dataDir, 'extensions')],
  ];
}

/** Writes the user settings of a data folder: those of every test instance, and these. */
export async function writeUserSettings(
  dataDir: string,
  settings: Readonly<Record<string, unknown>>,
): Promise<void> {
  const folder = join(dataDir, 'user', 'User');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'settings.json'), JSON.stringify({ ...userSettings, ...settings }, null, 2));
}
