import assert from 'node:assert/strict';
import { reportMarkdown } from '../../../src/setup/report.ts';

const hostile = [
  '[free](command:evil)',
  '![x](https://evil.example/p.png)',
  '<img src=x>',
  'https://evil.example/?code=secret',
  'www.evil.example',
  'line\n# break',
  'a\u202etxt',
  '`x` | y',
].join(' ');

describe('reportMarkdown', () => {
  it('shows what Azure answered word for word: no link, picture, heading, hidden sign or query', () => {
    const text = reportMarkdown(
      {
        checkedAt: '2026-11-25T16:02:00Z',
        ...{ resource: hostile, container: hostile },
        lines: [
          {
            ...{ id: 'account', section: 'account', label: 'Account', state: 'failed', why: 'why' },
            ...{ seen: hostile, next: hostile, details: [hostile] },
          },
        ],
        unfinished: [
          {
            ...{ title: hostile, at: '2026-11-25T16:02:00Z', done: [hostile], failed: hostile },
            ...{ written: 'maybe', why: hostile },
          },
        ],
      },
      false,
    );
    assert.doesNotMatch(text, /(?<!\\)\]\(|(?<!\\)<img|:\/\/|(?<!\\)`|secret|\u202e/);
    assert.deepEqual(
      text.match(/^#.*$/gm)?.map((line) => line.slice(0, 3)),
      ['# S', '## ', '## '],
    );
  });
});
