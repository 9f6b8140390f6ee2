import assert from 'node:assert/strict';
import { existsSync, globSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import extractConfig from 'dependency-cruiser/config-utl/extract-depcruise-config';

const root = join(import.meta.dirname, '../..');
const sources = globSync('src/**/*.{ts,css}', { cwd: root }).map((path) => path.replaceAll('\\', '/'));

/** For each import rule, a file that breaks it: its path, and what it imports. */
const planted: Readonly<Record<string, readonly [file: string, imported: string, typeOnly?: 'type']>> = {
  'no-cycle': ['src/base/a.ts', './b.ts'],
  'not-resolvable': ['src/base/c.ts', './missing.ts'],
  'no-tests-in-src': ['src/base/d.ts', '../../test/helper.ts'],
  'rooms-of-base': ['src/base/e.ts', '../recording/target.ts'],
  'rooms-of-recording': ['src/recording/e.ts', '../storage/target.ts'],
  'rooms-of-snippets': ['src/snippets/e.ts', '../storage/target.ts'],
  'rooms-of-storage': ['src/storage/e.ts', '../calling/target.ts'],
  'rooms-of-mediaFiles': ['src/mediaFiles/e.ts', '../views/target.ts'],
  'rooms-of-calling': ['src/calling/e.ts', '../storage/target.ts'],
  'rooms-of-events': ['src/events/e.ts', '../calling/target.ts'],
  'rooms-of-setup': ['src/setup/e.ts', '../calling/target.ts'],
  'rooms-of-history': ['src/history/e.ts', '../emulator/target.ts'],
  'rooms-of-emulator': ['src/emulator/e.ts', '../events/target.ts'],
  'rooms-of-agent': ['src/agent/e.ts', '../views/target.ts'],
  'rooms-of-views': ['src/views/e.ts', '../commands/target.ts'],
  'rooms-of-commands': ['src/commands/e.ts', '../extension.ts'],
  'vscode-only-in-views-and-commands': ['src/storage/f.ts', 'vscode'],
  'domain-is-pure': ['src/recording/g.ts', 'node:fs'],
  'domain-knows-no-sdk': ['src/recording/h.ts', '@azure/storage-blob'],
  'sdk-loaded-on-demand': ['src/views/i.ts', '@azure/storage-blob'],
  'snippets-take-types-of-calling': ['src/snippets/j.ts', '../calling/target.ts'],
  'composing-files-of-storage': ['src/storage/azure/k.ts', '../openStore.ts'],
  'composing-files-of-emulator': ['src/emulator/api/k.ts', '../program.ts'],
  'composing-files-of-commands': ['src/commands/record/k.ts', '../table.ts'],
};

/** What the rules allow, and a rule that is too strict would forbid. */
const allowed: readonly (readonly [file: string, imported: string, typeOnly?: 'type'])[] = [
  ['src/views/l.ts', 'vscode'],
  ['src/views/m.ts', '@azure/storage-blob', 'type'],
  ['src/snippets/n.ts', '../calling/target.ts', 'type'],
  ['src/commands/o.ts', '../views/target.ts'],
  ['src/storage/p.ts', '../base/b.ts'],
];

describe('Import rules', () => {
  let folder: string;
  let rules: readonly string[];
  let broken: readonly { readonly rule: string; readonly from: string }[];

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'acs-rooms-'));
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    const write = (file: string, text: string): void => {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    };
    write('tsconfig.json', '{"compilerOptions":{"module":"nodenext","allowImportingTsExtensions":true}}');
    for (const target of ['src/base/b.ts', 'test/helper.ts', 'src/extension.ts', 'src/storage/openStore.ts'])
      write(
        target,
        `import '${target === 'src/base/b.ts' ? './a.ts' : 'node:path'}';\nexport const x = 1;\n`,
      );
    for (const target of ['src/emulator/program.ts', 'src/commands/table.ts'])
      write(target, 'export const x = 1;\n');
    for (const room of ['recording', 'storage', 'calling', 'views', 'events', 'emulator', 'commands'])
      write(`src/${room}/target.ts`, 'export const x = 1;\n');
    for (const [file, imported, typeOnly] of [...Object.values(planted), ...allowed])
      write(
        file,
        typeOnly
          ? `import type { x } from '${imported}';\nexport type Y = typeof x;\n`
          : `import * as all from '${imported}';\nexport const y = all;\n`,
      );
    const config = await extractConfig(join(root, '.dependency-cruiser.mjs'));
    const forbidden = config.forbidden ?? [];
    rules = forbidden.map(({ name }) => name ?? '');
    const here = process.cwd();
    try {
      process.chdir(folder);
      const { output } = await cruise(['src'], {
        ...config.options,
        ruleSet: { forbidden },
        validate: true,
        baseDir: folder,
      });
      broken = (output as ICruiseResult).summary.violations.map(({ rule, from }) => ({
        rule: rule.name,
        from,
      }));
    } finally {
      process.chdir(here);
    }
  });

  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('have a planted import for each rule', () => {
    assert.deepEqual(Object.keys(planted).sort(), rules.toSorted());
  });

  for (const [rule, [file, imported]] of Object.entries(planted)) {
    it(`${rule} refuses ${imported} in ${file}`, () => {
      assert.ok(
        broken.some((one) => one.rule === rule && one.from === file),
        JSON.stringify(broken.filter((one) => one.from === file)),
      );
    });
  }

  it('let through what a room may import', () => {
    const files = allowed.map(([file]) => file);
    assert.deepEqual(
      broken.filter(({ from }) => files.includes(from)),
      [],
    );
  });
});

describe('Rooms of src/', () => {
  const rooms = new Set(sources.map((path) => dirname(path)));

  for (const room of rooms) {
    if (room === 'src') continue;
    it(`${room} has at most twelve files`, () => {
      const own = sources.filter((path) => dirname(path) === room && path.endsWith('.ts'));
      assert.ok(own.length <= 12, own.map((path) => basename(path)).join(', '));
    });
  }

  it('have no file that repeats the name of its room', () => {
    const repeating = sources.filter((path) => {
      const room = basename(dirname(path)).toLowerCase();
      const words = basename(path)
        .replace(/\..*$/, '')
        .split(/(?=[A-Z])/)
        .map((word) => word.toLowerCase());
      return words.length > 1 && words.some((word) => word === room || `${word}s` === room);
    });
    assert.deepEqual(repeating, []);
  });
});

describe('Unit tests', () => {
  it('stand under the path and name of what they test', () => {
    const tests = globSync('test/unit/*/**/*.test.ts', { cwd: root }).map((path) =>
      path.replaceAll('\\', '/'),
    );
    const lost = tests.filter((path) => {
      const source = path.replace(/^test\/unit\//, 'src/').replace(/\.test\.ts$/, '');
      return !existsSync(join(root, `${source}.ts`)) && !existsSync(join(root, source));
    });
    assert.deepEqual(
      lost.map((path) => relative('test/unit', path)),
      [],
    );
  });
});
