import assert from 'node:assert/strict';
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
});
