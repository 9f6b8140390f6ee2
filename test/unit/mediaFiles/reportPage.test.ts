import assert from 'node:assert/strict';
import { groupDay } from '../../../src/recording/call.ts';
import { recordingFacts } from '../../../src/recording/facts.ts';
import type { ProblemView } from '../../../src/mediaFiles/problems.ts';
import { reportPage } from '../../../src/mediaFiles/reportPage.ts';

const hostile = `<img src=x onerror=alert(1)>"'&]( command:workbench.action.quit`;

function page(problems: readonly ProblemView[], unreadable = 0): string {
  const name = `20261120/${hostile.replaceAll('/', '')}/rec/0-audiomp3.mp3`;
  const recording = groupDay([{ name, sizeBytes: 1, lastModified: new Date(0) }], '').calls[0]?.recordings[0];
  assert.ok(recording);
  const checked = [{ recording, facts: recordingFacts(recording, []), problems }];
  const place = { containerId: 'id', container: hostile, path: '20261120/', unreadable, checked };
  return reportPage([place], false, new Date(0), 'NONCE');
}

describe('reportPage', () => {
  const text = page([
    {
      kind: 'x',
      severity: 'error',
      title: hostile,
      why: hostile,
      next: hostile,
      file: `20261120/${hostile}`,
    },
  ]);

  it('shows hostile names and texts, and takes none of them for markup', () => {
    assert.ok(!text.includes('<img'));
    const tags = new Set([...text.matchAll(/<([a-z][a-z0-9]*)/g)].map(([, tag]) => tag));
    const made = 'html head meta title style body main h1 h2 h3 p ul li section div a'.split(' ');
    assert.deepEqual(
      [...tags].filter((tag) => !made.includes(tag ?? '')),
      [],
    );
    assert.match(text, /default-src 'none'; style-src 'nonce-NONCE'/);
  });

  it('has no link but to the inspector, with the place as it is', () => {
    const links = [...text.matchAll(/href="([^"]*)"/g)].map(([, href = '']) => href);
    assert.equal(links.length, 2);
    for (const href of links) {
      assert.match(href, /^command:callRecordings\.openInspector\?/);
      const [place] = JSON.parse(decodeURIComponent(href.replace(/^[^?]*\?/, ''))) as [{ container: string }];
      assert.equal(place.container, 'id');
    }
  });

  it('says so where nothing was found', () => {
    assert.match(page([]), /No problems found/);
  });

  it('says how much could not be read, and then nothing of no problems', () => {
    const text = page([], 3);
    assert.match(text, /cannot be read: 3 files or folders/);
    assert.doesNotMatch(text, /No problems found/);
  });
});
