import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseBlobName } from '../../../../../src/recording/blobName.ts';
import type { Recording } from '../../../../../src/recording/call.ts';
import { chunksOf } from '../../../../../src/recording/chunks.ts';
import { parseChunkMetadata } from '../../../../../src/recording/metadata/metadata.ts';
import { clockLength } from '../../../../../src/base/text/duration.ts';
import { inspectorHtml } from '../../../../../src/views/inspector/html.ts';
import { livenessOf } from '../../../../../src/mediaFiles/liveness.ts';
import { nextSpeed, playerCommand } from '../../../../../src/views/inspector/webview/player/keys.ts';
import {
  maxZoom,
  scrollTo,
  spansOnView,
  windowAt,
} from '../../../../../src/views/inspector/webview/timeline/visibleRange.ts';

describe('page of an inspector', () => {
  const page = inspectorHtml({
    scriptUri: 'https://cdn/"><script>alert(1)</script>.js',
    styleUri: 'https://cdn/a.css',
    cspSource: 'https://cdn',
    mediaOrigins: ['http://127.0.0.1:5', 'https://account.blob.core.windows.net'],
  });

  it('allows one script, one style sheet and media, and nothing else', () => {
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1] ?? '';
    const nonce = /<script nonce="([^"]+)"/.exec(page)?.[1] ?? '';
    assert.ok(nonce.length >= 24);
    assert.deepEqual(policy.split('; '), [
      `default-src 'none'`,
      `script-src 'nonce-${nonce}'`,
      'style-src https://cdn',
      'media-src http://127.0.0.1:5/ https://account.blob.core.windows.net/',
      `base-uri 'none'`,
      `form-action 'none'`,
    ]);
    const again = inspectorHtml({ scriptUri: '', styleUri: '', cspSource: '', mediaOrigins: [] });
    assert.ok(!again.includes(nonce), 'a nonce is used once');
    assert.match(again, /media-src 'none'/);
  });

  it('has nothing inline', () => {
    assert.equal(page.match(/<script/g)?.length, 1);
    assert.doesNotMatch(page, /<style|style=|\son\w+=/);
    assert.match(page, /<\/title>\s*<\/head>\s*<body>\s*<script nonce="[^"]+" src="[^"]+"><\/script>/);
  });
});

describe('liveness', () => {
  const minute = 60_000;
  const now = Date.UTC(2026, 0, 7, 12);
  const look = (ageMs: number, chunkDuration = 30_000): ReturnType<typeof livenessOf> => {
    const name = 'd/c/r/0-acsmetadata.json';
    const blob = parseBlobName('20260107/c/r/0-acsmetadata.json');
    assert.ok(blob);
    const files = [{ name, sizeBytes: 1, lastModified: new Date(now - ageMs), blob }];
    const recording: Recording = { path: 'd/c/r/', date: '20260107', callId: 'c', folder: 'r', files };
    const metadata = new Map([[name, parseChunkMetadata(JSON.stringify({ chunkDuration }))]]);
    return livenessOf(recording, chunksOf(recording, { metadata }), now);
  };

  it('looks often while files are being written, then less, then no more', () => {
    assert.deepEqual(look(minute), { isLive: true, isGrowing: true, lookAgainMs: 5_000 });
    assert.deepEqual(look(10 * minute), { isLive: true, isGrowing: false, lookAgainMs: 20_000 });
    assert.deepEqual(look(31 * minute), { isLive: false, isGrowing: false });
  });

  it('waits for a successor of a chunk that was full', () => {
    assert.equal(look(200 * minute, 4 * 60 * minute).isLive, true);
    assert.equal(look(300 * minute, 4 * 60 * minute).isLive, false);
  });
});

describe('timeline window', () => {
  const whole = { startMs: 1_000_000, endMs: 1_000_000 + 86_400_000 };

  it('draws no more spans than there are pixels', () => {
    const pauses = Array.from({ length: 100_000 }, (_, n) => ({
      startMs: 1_000_000 + n * 800,
      endMs: 1_000_000 + n * 800 + 400,
    }));
    const { scale } = windowAt(whole, 1000, 1, 0);
    const drawn = spansOnView(pauses, scale);
    assert.ok(drawn.length > 100 && drawn.length <= 1001, `${drawn.length}`);
    const near = windowAt(whole, 1000, maxZoom(86_400_000, 1000), 0);
    assert.ok(spansOnView(pauses, near.scale).length < 30);
  });

  it('stays within the whole, and shows the time it is given', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1, max: 5000, noNaN: true }),
        fc.integer({ min: 0, max: 86_400_000 }),
        (zoom, at) => {
          const ms = whole.startMs + at;
          const { scale } = windowAt(whole, 800, zoom, scrollTo(whole, 800, zoom, ms, 0.5));
          assert.ok(scale.startMs >= whole.startMs - 1 && scale.endMs <= whole.endMs + 1);
          assert.ok(ms >= scale.startMs - 1 && ms <= scale.endMs + 1);
        },
      ),
    );
  });
});

describe('keys and clocks of the player', () => {
  it('knows its keys and leaves others alone', () => {
    assert.deepEqual(playerCommand('ArrowLeft', true), { kind: 'move', ms: -60_000 });
    assert.deepEqual(playerCommand(' ', false), { kind: 'toggle' });
    for (const key of ['Tab', 'Enter', 'Escape', 'a', 'F5'])
      assert.equal(playerCommand(key, false), undefined);
  });

  it('steps through the speeds, and stops at the ends', () => {
    assert.equal(nextSpeed(1, 1), 1.25);
    assert.equal(nextSpeed(1, -1), 0.75);
    assert.equal(nextSpeed(3, 1), 3);
    assert.equal(nextSpeed(0.5, -1), 0.5);
  });

  it('shows lengths as a clock does', () => {
    assert.equal(clockLength(0), '0:00');
    assert.equal(clockLength(59_960, true), '1:00.0');
    assert.equal(clockLength(3_723_400, true), '1:02:03.4');
    assert.equal(clockLength(-5), '0:00');
  });
});
