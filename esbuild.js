// Builds dist/: one small CommonJS entry, and one bundle for each module of ours that is loaded on demand
// with `import('./module.ts')`. Webview scripts (files named `main.ts` in a `webview` folder) are built for
// the browser. `--watch` rebuilds on change, `--dev` keeps names and adds source maps, `--outdir` builds
// elsewhere. What went into each bundle is written to `out/bundles.json`. `--service` builds the package of the
// local service instead: its program and its module, for Node 20, without webviews.
import { build, context } from 'esbuild';
import { existsSync, globSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';

const { values: options } = parseArgs({
  options: {
    dev: { type: 'boolean', default: false },
    watch: { type: 'boolean', default: false },
    outdir: { type: 'string', default: 'dist' },
    service: { type: 'boolean', default: false },
  },
});
const dev = options.dev || options.watch;

/** Own modules that some other module loads on demand, found while bundling: path without `.ts` → output name. */
const onDemand = new Map(
  options.service
    ? [
        ['src/localServiceProgram', 'program'],
        ['src/localServicePackage', 'index'],
      ]
    : [
        ['src/extension', 'extension'],
        ['src/localServiceProgram', 'emulator'],
        ['src/mediaFiles/probe/worker', 'mediaProbe'],
      ],
);

/** `import('./x.ts')` becomes a `require` of that module's own bundle; `@vscode/l10n` is one shared instance. */
const splitOnDemand = {
  name: 'split-on-demand',
  setup(build) {
    build.onResolve({ filter: /^\.\.?\// }, (args) => {
      if (args.kind !== 'dynamic-import' || args.importer.includes('node_modules')) return undefined;
      const path = relative('.', resolve(args.resolveDir, args.path))
        .replaceAll('\\', '/')
        .replace(/\.ts$/, '');
      // Named by path, as file names repeat from room to room.
      const name = onDemand.get(path) ?? path.replace(/^src\//, '').replaceAll('/', '.');
      onDemand.set(path, name);
      return { path: `./${name}.cjs`, external: true };
    });
    build.onResolve({ filter: /^@vscode\/l10n$/ }, (args) =>
      args.importer ? { path: './l10n.cjs', external: true } : undefined,
    );
  },
};

/**
 * Binds what the code uses of VS Code's API by name, once for each bundle. As an external module it would be
 * copied, some 300 properties, for each file that imports it: most of the time that loading took.
 */
const vscodeByName = {
  name: 'vscode-by-name',
  setup(build) {
    build.onResolve({ filter: /^vscode$/ }, ({ namespace }) =>
      namespace === 'api' ? { path: 'vscode', external: true } : { path: 'vscode', namespace: 'api' },
    );
    build.onLoad({ filter: /^vscode$/, namespace: 'api' }, () => {
      const source = globSync('src/**/*.ts').map((file) => readFileSync(file, 'utf8'));
      const names = new Set(source.flatMap((text) => text.match(/(?<=\bvscode\.)[A-Za-z]\w+/g) ?? []));
      const exports = [...names]
        .sort()
        .map((name) => `export const ${name} = /* @__PURE__ */ get('${name}');`);
      const get = "const api = require('vscode'), get = (name) => api[name];";
      return { contents: [get, ...exports].join('\n'), loader: 'js' };
    });
  },
};

const shared = {
  bundle: true,
  minify: !dev,
  sourcemap: dev ? 'linked' : false,
  legalComments: 'none',
  logLevel: 'warning',
  outdir: options.outdir,
  metafile: true,
};

const nodeBundle = {
  ...shared,
  platform: 'node',
  format: 'cjs',
  target: options.service ? 'node20' : 'node22',
  outExtension: { '.js': '.cjs' },
  // Its `main` is UMD, whose inner require calls do not survive bundling.
  alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
  supported: { 'dynamic-import': false },
  // @azure/storage-common calls createRequire(import.meta.url) while it loads.
  define: { 'import.meta.url': 'importMetaUrl' },
  banner: {
    js: [
      'const importMetaUrl=require("url").pathToFileURL(__filename).href;',
      // Node 20 lacks it.
      ...(options.service
        ? ['URL.parse??=(text,base)=>URL.canParse(text,base)?new URL(text,base):null;']
        : []),
    ].join(''),
  },
  plugins: [splitOnDemand, vscodeByName],
};

const nodeEntries = () => ({
  l10n: '@vscode/l10n',
  ...Object.fromEntries([...onDemand].map(([path, name]) => [name, `${path}.ts`])),
});

const webviewBundle = {
  ...shared,
  entryPoints: Object.fromEntries(
    globSync('src/views/**/webview/main.ts').map((file) => [
      `webview/${basename(dirname(dirname(file)))}`,
      file,
    ]),
  ),
  platform: 'browser',
  format: 'iife',
  target: 'es2022',
};

/** Bundles until no bundle names a further on-demand module. */
async function buildNode() {
  for (;;) {
    const known = onDemand.size;
    const { metafile } = await build({ ...nodeBundle, entryPoints: nodeEntries() });
    if (known === onDemand.size) return metafile;
  }
}

/** Removes what an earlier build left. A VS Code that runs from dist/ meanwhile keeps what it needs. */
function prune() {
  const kept = new Set(Object.keys(nodeEntries()).map((name) => `${name}.cjs`));
  for (const file of readdirSync(options.outdir)) {
    const [name] = file.split('.map');
    if (!file.includes('.cjs')) continue;
    if (!kept.has(name) || (file.endsWith('.map') && !dev)) rmSync(join(options.outdir, file));
  }
}

/** The licences of all packages that went into the bundles, as they ask for. Fails for a package without one. */
function writeNotices(...metafiles) {
  const inputs = metafiles.flatMap((one) => Object.keys(one.inputs));
  const folders = new Set(inputs.flatMap((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path) ?? []));
  const notices = [...folders].sort().map((folder) => {
    const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const { name, version, license, homepage, repository } = manifest;
    const place = homepage ?? repository?.url ?? repository ?? '';
    return `${name} ${version} (${license}) ${place}\n\n${licenceText(folder, manifest)}`;
  });
  const text = notices.join(`\n\n${'-'.repeat(80)}\n\n`);
  writeFileSync(
    join(options.outdir, 'THIRD_PARTY_NOTICES.txt'),
    `Packages that are part of this package\n\n${text}\n`,
  );
}

/** The licence file of a package, or the text that SPDX has for the licence its manifest names. */
function licenceText(folder, { name, license, author }) {
  const file = readdirSync(folder).find((one) => /^(licen[cs]e|copying)/i.test(one));
  if (file) return readFileSync(join(folder, file), 'utf8').trim();
  const standard = join('node_modules', 'spdx-license-list', 'licenses', `${license}.json`);
  if (!existsSync(standard))
    throw new Error(`${name} has no licence text, and "${license}" is not an SPDX name.`);
  const holder = `(c) ${author?.name ?? author ?? `the authors of ${name}`}`;
  return JSON.parse(readFileSync(standard, 'utf8'))
    .licenseText.replace('(c) <year> <copyright holders>', holder)
    .trim();
}

const metafile = await buildNode();
const webviews = options.service ? { metafile: { inputs: {} } } : await build(webviewBundle);
prune();
if (!dev) writeNotices(metafile, webviews.metafile);
if (!existsSync('out')) mkdirSync('out');
writeFileSync(options.service ? 'out/service-bundles.json' : 'out/bundles.json', JSON.stringify(metafile));
if (options.watch) {
  for (const one of [{ ...nodeBundle, entryPoints: nodeEntries() }, webviewBundle])
    await (await context(one)).watch();
  console.log('Watching for changes…');
}
