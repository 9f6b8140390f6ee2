import assert from 'node:assert/strict';
import { mediaBytes } from '../../../../src/emulator/media/media.ts';
import { Bytes } from '../../../../src/mediaFiles/probe/bytes.ts';
import { measure } from '../../../../src/mediaFiles/probe/measure.ts';
import { probeBudget } from '../../../../src/mediaFiles/probe/probe.ts';
import { measuredMs, type MediaMeasure } from '../../../../src/recording/mediaLength.ts';
import { fragmentedMp4 } from './fragmented.ts';
import { box, mp3Frame, mp3FrameMs, rawSound, rf64, wav } from './madeMedia.ts';

interface Measured {
  readonly measure: MediaMeasure;
  readonly reads: number;
  readonly bytes: number;
}

async function measured(extension: string, content: Uint8Array): Promise<Measured> {
  let [reads, bytes] = [0, 0];
  const file = new Bytes(content.length, probeBudget.bytes, (offset, count) => {
    reads += 1;
    bytes += count;
    return Promise.resolve(content.subarray(offset, offset + count));
  });
  return { measure: await measure(file, extension), reads, bytes };
}

async function kindOf(extension: string, content: Uint8Array): Promise<MediaMeasure> {
  return (await measured(extension, content)).measure;
}

function isAbout({ measure: found }: Measured, ms: number, tolerance: number): void {
  const length = measuredMs(found) ?? NaN;
  assert.ok(Math.abs(length - ms) <= tolerance, `${JSON.stringify(found)}, not ${ms} ms`);
}

function repeat(frame: Uint8Array, count: number): Uint8Array {
  return new Uint8Array(Buffer.concat(Array.from({ length: count }, () => frame)));
}

describe('measure', () => {
  for (const [extension, tolerance, cutTolerance] of [
    ['wav', 1, 100],
    ['mp3', 40, 100],
    // How much picture there is in a part of the bytes changes.
    ['mp4', 70, 6_000],
  ] as const) {
    it(`measures a whole ${extension}, and what is left of one that was cut`, async () => {
      const content = await mediaBytes({ format: extension, durationMs: 60_000 });
      isAbout(await measured(extension, content), 60_000, tolerance);
      const half = content.subarray(0, content.length / 2);
      isAbout(await measured(extension, half), 30_000, cutTolerance);
    });
  }

  describe('of an MP3', () => {
    it('counts frames whose rate changes, as no estimate can', async () => {
      const quiet = Buffer.concat([repeat(mp3Frame(8), 200), repeat(mp3Frame(48), 1467)]);
      isAbout(await measured('mp3', quiet), 1667 * mp3FrameMs, 1);
      const loud = Buffer.concat([repeat(mp3Frame(160), 200), repeat(mp3Frame(48), 1467)]);
      isAbout(await measured('mp3', loud), 1667 * mp3FrameMs, 1);
    });

    it('counts past tags at both ends, and past damage', async () => {
      const tag = Buffer.alloc(10 + 300);
      tag.write('ID3\x04\0\0\0\0\x02\x2c', 'latin1');
      const end = Buffer.alloc(128);
      end.write('TAG');
      const frames = repeat(mp3Frame(48), 500);
      isAbout(await measured('mp3', Buffer.concat([tag, frames, end])), 500 * mp3FrameMs, 1);
      const damaged = Buffer.concat([frames, Buffer.alloc(5000, 0x55), frames]);
      isAbout(await measured('mp3', damaged), 1000 * mp3FrameMs, mp3FrameMs);
    });

    it('only estimates a long one of one rate, and says nothing of a long one whose rate changes', async () => {
      const steady = repeat(mp3Frame(48), 20_000);
      const found = await measured('mp3', steady);
      assert.equal(found.measure.kind, 'estimated');
      assert.ok('durationMs' in found.measure);
      assert.ok(Math.abs(found.measure.durationMs - 20_000 * mp3FrameMs) < 100);
      assert.ok(found.reads <= probeBudget.reads && found.bytes <= probeBudget.bytes);
      const changing = Buffer.concat([repeat(mp3Frame(8), 20_000), repeat(mp3Frame(48), 20_000)]);
      assert.deepEqual(await kindOf('mp3', changing), { kind: 'unknown', why: 'budget' });
    });

    it("trusts the encoder's count for a long one where it fits the size, and recognises one that was cut", async () => {
      const frames = 20_000;
      const info = mp3Frame(48);
      const view = new DataView(info.buffer);
      info.set(Buffer.from('Xing'), 13);
      view.setUint32(17, 3);
      view.setUint32(21, frames);
      view.setUint32(25, (frames + 1) * 216);
      const whole = Buffer.concat([info, repeat(mp3Frame(48), frames)]);
      isAbout(await measured('mp3', whole), frames * mp3FrameMs, 1);
      const cut = await measured('mp3', whole.subarray(0, whole.length * 0.6));
      isAbout(cut, frames * 0.6 * mp3FrameMs, 100);
      assert.ok('header' in cut.measure && cut.measure.header === 'cut');
    });
  });

  describe('of a WAV', () => {
    it('goes by the size where the header was never finished', async () => {
      const unfinished = { kind: 'measured', durationMs: 60_000, header: 'unfinished' };
      assert.deepEqual(await kindOf('wav', wav(60_000, { riff: 0, data: 0 })), unfinished);
      assert.deepEqual(await kindOf('wav', rf64(60_000, 0)), unfinished);
      const streamed = wav(60_000, { riff: 0xffff_ffff, data: 0xffff_ffff });
      assert.deepEqual(await kindOf('wav', streamed), unfinished);
    });

    it('reads sizes of 64 bits', async () => {
      assert.deepEqual(await kindOf('wav', rf64(60_000, 60_000 * 32)), {
        kind: 'measured',
        durationMs: 60_000,
      });
    });

    it('says that it was cut, and how much is left', async () => {
      const cut = wav(60_000).subarray(0, 44 + 32 * 45_000);
      assert.deepEqual(await kindOf('wav', cut), { kind: 'measured', durationMs: 45_000, header: 'cut' });
    });

    it('says that there is no sound where the data is missing', async () => {
      assert.deepEqual(await kindOf('wav', wav(1000).subarray(0, 36)), {
        kind: 'unplayable',
        why: 'noSound',
      });
    });
  });

  describe('of an MP4', () => {
    it('says that one without its index cannot be played', async () => {
      const content = Buffer.concat([box('ftyp', Buffer.from('isom')), box('mdat', Buffer.alloc(5000))]);
      assert.deepEqual(await kindOf('mp4', content), { kind: 'unplayable', why: 'noIndex' });
      const whole = await mediaBytes({ format: 'mp4', durationMs: 8000 });
      assert.deepEqual(await kindOf('mp4', whole.subarray(0, 200)), { kind: 'unplayable', why: 'noIndex' });
    });

    it('adds up fragments, and says how much is left where the last are missing', async () => {
      const whole = await fragmentedMp4(60_000);
      isAbout(await measured('mp4', whole), 60_000, 100);
      const cut = await measured('mp4', whole.subarray(0, Math.floor(whole.length * 0.7)));
      isAbout(cut, 42_000, 1_000);
      assert.ok('header' in cut.measure && cut.measure.header === 'cut');
    });
  });

  describe('of what is no media', () => {
    const page = `<!DOCTYPE html><html><body>${'Sign in. '.repeat(50_000)}</body></html>`;
    const cases: readonly (readonly [string, string | Uint8Array, string])[] = [
      ['a web page', page, 'html'],
      ['a web page behind blank lines', `\r\n\r\n  <html lang="en"><title>`, 'html'],
      ['an error of storage', `\ufeff<?xml version="1.0"?><Error><Code>BlobNotFound</Code></Error>`, 'xml'],
      ['an error of a service', `{"error":{"code":"Gone","message":"..."}}`, 'json'],
      ['a list in JSON', ` [ {"a": 1} ]`, 'json'],
      ['a log', 'upload failed at 12:00\n', 'text'],
      ['zeros', new Uint8Array(300_000), 'zeros'],
      ['sound without a header', rawSound(60_000), 'rawSound'],
      ['a program', Buffer.concat([Buffer.from('MZ\x90\0', 'latin1'), Buffer.alloc(500, 1)]), 'program'],
      ['a script', '#!/bin/sh\nrm -rf ~\n', 'program'],
      ['an archive', Buffer.from('PK\x03\x04\x14\0', 'latin1'), 'archive'],
    ];
    for (const [what, content, looksLike] of cases) {
      it(`says that ${what} is none, whatever its name`, async () => {
        for (const extension of ['mp3', 'wav', 'mp4', 'm4a']) {
          const found = await kindOf(extension, typeof content === 'string' ? Buffer.from(content) : content);
          assert.deepEqual(found, { kind: 'unplayable', why: 'otherContent', looksLike }, extension);
        }
      });
    }

    it('says that a tag alone is none, and what other media is', async () => {
      const tag = Buffer.alloc(310);
      tag.write('ID3\x04\0\0\0\0\x02\x2c', 'latin1');
      const other = (looksLike: string): unknown => ({ kind: 'unplayable', why: 'otherContent', looksLike });
      assert.deepEqual(await kindOf('mp3', tag), other('tag'));
      assert.deepEqual(await kindOf('wav', repeat(mp3Frame(48), 100)), other('mp3'));
      assert.deepEqual(await kindOf('mp3', wav(1000)), other('wav'));
      assert.deepEqual(
        await kindOf('wav', await mediaBytes({ format: 'mp4', durationMs: 1000 })),
        other('mp4'),
      );
    });

    it('measures nothing of other kinds of files', async () => {
      for (const extension of ['exe', '', 'constructor', 'ogg'])
        assert.deepEqual(await kindOf(extension, wav(1000)), { kind: 'unknown', why: 'unsupported' });
    });
  });
});
