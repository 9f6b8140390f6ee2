import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');
const guides = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md'];
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  readonly scripts: Readonly<Record<string, string>>;
};

/** Texts in backticks and targets of links; what is in a block of code is left out. */
function marked(guide: string): readonly string[] {
  const text = readFileSync(join(root, guide), 'utf8').replaceAll(/^```[^]*?^```/gm, '');
  return [...text.matchAll(/`([^`\n]+)`|\]\(([^)\s#]+)/g)].map(([, code, link]) => code ?? link ?? '');
}

/** A file or folder of the sources, by its path or, in a recipe, by its name alone. */
function isThere(name: string): boolean {
  if (name.includes('/')) return existsSync(join(root, name)) || existsSync(join(root, 'src', name));
  return globSync(`{src,test}/**/${name}`, { cwd: root }).length > 0 || existsSync(join(root, name));
}

describe('The guides of the repository', () => {
  for (const guide of guides) {
    it(`name only files and folders that there are: ${guide}`, () => {
      const paths = marked(guide).filter((name) =>
        /^(?:(?:src|test|media|views|\.github|\.vscode)\/[\w./-]*[\w/]|[\w.-]+\.(?:ts|mjs|md|json))$/.test(
          name,
        ),
      );
      const produced = ['THIRD_PARTY_NOTICES.txt'];
      assert.deepEqual(
        paths.filter((name) => !produced.includes(name) && !isThere(name)),
        [],
      );
    });

    it(`name only scripts that there are: ${guide}`, () => {
      const text = readFileSync(join(root, guide), 'utf8');
      const names = [...text.matchAll(/npm run (?:-s )?([\w:]+)/g)].map(([, name]) => name ?? '');
      assert.deepEqual(
        names.filter((name) => !(name in scripts)),
        [],
      );
    });
  }

  it('name commands, and what is picked, as VS Code shows them', () => {
    const texts = ['package.nls.json', 'l10n/bundle.l10n.json'].map(
      (file) => JSON.parse(readFileSync(join(root, file), 'utf8')) as Record<string, string>,
    );
    const [strings = {}, picks = {}] = texts;
    const shown = new Set([...Object.values(strings), ...Object.keys(picks)]);
    const marks = ['README.md', 'package.nls.json'].flatMap((file) => [
      ...readFileSync(join(root, file), 'utf8').matchAll(
        /\*\*(?:Call Recordings: )?([^*\n]+…)\*\*|Call Recordings: ([^*\n]+?…)/g,
      ),
    ]);
    const named = marks.map(([, bold, inText]) => bold ?? inText ?? '');
    assert.ok(named.length > 15, named.join('\n'));
    assert.deepEqual(
      named.filter((name) => !shown.has(name)),
      [],
    );
  });

  it('name files, so that there is something to check', () => {
    const named = marked('CONTRIBUTING.md').filter((name) => name.endsWith('.ts'));
    assert.ok(named.includes('src/views/tree/node.ts'), named.join('\n'));
  });

  it('have a launch configuration for each kind of run, whose program is there', () => {
    const { configurations } = JSON.parse(readFileSync(join(root, '.vscode/launch.json'), 'utf8')) as {
      readonly configurations: readonly { name: string; program?: string; preLaunchTask?: string }[];
    };
    const { tasks } = JSON.parse(readFileSync(join(root, '.vscode/tasks.json'), 'utf8')) as {
      readonly tasks: readonly { readonly label: string }[];
    };
    for (const { name, program, preLaunchTask } of configurations) {
      if (program !== undefined)
        assert.ok(existsSync(program.replace('${workspaceFolder}', root)), `${name}: ${program}`);
      if (preLaunchTask !== undefined)
        assert.ok(
          tasks.some(({ label }) => label === preLaunchTask),
          `${name}: ${preLaunchTask}`,
        );
    }
  });
});
