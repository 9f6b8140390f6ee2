import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import { secretVariables } from '../../emulator/secretOptions.ts';
import { scrubSecrets } from '../../base/scrubSecrets.ts';
import type { RunningService } from './events.ts';

/** The process of the local service, ready for requests; its endpoint has no `/` at the end. */
export interface LocalProcess extends RunningService {
  readonly child: ChildProcess;
  readonly connectionString: string;
}

/** Method, path without query, status: the IDs in it look like secrets and are none. Other lines are failures. */
const requestLine = /^[A-Z]+ \/[^\s?]* \d{3}$/;
const startWithinMs = 20_000;
/** The service ends when it has had no request for this long. */
const idleSeconds = 600;

/**
 * Starts the local service as a process that outlives this one. Rejects with an error that says why it did not
 * start.
 * @param onEvent called with each event that the service sends
 */
export async function startLocalProcess(
  program: string,
  log: vscode.LogOutputChannel,
  onEvent: (service: RunningService, event: unknown) => void,
): Promise<LocalProcess> {
  const child = spawn(process.execPath, [program, '--exit-when-idle', String(idleSeconds)], {
    ...{ detached: true, stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true },
    env: childEnvironment(),
  });
  child.unref();
  const pid = child.pid ?? 0;
  const { endpoint, connectionString } = await ready(child, log, (at, event) =>
    onEvent({ pid, endpoint: at }, event),
  );
  return { child, pid, endpoint, connectionString };
}

/** Resolves with the first line that the service writes; its log goes to ours. */
function ready(
  child: ChildProcess,
  log: vscode.LogOutputChannel,
  onEvent: (endpoint: string, event: unknown) => void,
): Promise<{ readonly endpoint: string; readonly connectionString: string }> {
  const { stdout, stderr } = child;
  if (!stdout || !stderr) return Promise.reject(new Error(l10n.t('The local service did not start.')));
  /** Its last lines. */
  const said: string[] = [];
  const note = (line: string): void => {
    said.push(line);
    if (said.length > 3) said.shift();
  };
  createInterface({ input: stderr }).on('line', (line) => {
    note(line);
    if (requestLine.test(line)) log.debug(`Local service: ${line}`);
    else log.warn(`Local service: ${scrubSecrets(line)}`);
  });
  return new Promise((resolve, reject) => {
    let endpoint = '';
    const fail = (): void => {
      clearTimeout(timer);
      child.kill();
      const why = scrubSecrets(said.join(' '));
      reject(new Error([l10n.t('The local service did not start.'), why].filter(Boolean).join(' ')));
    };
    const timer = setTimeout(fail, startWithinMs);
    child.once('error', (error) => {
      note(error.message);
      fail();
    });
    child.once('exit', fail);
    createInterface({ input: stdout }).on('line', (line) => {
      const message = readLine(line);
      if (message['event'] !== undefined) onEvent(endpoint, message['event']);
      const { connectionString } = message;
      if (typeof message['endpoint'] !== 'string' || typeof connectionString !== 'string') return;
      clearTimeout(timer);
      child.off('exit', fail);
      endpoint = message['endpoint'].replace(/\/$/, '');
      resolve({ endpoint, connectionString });
    });
  });
}

/** VS Code's own program runs the service as plain Node; a debugger of ours is not for it. */
function childEnvironment(): NodeJS.ProcessEnv {
  // Secrets of the environment are meant for a service that is started by hand.
  const own = Object.entries(process.env).filter(([name]) => !secretVariables.includes(name));
  const environment: NodeJS.ProcessEnv = { ...Object.fromEntries(own), ELECTRON_RUN_AS_NODE: '1' };
  delete environment['NODE_OPTIONS'];
  delete environment['VSCODE_INSPECTOR_OPTIONS'];
  return environment;
}

function readLine(line: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
  } catch {
    return {};
  }
}
