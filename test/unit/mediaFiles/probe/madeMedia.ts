/** One frame of MPEG-2 layer III at 16 kHz, mono, 36 ms of sound. @param kilobits of bit rate: 8 to 160 */
export function mp3Frame(kilobits: number): Uint8Array {
  const index = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160].indexOf(kilobits);
  const frame = new Uint8Array((72 * kilobits * 1000) / 16_000);
  frame.set([0xff, 0xf3, (index << 4) | (2 << 2), 0xc4]);
  return frame;
}

/** Milliseconds of sound in each frame of `mp3Frame`. */
export const mp3FrameMs = 36;

/** A WAV of 16 kHz, mono, 16 bits. @param sizes that its header claims; default: the right ones */
export function wav(
  durationMs: number,
  { riff, data, id = 'RIFF' }: { riff?: number; data?: number; id?: string } = {},
): Uint8Array {
  const soundBytes = durationMs * 32;
  const bytes = Buffer.alloc(44 + soundBytes, 7);
  bytes.write(id, 0, 'latin1');
  bytes.writeUInt32LE(riff ?? 36 + soundBytes, 4);
  bytes.write('WAVEfmt ', 8, 'latin1');
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(16_000, 24);
  bytes.writeUInt32LE(32_000, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36, 'latin1');
  bytes.writeUInt32LE(data ?? soundBytes, 40);
  return new Uint8Array(bytes);
}

/** An RF64, whose sizes are in 64 bits in a chunk of their own. */
export function rf64(durationMs: number, dataBytes: number): Uint8Array {
  const plain = wav(durationMs, { id: 'RF64', riff: 0xffff_ffff, data: 0xffff_ffff });
  const large = Buffer.alloc(36);
  large.write('ds64', 0, 'latin1');
  large.writeUInt32LE(28, 4);
  large.writeBigUInt64LE(BigInt(plain.length + 28), 8);
  large.writeBigUInt64LE(BigInt(dataBytes), 16);
  return new Uint8Array(Buffer.concat([plain.subarray(0, 12), large, plain.subarray(12)]));
}

/** Samples of a tone without a header. */
export function rawSound(durationMs: number): Uint8Array {
  const samples = Int16Array.from({ length: durationMs * 16 }, (_, at) => Math.sin(at / 9) * 9000 + 50);
  return new Uint8Array(samples.buffer);
}

/** A box of an MP4 with its size. */
export function box(type: string, ...content: readonly Uint8Array[]): Uint8Array {
  const body = Buffer.concat(content);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(body.length + 8);
  head.write(type, 4, 'latin1');
  return new Uint8Array(Buffer.concat([head, body]));
}
