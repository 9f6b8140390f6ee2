import { canInstallPackages, installPackages } from '../host/debianPackages.ts';
import { run } from '../host/processes.ts';

/**
 * Finds a program, and installs Debian's package where that is possible.
 * @param check its arguments for a run that succeeds where it will do
 * Rejects with what is missing.
 */
export async function needProgram(
  program: string,
  check: readonly string[],
  missing: { readonly what: string; readonly packages: readonly string[] },
): Promise<string> {
  if (await succeeds(program, check)) return program;
  if (await canInstallPackages()) await installPackages(missing.packages);
  if (await succeeds(program, check)) return program;
  throw new Error(`${missing.what} is missing (Debian: ${missing.packages.join(', ')}).`);
}

/** Whether a program is there and its run succeeds. */
export async function succeeds(program: string, args: readonly string[]): Promise<boolean> {
  try {
    await run(program, args);
    return true;
  } catch {
    return false;
  }
}
