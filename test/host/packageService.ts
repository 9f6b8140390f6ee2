// Makes the package of the local service: `npm run package:service` writes `acs-call-recording-service-….tgz`.
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { out, root } from './paths.ts';
import { run } from './processes.ts';

const name = 'acs-call-recording-service';
const folder = join(out, 'service-package');
const lib = join(folder, 'lib');
const declarations = join(folder, 'types');

await rm(folder, { recursive: true, force: true });
await mkdir(lib, { recursive: true });
await run(process.execPath, ['esbuild.js', '--service', '--outdir', lib], { cwd: root });
await writeDeclarations();
await cp(join(root, 'media', 'emulator'), join(folder, 'media', 'emulator'), { recursive: true });
await cp(join(root, 'LICENSE'), join(folder, 'LICENSE'));
await writeFile(join(folder, 'bin.cjs'), "#!/usr/bin/env node\nrequire('./lib/program.cjs');\n", {
  mode: 0o755,
});
await writeFile(join(folder, 'README.md'), readme());
const { version, license, repository } = JSON.parse(
  await readFile(join(root, 'package.json'), 'utf8'),
) as Record<string, unknown>;
await writeFile(
  join(folder, 'package.json'),
  JSON.stringify(
    {
      name,
      version,
      description: 'Call Recording of Azure Communication Services on this machine, for tests and CI',
      license,
      repository,
      engines: { node: '>=20' },
      bin: { [name]: 'bin.cjs' },
      main: './lib/index.cjs',
      types: './types/localServicePackage.d.ts',
      files: ['bin.cjs', 'lib', 'types', 'media'],
    },
    undefined,
    2,
  ),
);
await run('npm', ['pack', '--ignore-scripts', '--pack-destination', root], {
  cwd: folder,
  shell: process.platform === 'win32',
});
console.log(join(root, `${name}-${String(version)}.tgz`));

/** The types of the module, and of what they name; by `.js`, as every compiler takes them. */
async function writeDeclarations(): Promise<void> {
  const config = join(folder, 'tsconfig.json');
  const all = join(folder, 'declarations');
  await writeFile(
    config,
    JSON.stringify({
      extends: join(root, 'tsconfig.json'),
      compilerOptions: {
        ...{ noEmit: false, declaration: true, emitDeclarationOnly: true, stripInternal: true },
        ...{ rootDir: join(root, 'src'), outDir: all },
      },
      include: [],
      files: [join(root, 'src', 'localServicePackage.ts')],
    }),
  );
  const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  await run(process.execPath, [compiler, '-p', config], { cwd: root });
  await keepNamed(join(all, 'localServicePackage.d.ts'), all);
  await rm(config);
  await rm(all, { recursive: true });
}

async function keepNamed(file: string, all: string, kept = new Set<string>()): Promise<void> {
  if (kept.has(file)) return;
  kept.add(file);
  const text = await readFile(file, 'utf8');
  const target = join(declarations, relative(all, file));
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, text.replace(/(from '\.[^']*)\.ts'/g, "$1.js'"));
  for (const [, imported = ''] of text.matchAll(/from '(\.[^']*)\.ts'/g))
    await keepNamed(join(dirname(file), `${imported}.d.ts`), all, kept);
}

function readme(): string {
  return `# ${name}

Call Recording of Azure Communication Services on 127.0.0.1, for tests and CI: the real SDKs talk to it, and it
writes real recordings. Node 20 or newer; no other package is installed.

    npx ${name} --port 8090 --destination ./recordings

    import { startService } from '${name}';
    const service = await startService({ destination: './recordings', fast: true });
    const { serverCallId } = service.newCall();

\`npx ${name} --help\` lists all options.
`;
}
