import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { downloadAndUnzipVSCode } from '@vscode/test-electron';
import { downloads } from './paths.ts';
import { within } from './processes.ts';

/**
 * The program file of a desktop VS Code: the one that `VSCODE_EXECUTABLE` names, or a download.
 * @returns undefined where none can be had, or none can show a window
 */
export async function downloadedDesktop(
  log: (line: string) => void = console.log,
): Promise<string | undefined> {
  const named = process.env['VSCODE_EXECUTABLE'];
  if (named !== undefined && named !== '') {
    if (existsSync(named)) return named;
    throw new Error(`VSCODE_EXECUTABLE names a file that is not there: ${named}`);
  }
  if (process.env['VSCODE_HOST'] === 'server' || !canShowWindows()) return undefined;
  if (!(await canDownload())) {
    log('VS Code cannot be downloaded here; the VS Code server is used.');
    return undefined;
  }
  return downloadAndUnzipVSCode({ cachePath: downloads, extractSync: true });
}

/** The program file or command line of a desktop VS Code that is installed on this machine. */
export function installedDesktop(): string | undefined {
  const named = process.env['VSCODE_EXECUTABLE'];
  if (named !== undefined && named !== '') return named;
  if (process.env['VSCODE_HOST'] === 'server' || !canShowWindows()) return undefined;
  return usualPlaces().find((path) => existsSync(path));
}

/** False on a machine without a screen, or for the root user on Linux, whom desktop VS Code turns away. */
function canShowWindows(): boolean {
  if (process.platform !== 'linux') return true;
  const hasDisplay = Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);
  return hasDisplay && process.getuid?.() !== 0;
}

async function canDownload(): Promise<boolean> {
  try {
    const releases = 'https://update.code.visualstudio.com/api/releases/stable';
    const answer = await within(
      15_000,
      'No answer.',
      fetch(releases, { signal: AbortSignal.timeout(15_000) }),
    );
    return answer.ok;
  } catch {
    return false;
  }
}

function usualPlaces(): string[] {
  switch (process.platform) {
    case 'win32':
      return [
        join(process.env['LOCALAPPDATA'] ?? '', 'Programs', 'Microsoft VS Code', 'Code.exe'),
        join(process.env['ProgramFiles'] ?? '', 'Microsoft VS Code', 'Code.exe'),
      ];
    case 'darwin':
      return ['/Applications', join(homedir(), 'Applications')].map((folder) =>
        join(folder, 'Visual Studio Code.app', 'Contents', 'Resources', 'app', 'bin', 'code'),
      );
    default:
      return [
        ...(process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, 'code')),
        '/usr/share/code/bin/code',
        '/snap/bin/code',
      ].filter(isVSCode);
  }
}

/** Other programs are named `code` too. */
function isVSCode(path: string): boolean {
  if (!existsSync(path)) return false;
  const { status, stdout } = spawnSync(path, ['--version'], { encoding: 'utf8', timeout: 15_000 });
  return status === 0 && /^\d+\.\d+\.\d+\S*\n[0-9a-f]{40}\n/.test(stdout);
}
