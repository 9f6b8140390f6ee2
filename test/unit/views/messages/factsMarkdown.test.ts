import assert from 'node:assert/strict';
import { factsMarkdown } from '../../../../src/views/messages/factsMarkdown.ts';

describe('factsMarkdown', () => {
  it('shows nothing of what others wrote as a link, a picture or code', () => {
    const hostile = '![x](https://evil.example/x.png) <b>`[y](command:z)';
    const page = factsMarkdown({
      title: hostile,
      facts: [{ label: hostile, value: `${hostile}\n# big` }],
      advice: [hostile],
    });
    const [title, fact, heading, advice, ...rest] = page.split('\n\n');
    assert.deepEqual([heading, rest], ['## Good to know', []]);
    for (const line of [title, fact?.slice(0, fact.indexOf(': `')), advice])
      assert.doesNotMatch(line ?? '', /(?<!\\)[![\]()<`]|:\/\//);
    assert.match(fact ?? '', /: `[^`\n]*`$/);
  });

  it('counts the facts that are more than a page holds', () => {
    const facts = Array.from({ length: 5000 }, (_, index) => ({ label: 'Chunk', value: String(index) }));
    const page = factsMarkdown({ title: 'Many', facts, advice: [] });
    assert.match(page, /\n… and 4500 more\n/);
    assert.ok(page.split('\n').length < 520);
  });
});
