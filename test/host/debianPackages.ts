import { readFile } from 'node:fs/promises';
import { run } from './processes.ts';

/** Whether packages of the system can be installed without asking: Debian, as root. */
export async function canInstallPackages(): Promise<boolean> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  const release = await readFile('/etc/os-release', 'utf8').catch(() => '');
  return /^ID(_LIKE)?=.*debian/m.test(release) && !/^ID=ubuntu/m.test(release);
}

/** Installs packages of Debian. Rejects with what the installer printed when it fails. */
export async function installPackages(
  packages: readonly string[],
  log: (line: string) => void = console.log,
): Promise<void> {
  // Package servers break off now and then, and another program may be installing.
  const patience = ['-o', 'Acquire::Retries=5', '-o', 'DPkg::Lock::Timeout=300'];
  const options = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, timeoutMs: 900_000 };
  await run('apt-get', [...patience, 'update'], options).catch((error: unknown) =>
    log(`The lists of packages may be out of date: ${String(error)}`),
  );
  await run('apt-get', [...patience, 'install', '-y', '--no-install-recommends', ...packages], options);
}
