import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface Metafile {
  readonly inputs: Readonly<Record<string, { readonly imports: readonly { readonly path: string }[] }>>;
  readonly outputs: Readonly<
    Record<
      string,
      { readonly inputs: Readonly<Record<string, unknown>>; readonly imports: readonly { path: string }[] }
    >
  >;
}

const root = join(import.meta.dirname, '..', '..');

describe('What is loaded at activation', () => {
  let outdir: string;
  let meta: Metafile;

  before(() => {
    outdir = mkdtempSync(join(tmpdir(), 'acs-bundle-'));
    execFileSync(process.execPath, ['esbuild.js', '--outdir', outdir], { cwd: root });
    meta = JSON.parse(readFileSync(join(root, 'out', 'bundles.json'), 'utf8')) as Metafile;
  });

  after(() => {
    rmSync(outdir, { recursive: true, force: true });
  });

  it('is at most 48 KB', () => {
    const size = ['extension.cjs', 'l10n.cjs'].reduce(
      (sum, file) => sum + statSync(join(outdir, file)).size,
      0,
    );
    assert.ok(size <= 48_000, `${size} bytes`);
  });

  it('holds no Azure SDK', () => {
    const entry = Object.entries(meta.outputs).find(([path]) => path.endsWith('/extension.cjs'))?.[1];
    assert.ok(entry);
    const foreign = Object.keys(entry.inputs).filter((path) =>
      /node_modules\/@(azure|typespec)\//.test(path),
    );
    assert.deepEqual(foreign, []);
  });

  it("asks for VS Code's API once, and copies none of it", () => {
    for (const file of readdirSync(outdir).filter((name) => name.endsWith('.cjs'))) {
      const asks = readFileSync(join(outdir, file), 'utf8').match(/.{0,10}require\("vscode"\)/g) ?? [];
      assert.ok(asks.length <= 1, `${file}: ${asks.length} times`);
      for (const ask of asks) assert.match(ask, /[\w$]=require/, file);
      // A type: bound only where a file uses the whole API as a value, such as to destructure it.
      assert.doesNotMatch(readFileSync(join(outdir, file), 'utf8'), /\("ExtensionContext"\)/, file);
    }
    assert.match(readFileSync(join(outdir, 'extension.cjs'), 'utf8'), /require\("vscode"\)/);
  });

  it('lets the local service that the extension starts do without what delivers events', () => {
    const program = Object.entries(meta.outputs).find(([path]) => path.endsWith('/emulator.cjs'))?.[1];
    assert.ok(program);
    const inputs = Object.keys(program.inputs);
    assert.ok(inputs.includes('src/emulator/localService.ts'));
    assert.deepEqual(
      inputs.filter((path) => path.startsWith('src/events/')),
      [],
    );
  });

  it('keeps each Azure SDK in one bundle of its own', () => {
    const bundlesWith = (sdk: string) =>
      Object.entries(meta.outputs)
        .filter(([, output]) =>
          Object.keys(output.inputs).some((path) => path.includes(`node_modules/${sdk}/`)),
        )
        .map(([path]) => path.slice(path.lastIndexOf('/') + 1));
    assert.deepEqual(bundlesWith('@azure/storage-blob'), ['storage.azure.openBlobStore.cjs']);
    assert.deepEqual(bundlesWith('@azure/identity'), ['storage.azure.defaultCredential.cjs']);
    assert.equal(bundlesWith('@azure/communication-call-automation').length, 1);
  });

  it('holds only packages that are dependencies, so that an audit sees them', () => {
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      readonly dependencies: Readonly<Record<string, string>>;
    };
    const imported = Object.entries(meta.inputs)
      .filter(([path]) => !path.includes('node_modules/'))
      .flatMap(([, { imports }]) =>
        imports.flatMap(({ path }) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []),
      );
    const bundled = new Set([...imported, '@vscode/l10n']);
    assert.deepEqual([...bundled].toSorted(), Object.keys(manifest.dependencies).toSorted());
  });

  it('comes with the licence text of each package in it', () => {
    const notices = readFileSync(join(outdir, 'THIRD_PARTY_NOTICES.txt'), 'utf8').split(/\n-{80}\n/);
    assert.ok(notices.length > 50, `${notices.length} notices`);
    for (const notice of notices) assert.match(notice, /copyright|licen[cs]e/i, notice.slice(0, 200));
    for (const notice of notices) assert.ok(notice.length > 400, notice);
  });
});
