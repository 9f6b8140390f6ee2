import assert from 'node:assert/strict';
import fc from 'fast-check';
import { mediaBytes } from '../../../../src/emulator/media/media.ts';
import { StoreError } from '../../../../src/storage/failures/storeError.ts';
import { mediaDuration } from '../../../../src/mediaFiles/probe/probe.ts';
import { RangedStore } from '../rangedStore.ts';

const { signal } = new AbortController();

async function measured(
  name: string,
  content: Uint8Array,
): Promise<{ ms: number | undefined; store: RangedStore }> {
  const store = new RangedStore([{ name, content }]);
  const file = { name, sizeBytes: content.length, lastModified: new Date() };
  return { ms: await mediaDuration(store, file, signal), store };
}

describe('media probe', () => {
  for (const [format, tolerance] of [
    ['wav', 1],
    ['mp3', 80],
    ['mp4', 100],
  ] as const) {
    it(`tells the length of ${format} from a few ranges`, async () => {
      const durationMs = 240_000;
      const content = await mediaBytes({ format, durationMs });
      const { ms, store } = await measured(`a.${format}`, content);
      assert.ok(ms !== undefined && Math.abs(ms - durationMs) <= tolerance, `${ms}`);
      assert.ok(store.requests.length <= 4, store.requests.join());
      assert.ok(
        store.bytes <= 400_000 && store.bytes < content.length / 2,
        `${store.bytes} of ${content.length}`,
      );
    });
  }

  it('tells nothing of what is no media, and does not throw', async () => {
    assert.equal((await measured('a.mp3', Buffer.from('no media at all'))).ms, undefined);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('a.mp3', 'a.wav', 'a.mp4', 'a'),
        fc.uint8Array({ minLength: 1, maxLength: 300 }),
        async (name, content) => {
          await measured(name, content);
        },
      ),
    );
  });

  for (const format of ['wav', 'mp3', 'mp4'] as const) {
    it(`tells a ${format} that was cut in the middle from a whole one`, async () => {
      const content = await mediaBytes({ format, durationMs: 60_000 });
      const { ms } = await measured(`a.${format}`, content.subarray(0, content.length / 2));
      assert.ok(ms !== undefined && ms > 25_000 && ms < 35_000, `${ms}`);
    });
  }

  it('passes on why a file could not be read', async () => {
    const store = new RangedStore([{ name: 'a.wav', content: Buffer.alloc(100) }]);
    store.broken.add('a.wav');
    const file = { name: 'a.wav', sizeBytes: 100, lastModified: new Date() };
    await assert.rejects(mediaDuration(store, file, signal), (error) => StoreError.is(error, 'noDataRole'));
  });
});
