import { type ChildProcess, type SpawnOptions, spawn, spawnSync } from 'node:child_process';
import { connect, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** Processes started here that still run; all end with this process. */
const running = new Set<ChildProcess>();
let watching = false;
/** How many wait for `interrupted`: they end the process in their own order. */
let orderly = 0;

/** Starts a process that, with all its children, ends no later than this process does. */
export function start(command: string, args: readonly string[], options: SpawnOptions = {}): ChildProcess {
  endChildrenWithThisProcess();
  // A group of its own on POSIX, so that its children can be ended with it.
  const child = spawn(command, args, { ...options, detached: process.platform !== 'win32' });
  running.add(child);
  child.once('exit', () => {
    if (process.platform === 'win32') running.delete(child);
  });
  child.once('error', () => running.delete(child));
  return child;
}

/** Ends a process started with `start`, and its children; those that do not end in time are killed. */
export async function stop(child: ChildProcess, graceMs = 3000): Promise<void> {
  signalTree(child, 'SIGTERM');
  for (let waitedMs = 0; waitedMs < graceMs && isTreeAlive(child); waitedMs += 50) await sleep(50);
  signalTree(child, 'SIGKILL');
  running.delete(child);
}

/** Runs a command to its end. Rejects with what it printed when it fails or takes too long. */
export async function run(
  command: string,
  args: readonly string[],
  options: SpawnOptions & { readonly timeoutMs?: number } = {},
): Promise<string> {
  const child = start(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  const printed: Buffer[] = [];
  child.stdout?.on('data', (data: Buffer) => printed.push(data));
  child.stderr?.on('data', (data: Buffer) => printed.push(data));
  const timeoutMs = options.timeoutMs ?? 600_000;
  const timer = setTimeout(() => void stop(child), timeoutMs);
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    const text = Buffer.concat(printed).toString();
    if (code === 0) return text;
    const how = code === null ? `was ended (time limit ${timeoutMs / 1000} s)` : `failed with code ${code}`;
    throw new Error(`${command} ${args.join(' ')} ${how}:\n${text.slice(-4000)}`);
  } finally {
    clearTimeout(timer);
    running.delete(child);
  }
}

/** From now on an unhandled error ends this process with its message and without its stack. */
export function endPlainlyOnErrors(): void {
  process.once('uncaughtException', (error: unknown) => {
    for (let one = error; one instanceof Error; one = one.cause) console.error(one.message);
    if (!(error instanceof Error)) console.error(error);
    process.exit(1);
  });
}

/** The wanted port of the loopback address where it is free, else 0, for which the system gives one that is. */
export async function portToTake(wanted = 0): Promise<number> {
  if (wanted === 0 || (await isListening(wanted))) return 0;
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(0));
    server.listen(wanted, '127.0.0.1', () => server.close(() => resolve(wanted)));
  });
}

/**
 * Waits until a process, whose output is piped, has printed the port that it listens on. Rejects with what it
 * printed when it ends first, and after the time limit.
 * @param pattern its first group is the port; it reaches beyond the last digit
 */
export async function printedPort(
  child: ChildProcess,
  pattern: RegExp,
  timeoutMs = 120_000,
): Promise<number> {
  let printed = '';
  const outputs = [child.stdout, child.stderr];
  const port = new Promise<number>((resolve, reject) => {
    const read = (data: Buffer) => {
      printed += data.toString();
      const found = pattern.exec(printed)?.[1];
      if (found === undefined) return;
      // What is printed from here on is passed on, also where no one listens.
      for (const output of outputs) output?.off('data', read);
      resolve(Number(found));
    };
    for (const output of outputs) output?.on('data', read);
    child.once('error', reject);
    child.once('close', (code, signal) =>
      reject(new Error(`It ended with code ${code ?? signal} before it listened:\n${printed.slice(-4000)}`)),
    );
  });
  return within(timeoutMs, `It did not listen within ${timeoutMs / 1000} s.`, port);
}

/** Rejects with the message when the promise takes longer than that. */
export async function within<T>(timeoutMs: number, message: string, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(message)), timeoutMs);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Resolves when the person presses Ctrl+C or the process is asked to end; a second time ends it at once. */
export function interrupted(): Promise<void> {
  endChildrenWithThisProcess();
  orderly++;
  return new Promise((resolve) => {
    for (const signal of endSignals)
      process.once(signal, () => {
        orderly = 0;
        resolve();
      });
  });
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.setTimeout(2000);
    const answer = (yes: boolean) => {
      socket.destroy();
      resolve(yes);
    };
    socket.once('connect', () => answer(true));
    socket.once('error', () => answer(false));
    socket.once('timeout', () => answer(false));
  });
}

function signalTree(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  if (process.platform === 'win32') {
    spawnSync('taskkill', ['/pid', String(child.pid), '/T', '/F'], { stdio: 'ignore' });
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The group has ended.
  }
}

function isTreeAlive(child: ChildProcess): boolean {
  if (child.pid === undefined) return false;
  if (process.platform === 'win32') return child.exitCode === null && child.signalCode === null;
  try {
    process.kill(-child.pid, 0);
    return true;
  } catch {
    return false;
  }
}

const endSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

function endChildrenWithThisProcess(): void {
  if (watching) return;
  watching = true;
  process.once('exit', () => {
    for (const child of running) signalTree(child, 'SIGKILL');
  });
  for (const signal of endSignals) {
    process.on(signal, () => {
      if (orderly === 0) process.exit(130);
    });
  }
}
