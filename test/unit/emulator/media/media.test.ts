import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseBuffer } from 'music-metadata';
import { mediaBytes } from '../../../../src/emulator/media/media.ts';
import { mediaTraits } from '../../../../src/emulator/media/spec.ts';

describe('media of the local service', () => {
  for (const channels of [1, 2, 3, 4, 5]) {
    it(`makes a wav of ${channels} channels of any length, exact to the sample`, async () => {
      await fc.assert(
        fc.asyncProperty(fc.integer({ min: 0, max: 4_000 }), async (durationMs) => {
          const bytes = await mediaBytes({ format: 'wav', channels, durationMs });
          assert.equal(bytes.length, 44 + durationMs * 16 * 2 * channels);
          if (durationMs === 0) return;
          const { format } = await parseBuffer(bytes, { mimeType: 'audio/wav' });
          assert.equal(format.numberOfChannels, channels);
          assert.equal(format.sampleRate, 16_000);
          assert.equal(format.bitsPerSample, 16);
          assert.ok(Math.abs((format.duration ?? 0) * 1000 - durationMs) < 0.1);
        }),
        { numRuns: 10 },
      );
    });
  }

  it('gives each wav channel a tone of its own, and another one each second', async () => {
    const channels = 3;
    const bytes = await mediaBytes({ format: 'wav', channels, durationMs: 3_000 });
    const samples = new Int16Array(bytes.buffer, bytes.byteOffset + 44);
    const pitch = (second: number, channel: number) => {
      let crossings = 0;
      for (let i = second * 16_000 + 1; i < (second + 1) * 16_000; i++) {
        const before = samples[(i - 1) * channels + channel] ?? 0;
        if (before < 0 && (samples[i * channels + channel] ?? 0) >= 0) crossings++;
      }
      return crossings;
    };
    assert.deepEqual([pitch(0, 0), pitch(0, 1), pitch(0, 2)].map(roundToTen), [260, 390, 520]);
    assert.deepEqual([pitch(0, 0), pitch(1, 0), pitch(2, 0)].map(roundToTen), [260, 330, 390]);
  });

  it('begins a wav with the note asked for', async () => {
    const [first, second] = await Promise.all([
      mediaBytes({ format: 'wav', durationMs: 2_000 }),
      mediaBytes({ format: 'wav', durationMs: 1_000, firstNote: 1 }),
    ]);
    assert.deepEqual(second.subarray(44), first.subarray(44 + 32_000));
  });

  it('makes an mp3 of any length to within a frame, 16 kHz mono at 48 kbit/s', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 150, max: 60_000 }), fc.nat(9), async (durationMs, firstNote) => {
        const bytes = await mediaBytes({ format: 'mp3', durationMs, firstNote });
        const { format } = await parseBuffer(bytes, { mimeType: 'audio/mpeg' }, { duration: true });
        assert.equal(format.codec, 'MPEG 2 Layer 3');
        assert.equal(format.sampleRate, 16_000);
        assert.equal(format.numberOfChannels, 1);
        assert.equal(format.bitrate, 48_000);
        assert.ok(Math.abs((format.duration ?? 0) * 1000 - durationMs) <= 18.001);
      }),
      { numRuns: 25 },
    );
  });

  it('makes mp3 frames that need no other frame, so that any of them may come first', async () => {
    const bytes = await mediaBytes({ format: 'mp3', durationMs: 4_500 });
    for (let at = 0; at < bytes.length; at += 216) {
      assert.deepEqual([bytes[at], bytes[at + 1]], [0xff, 0xf3]);
      // main_data_begin: how far back into earlier frames this one reaches.
      assert.equal(bytes[at + 4], 0);
    }
  });

  it('makes an mp4 of any length to within a packet, index before the media', async () => {
    for (const durationMs of [1, 64, 1_000, 8_000, 12_345, 100_000]) {
      const bytes = await mediaBytes({ format: 'mp4', durationMs });
      const { format } = await parseBuffer(bytes, { mimeType: 'video/mp4' });
      assert.equal(format.hasVideo, true);
      assert.equal(format.hasAudio, true);
      assert.equal(format.sampleRate, 16_000);
      assert.ok(Math.abs((format.duration ?? 0) * 1000 - Math.max(64, durationMs)) <= 64);
      const text = Buffer.from(bytes).toString('latin1');
      assert.ok(text.indexOf('moov') < text.indexOf('mdat'));
    }
  });

  it('says how many bytes a second really takes', async () => {
    for (const [format, channels] of [
      ['wav', 1],
      ['wav', 4],
      ['mp3', 1],
      ['mp4', 1],
    ] as const) {
      const bytes = await mediaBytes({ format, channels, durationMs: 72_000 });
      const { bytesPerSecond } = mediaTraits(format, channels);
      assert.ok(Math.abs(bytes.length / 72 / bytesPerSecond - 1) < 0.2, `${format}: ${bytes.length / 72}`);
    }
  });
});

function roundToTen(value: number): number {
  return Math.round(value / 10) * 10;
}
