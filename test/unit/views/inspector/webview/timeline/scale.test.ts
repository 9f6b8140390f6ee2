import assert from 'node:assert/strict';
import { freePx } from '../../../../../../src/views/inspector/webview/timeline/scale.ts';

describe('the place of a number on the timeline', () => {
  const scale = { startMs: 0, endMs: 100, widthPx: 100 };
  const chunk = { startMs: 10, endMs: 60 };

  it('is where the chunk begins, where nothing covers it', () => {
    assert.equal(freePx(chunk, [], scale, 20), 10);
    assert.equal(freePx(chunk, [{ startMs: 40, endMs: 60 }], scale, 20), 10);
  });

  it('is behind a pause that leaves too little room before it', () => {
    assert.equal(freePx(chunk, [{ startMs: 15, endMs: 30 }], scale, 20), 30);
  });

  it('is nowhere, where pauses leave no room', () => {
    const pauses = [
      { startMs: 15, endMs: 30 },
      { startMs: 45, endMs: 60 },
    ];
    assert.equal(freePx(chunk, pauses, scale, 20), undefined);
  });

  it('is on view, where the chunk begins out of it', () => {
    assert.equal(freePx({ startMs: -50, endMs: 60 }, [{ startMs: -20, endMs: 5 }], scale, 20), 5);
    assert.equal(freePx({ startMs: 90, endMs: 200 }, [], scale, 20), undefined);
  });

  it('is not moved by pauses of other chunks', () => {
    assert.equal(
      freePx(
        chunk,
        [
          { startMs: 0, endMs: 10 },
          { startMs: 70, endMs: 90 },
        ],
        scale,
        20,
      ),
      10,
    );
  });
});
