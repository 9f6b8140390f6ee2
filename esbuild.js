// Builds dist/: one small CommonJS entry, and one bundle for each module of ours that is loaded on demand
// with `import('./module.ts')`. Webview scripts (files named `main.ts` in a `webview` folder) are built for
// the browser. `--watch` rebuilds on change, `--dev` keeps names and adds source maps.
import { build, context } from 'esbuild';
import { existsSync, globSync, readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';

const dev = process.argv.includes('--dev') || process.argv.includes('--watch');
const watch = process.argv.includes('--watch');

/** Own modules that some other module loads on demand, found while bundling: path without `.ts` → output name. */
const onDemand = new Map([
  ['src/extension', 'extension'],
  ...(existsSync('src/emulator/main.ts') ? [['src/emulator/main', 'emulator']] : []),
]);

/** `import('./x.ts')` becomes a `require` of that module's own bundle; `@vscode/l10n` is one shared instance. */
const splitOnDemand = {
  name: 'split-on-demand',
  setup(build) {
    build.onResolve({ filter: /^\.\.?\// }, (args) => {
      if (args.kind !== 'dynamic-import') return undefined;
      const path = relative('.', resolve(args.resolveDir, args.path)).replace(/\.ts$/, '');
      const name = onDemand.get(path) ?? basename(path);
      onDemand.set(path, name);
      return { path: `./${name}.cjs`, external: true };
    });
    build.onResolve({ filter: /^@vscode\/l10n$/ }, (args) =>
      args.importer ? { path: './l10n.cjs', external: true } : undefined,
    );
  },
};

const shared = {
  bundle: true,
  minify: !dev,
  sourcemap: dev ? 'linked' : false,
  legalComments: 'none',
  logLevel: 'warning',
};

const nodeBundle = {
  ...shared,
  outdir: 'dist',
  platform: 'node',
  format: 'cjs',
  target: 'node22',
  outExtension: { '.js': '.cjs' },
  external: ['vscode'],
  // Its `main` is UMD, whose inner require calls do not survive bundling.
  alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
  supported: { 'dynamic-import': false },
  // @azure/storage-common calls createRequire(import.meta.url) while it loads.
  define: { 'import.meta.url': 'importMetaUrl' },
  banner: { js: 'const importMetaUrl=require("url").pathToFileURL(__filename).href;' },
  plugins: [splitOnDemand],
};

const nodeEntries = () => ({
  l10n: '@vscode/l10n',
  ...Object.fromEntries([...onDemand].map(([path, name]) => [name, `${path}.ts`])),
});

const webviewEntries = Object.fromEntries(
  globSync('src/views/**/webview/main.ts').map((file) => [
    join('webview', basename(dirname(dirname(file)))),
    file,
  ]),
);
const webviewBundle = {
  ...shared,
  outdir: 'dist',
  entryPoints: webviewEntries,
  platform: 'browser',
  format: 'iife',
  target: 'es2022',
  loader: { '.ttf': 'file', '.svg': 'text' },
};

/** Bundles until no bundle names a further on-demand module. */
async function buildNode() {
  for (let known = -1; known !== onDemand.size;) {
    known = onDemand.size;
    await build({ ...nodeBundle, entryPoints: nodeEntries() });
  }
}

rmSync('dist', { recursive: true, force: true });
await buildNode();
if (Object.keys(webviewEntries).length > 0) await build(webviewBundle);
if (watch) {
  for (const options of [{ ...nodeBundle, entryPoints: nodeEntries() }, webviewBundle]) {
    await (await context(options)).watch();
  }
  console.log('Watching for changes…');
}
