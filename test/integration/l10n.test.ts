import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');

describe('Texts for translators', function () {
  // All code is parsed, which alone takes a processor eight seconds.
  this.timeout(600_000);

  it('are those of the code; `npm run l10n` writes them anew', () => {
    const folder = mkdtempSync(join(tmpdir(), 'acs-l10n-'));
    try {
      const program = join(root, 'node_modules', '@vscode', 'l10n-dev', 'dist', 'cli.js');
      execFileSync(process.execPath, [program, 'export', '-o', folder, 'src'], { cwd: root, stdio: 'pipe' });
      const read = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));
      assert.deepEqual(read(join(root, 'l10n', 'bundle.l10n.json')), read(join(folder, 'bundle.l10n.json')));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
