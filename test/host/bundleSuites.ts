import { globSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build } from 'esbuild';
import { out, root } from './paths.ts';

/** Bundles of the tests that run in VS Code. */
export interface SuiteBundles {
  /** Exports `run()`, as VS Code wants it. */
  readonly entry: string;
  readonly testFiles: readonly string[];
}

/** Bundles the tests of `test/host/suite` to CommonJS, which the extension host loads. */
export async function bundleSuites(): Promise<SuiteBundles> {
  const outdir = join(out, 'host', 'suite');
  const tests = globSync('test/host/suite/**/*.test.ts', { cwd: root }).sort();
  rmSync(outdir, { recursive: true, force: true });
  await build({
    absWorkingDir: root,
    entryPoints: ['test/host/suite/index.ts', ...tests],
    outbase: 'test/host/suite',
    outdir,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    outExtension: { '.js': '.cjs' },
    sourcemap: 'inline',
    logLevel: 'warning',
    external: ['vscode', 'azurite', 'playwright-core'],
    // As in esbuild.js.
    alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
    define: { 'import.meta.url': 'importMetaUrl', 'import.meta.dirname': '__dirname' },
    banner: { js: 'const importMetaUrl=require("url").pathToFileURL(__filename).href;' },
    plugins: [
      {
        name: 'one-mocha',
        // Every bundle shares one mocha, and its CommonJS half is the class itself.
        setup: (bundling) =>
          bundling.onResolve({ filter: /^mocha$/ }, () => ({
            path: join(root, 'node_modules', 'mocha', 'lib', 'mocha.cjs'),
            external: true,
          })),
      },
    ],
  });
  return {
    entry: join(outdir, 'index.cjs'),
    testFiles: tests.map((file) =>
      join(outdir, file.slice('test/host/suite/'.length).replace(/\.ts$/, '.cjs')),
    ),
  };
}

/** The suites whose file name contains one of the words; all when there are no words. */
export function selectSuites(testFiles: readonly string[], words: readonly string[]): readonly string[] {
  return words.length === 0
    ? testFiles
    : testFiles.filter((file) => words.some((word) => basename(file).includes(word)));
}
