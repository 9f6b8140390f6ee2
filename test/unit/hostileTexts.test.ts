import assert from 'node:assert/strict';
import { join } from 'node:path';
import { ESLint } from 'eslint';
import { root } from '../host/paths.ts';
import { withoutIcons } from '../../src/views/messages/withoutIcons.ts';
import { withoutLinks } from '../../src/views/messages/withoutLinks.ts';

/** How VS Code finds links in the text of a notification: vs/base/common/linkedText.ts. */
const linkInNotification = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)(\3))?\)/i;

describe('texts of others', () => {
  it('make no link in a notification', () => {
    for (const text of [
      'OK [Sign in](command:workbench.action.quit)',
      '[a]](https://contoso.com "b")',
      '[[a](file:///x)](command:y)',
    ]) {
      assert.doesNotMatch(withoutLinks(text), linkInNotification);
    }
    assert.match('[a](command:b)', linkInNotification);
    assert.equal(withoutLinks('a [b] (c)'), 'a [b] (c)');
  });

  it('make no icon', () => {
    assert.equal(withoutIcons('$(trash) $$(x)'), '$ (trash) $$ (x)');
  });

  it('cannot become labels of a pick as they are: lint refuses that', async () => {
    const eslint = new ESLint({ cwd: root });
    for (const [label, isRefused] of [
      ['one.name', true],
      ['`$(database) ${one.name}`', true],
      ['one.path', true],
      ['withoutIcons(one.name)', false],
      ['`$(database) ${withoutIcons(one.name)}`', false],
    ] as const) {
      const code = `export const planted = (one: Named, withoutIcons: Show) => ({ label: ${label} });\n`;
      const [result] = await eslint.lintText(code, { filePath: join(root, 'src', 'commands', 'run.ts') });
      const refused = result?.messages.some(({ message }) => message.startsWith('Use withoutIcons'));
      assert.equal(refused, isRefused, label);
    }
  }).timeout(60_000);
});
