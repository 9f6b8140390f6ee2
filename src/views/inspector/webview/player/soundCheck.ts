let known: Promise<boolean> | undefined;

/**
 * Whether this editor can decode AAC, the sound of mp4 recordings. VS Code on the desktop claims to, but
 * its media library may lack the decoder and then plays the picture without sound and without an error;
 * so a moment of silence is decoded for real.
 */
export function canDecodeAac(): Promise<boolean> {
  known ??= decodes(silentAac());
  return known;
}

async function decodes(media: Uint8Array<ArrayBuffer>): Promise<boolean> {
  try {
    const audio = await new OfflineAudioContext(1, 1, 16_000).decodeAudioData(media.buffer);
    return audio.length > 0;
  } catch {
    return false;
  }
}

/**
 * Twenty frames of silent mono AAC-LC at 16 kHz, each an ADTS header and an empty channel.
 * @see https://wiki.multimedia.cx/index.php/ADTS
 */
function silentAac(): Uint8Array<ArrayBuffer> {
  const frame = [0xff, 0xf1, 0x60, 0x40, 0x01, 0x7f, 0xfc, 0x00, 0x00, 0x00, 0x07];
  return Uint8Array.from({ length: 20 * frame.length }, (_, index) => frame[index % frame.length] ?? 0);
}

interface DecodedBytes {
  readonly webkitAudioDecodedByteCount?: number;
}

/** Media time in s after which sound must have been decoded. */
const soundBySeconds = 1.5;

/**
 * True where an element has played for a while and not one byte of sound was decoded; undefined as long
 * as nothing can be said.
 */
export function playsSilently(element: HTMLVideoElement): boolean | undefined {
  const { webkitAudioDecodedByteCount: bytes } = element as DecodedBytes;
  if (bytes === undefined) return undefined;
  if (bytes > 0) return false;
  const played = element.played.length === 0 ? 0 : element.played.end(0) - element.played.start(0);
  return played > soundBySeconds ? true : undefined;
}
