import {
  BufferSource,
  BufferTarget,
  Conversion,
  Input,
  Mp4InputFormat,
  Mp4OutputFormat,
  Output,
} from 'mediabunny';
import { mp4Bytes } from '../../../../src/emulator/media/mp4Writer.ts';

/** A real MP4 whose index is followed by fragments. */
export async function fragmentedMp4(durationMs: number): Promise<Uint8Array> {
  const source = await mp4Bytes(durationMs);
  const input = new Input({ formats: [new Mp4InputFormat()], source: new BufferSource(source) });
  const target = new BufferTarget();
  const output = new Output({ format: new Mp4OutputFormat({ fastStart: 'fragmented' }), target });
  const conversion = await Conversion.init({ input, output, showWarnings: false });
  await conversion.execute();
  return new Uint8Array(target.buffer ?? new ArrayBuffer(0));
}
