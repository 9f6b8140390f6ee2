import { access, copyFile, mkdir, readFile, readdir, rename, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { downloads, root } from './paths.ts';
import { run } from './processes.ts';

const pinned = join(root, 'test', 'host', 'vscode-server');

/**
 * Installs the VS Code server from the npm registry, once: a later call finds it in a moment.
 * @returns the folder of the server, the one that holds `out/server-main.js`
 */
export async function installVSCodeServer(log: (line: string) => void = console.log): Promise<string> {
  const { dependencies } = JSON.parse(await readFile(join(pinned, 'package.json'), 'utf8')) as {
    dependencies: Record<'code-server', string>;
  };
  const home = join(downloads, `vscode-server-${dependencies['code-server']}`);
  const server = join(home, 'node_modules', 'code-server', 'lib', 'vscode');
  if (process.platform === 'win32')
    throw new Error('There is no VS Code server for Windows: set VSCODE_EXECUTABLE to desktop VS Code.');
  if (!(await exists(home))) {
    log('Installing the VS Code server (once, about 20 seconds)…');
    await removeUnfinished();
    // Built aside and renamed at the end: an install that is cut off leaves nothing that looks complete.
    const unfinished = `${home}.${process.pid}.unfinished`;
    await installInto(unfinished);
    try {
      await rename(unfinished, home);
    } catch (error) {
      if (!(await exists(home))) throw error;
      // Another run was faster.
      await rm(unfinished, { recursive: true, force: true });
    }
  }
  return server;
}

async function installInto(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const file of ['package.json', 'package-lock.json'])
    await copyFile(join(pinned, file), join(folder, file));
  await npm(folder, 'ci', '--ignore-scripts');
  const server = join(folder, 'node_modules', 'code-server', 'lib', 'vscode');
  // What these two need is pinned by the shrinkwrap files that the package brings.
  await npm(server, 'install', '--ignore-scripts', '--omit=dev');
  await npm(join(server, 'extensions'), 'install', '--ignore-scripts', '--omit=dev');
  await symlink('node_modules', join(server, 'node_modules.asar'), 'dir');
  // An assistant that asks for a sign-in has no place in tests and pictures of this extension.
  await rm(join(server, 'extensions', 'copilot'), { recursive: true, force: true });
}

async function npm(folder: string, ...args: string[]): Promise<void> {
  // `npm run` hands its own npm on; without it (plain `node file.ts`) the one on the PATH does.
  const cli = process.env['npm_execpath'];
  const quiet = ['--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error'];
  const env = Object.fromEntries(
    // The settings of the outer npm (workspace, prefix, script name) do not concern this one.
    Object.entries(process.env).filter(
      ([name]) => !/^npm_(package|lifecycle|command|config_local)/.test(name) && name !== 'INIT_CWD',
    ),
  );
  const options = { cwd: folder, env, timeoutMs: 900_000 };
  if (cli?.endsWith('.js') === true) await run(process.execPath, [cli, ...args, ...quiet], options);
  else await run('npm', [...args, ...quiet], { ...options, shell: process.platform === 'win32' });
}

async function removeUnfinished(): Promise<void> {
  await mkdir(downloads, { recursive: true });
  for (const name of await readdir(downloads)) {
    const pid = /^vscode-server-.*\.(\d+)\.unfinished$/.exec(name)?.[1];
    if (pid !== undefined && !isRunning(Number(pid)))
      await rm(join(downloads, name), { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
