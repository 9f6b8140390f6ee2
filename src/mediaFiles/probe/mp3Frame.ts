/** One frame of MPEG audio, layer III. */
export interface Mp3Frame {
  readonly lengthBytes: number;
  readonly samples: number;
  readonly sampleRateHz: number;
  readonly bitRate: number;
  /** 3 is MPEG-1, 2 is MPEG-2, 0 is MPEG-2.5, as the header has it. */
  readonly version: number;
  readonly isMono: boolean;
}

const bitRates1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const bitRates2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
const sampleRates = [44_100, 48_000, 32_000];
/** How much lower than MPEG-1 the sample rates of a version are. */
const rateDivisors: Readonly<Record<number, number>> = { 0: 4, 2: 2, 3: 1 };

/** Bytes of a frame's header. */
export const frameHeaderBytes = 4;

/**
 * The frame whose header is at a place; undefined where none is. Frames of free bit rate are not read.
 * @see http://www.mp3-tech.org/programmer/frame_header.html
 */
export function frameAt(bytes: Uint8Array, at: number): Mp3Frame | undefined {
  const [first = 0, second = 0, third = 0, fourth = 0] = bytes.subarray(at, at + frameHeaderBytes);
  const isSync = first === 0xff && (second & 0xe0) === 0xe0;
  const isLayer3 = ((second >> 1) & 3) === 1;
  const version = (second >> 3) & 3;
  const divisor = rateDivisors[version];
  const baseRate = sampleRates[(third >> 2) & 3];
  const kilobits = (version === 3 ? bitRates1 : bitRates2)[third >> 4];
  if (!isSync || !isLayer3 || divisor === undefined || baseRate === undefined || !kilobits) return undefined;
  const sampleRateHz = baseRate / divisor;
  const samples = version === 3 ? 1152 : 576;
  const bitRate = kilobits * 1000;
  const lengthBytes = Math.floor(((samples / 8) * bitRate) / sampleRateHz) + ((third >> 1) & 1);
  return { lengthBytes, samples, sampleRateHz, bitRate, version, isMono: fourth >> 6 === 3 };
}

/** True where two frames can be of one stream. */
export function isSameStream(one: Mp3Frame, other: Mp3Frame): boolean {
  return one.version === other.version && one.sampleRateHz === other.sampleRateHz;
}
