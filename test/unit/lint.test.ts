import assert from 'node:assert/strict';
import { join } from 'node:path';
import { ESLint, Linter } from 'eslint';

/** A line that each rule of ours for the texts of `src/` refuses. */
const planted: Readonly<Record<string, string>> = {
  'a pick without a title': `showQuickPick(items, { placeHolder: 'Which?' });`,
  'a box that goes with the focus': `vscode.window.showInputBox({ title });`,
  'a number in the language of the computer': `text = count.toLocaleString();`,
  'a format in the language of the computer': `text = new Intl.NumberFormat(undefined, {}).format(1);`,
  'an order in the language of the computer': `names.sort((a, b) => a.localeCompare(b));`,
  'a zone in a text': `text = l10n.t('Assigned at {0} UTC', time);`,
  'an error for a person that is none': `throw new Error(l10n.t('No.'));`,
};

describe('Lint', () => {
  // The block of a room takes the place of the general one.
  for (const file of ['src/x.ts', 'src/commands/x.ts', 'src/views/messages/x.ts', 'src/base/text/urlPart.ts'])
    it(`refuses in ${file} what ${Object.keys(planted).length} of our rules are about`, async () => {
      const eslint = new ESLint({ cwd: join(import.meta.dirname, '..', '..') });
      const { rules } = (await eslint.calculateConfigForFile(file)) as { readonly rules: Linter.RulesRecord };
      const rule = rules['no-restricted-syntax'];
      assert.ok(rule);
      for (const [what, text] of Object.entries(planted))
        assert.equal(
          new Linter().verify(text, { rules: { 'no-restricted-syntax': rule } }).length,
          1,
          `${what}: ${text}`,
        );
    });
});
