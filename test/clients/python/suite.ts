import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { canInstallPackages, installPackages } from '../../host/debianPackages.ts';
import { run } from '../../host/processes.ts';
import { readJunitReport } from '../junitReport.ts';
import type { Suite, Surroundings } from '../suite.ts';
import { succeeds } from '../tools.ts';

/**
 * Tests in pytest, run in an environment with the packages of `requirements.txt` beside them.
 * @param file in this folder, or a path
 */
export function pythonSuite(name: string, file: string): Suite {
  return {
    name,
    run: async (surroundings) => {
      const python = await pythonEnvironment(surroundings);
      const report = join(surroundings.folder, `python-${file.replace(/\W/g, '-')}.xml`);
      await rm(report, { force: true });
      const arguments_ = ['-m', 'pytest', '-q', '-p', 'no:cacheprovider', `--junitxml=${report}`, file];
      const failure = await run(python, arguments_, {
        cwd: import.meta.dirname,
        env: { ...process.env, ...surroundings.environment, PYTHONDONTWRITEBYTECODE: '1' },
      }).then(
        () => undefined,
        (error: unknown) => (error instanceof Error ? error : new Error(String(error))),
      );
      // Failed tests are in the report; without one, or without a failure in it, something else went wrong.
      if (failure !== undefined && !existsSync(report)) throw failure;
      const results = await readJunitReport(report);
      if (failure !== undefined && results.every(({ outcome }) => outcome !== 'failed')) throw failure;
      return results;
    },
  };
}

/**
 * Makes the environment where it is not there yet, or its list of packages has changed.
 * @returns its Python
 */
export async function pythonEnvironment(
  { folder }: Pick<Surroundings, 'folder'>,
  { requirements, name }: { readonly requirements: string; readonly name: string } = {
    requirements: join(import.meta.dirname, 'requirements.txt'),
    name: 'python',
  },
): Promise<string> {
  const hash = createHash('sha256')
    .update(await readFile(requirements))
    .digest('hex');
  const environment = join(folder, name);
  const [bin, program] = process.platform === 'win32' ? ['Scripts', 'python.exe'] : ['bin', 'python'];
  const python = join(environment, bin, program);
  const mark = join(environment, 'requirements.sha256');
  if ((await readFile(mark, 'utf8').catch(() => '')) === hash) return python;
  await rm(environment, { recursive: true, force: true });
  await run(await findPython(), ['-m', 'venv', environment]);
  await run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements]);
  await writeFile(mark, hash);
  return python;
}

async function findPython(): Promise<string> {
  const found = await usablePython();
  if (found !== undefined) return found;
  if (await canInstallPackages()) await installPackages(['python3', 'python3-venv']);
  const installed = await usablePython();
  if (installed !== undefined) return installed;
  throw new Error('Python 3.11 or newer with venv and pip is missing (Debian: python3 and python3-venv).');
}

/** The first Python of the path that is new enough and can make environments. */
async function usablePython(): Promise<string | undefined> {
  const check = 'import sys, venv, ensurepip; assert sys.version_info >= (3, 11)';
  for (const name of ['python3.11', 'python3', 'python', '/usr/bin/python3'])
    if (await succeeds(name, ['-c', check])) return name;
  return undefined;
}
