import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../../host/paths.ts';
import { run } from '../../host/processes.ts';
import { pythonEnvironment } from '../python/suite.ts';
import type { Surroundings } from '../suite.ts';
import type { SnippetLanguage } from '../../../src/snippets/snippets.ts';

/** A program that was made of a text and is ready to run. */
export interface Program {
  readonly command: string;
  readonly args: readonly string[];
}

/** Makes programs of texts in one language. */
export interface Runner {
  /** Writes the text down, and compiles it where that is a step of its own. Rejects with the compiler's words. */
  prepare(text: string, folder: string): Promise<Program>;
}

/** Rejects where the language's tools cannot be had. */
export async function openRunner(
  language: Exclude<SnippetLanguage, 'csharp' | 'java'>,
  surroundings: Surroundings,
): Promise<Runner> {
  switch (language) {
    case 'python': {
      const python = await pythonEnvironment(surroundings);
      return {
        prepare: async (text, folder) => ({ command: python, args: [await write(folder, 'main.py', text)] }),
      };
    }
    case 'javascript':
      return {
        prepare: async (text, folder) => ({
          command: process.execPath,
          args: [await write(folder, 'main.mjs', text)],
        }),
      };
    case 'typescript':
      return { prepare: compileTypeScript };
    case 'curl':
      await run('bash', ['-c', 'command -v curl openssl od sed']);
      await writeAz(surroundings.folder);
      return {
        prepare: async (text, folder) => ({ command: 'bash', args: [await write(folder, 'main.sh', text)] }),
      };
  }
}

/** Strict, as a new project is; the JavaScript that the compiler writes is run. */
async function compileTypeScript(text: string, folder: string): Promise<Program> {
  await write(folder, 'main.mts', text);
  const compilerOptions = {
    target: 'ES2022',
    module: 'NodeNext',
    strict: true,
    skipLibCheck: true,
    types: ['node'],
    outDir: 'js',
    rootDir: '.',
  };
  await write(folder, 'tsconfig.json', JSON.stringify({ compilerOptions, files: ['main.mts'] }));
  await run(process.execPath, [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', folder]);
  return { command: process.execPath, args: [join(folder, 'js', 'main.mjs')] };
}

/** Writes a text down. @returns its path */
export async function write(folder: string, name: string, text: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

/** The folder of a stand-in for `az account get-access-token`, which prints the token of its environment. */
export const azFolder = ({ folder }: Surroundings) => join(folder, 'az');

async function writeAz(folder: string): Promise<void> {
  const script = `#!/bin/sh
[ "$*" = 'account get-access-token --resource https://communication.azure.com --query accessToken --output tsv' ] || exit 1
echo "$STAND_IN_TOKEN"
`;
  await chmod(await write(join(folder, 'az'), 'az', script), 0o755);
}
