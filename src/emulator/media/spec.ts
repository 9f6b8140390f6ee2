import type { MediaFormat } from '../../recording/formats.ts';

/** The media file wanted. */
export interface MediaSpec {
  readonly format: MediaFormat;
  /** 1 to 5 for wav; the others are always mono. */
  readonly channels?: number;
  /** mp3 and mp4 hold whole frames: the file is right to within 36 ms and 64 ms. */
  readonly durationMs: number;
  /** Which of the five notes sounds first, so that chunks can be distinguished by ear; mp4 begins with the first. */
  readonly firstNote?: number;
}

/** What a media file of a format is like, in the words of the chunk metadata. */
export interface MediaTraits {
  readonly contentType: string;
  readonly sampleRate: number;
  /** bit/s of the sound, all channels. */
  readonly audioBitRate: number;
  readonly video?: {
    readonly longerSideLength: number;
    readonly shorterSideLength: number;
    readonly framerate: number;
    readonly bitRate: number;
  };
  /** Of the whole file, container included; for mp4 a mean. */
  readonly bytesPerSecond: number;
}

export const sampleRate = 16_000;
const bytesPerSample = 2;

/** Traits of the media that this folder makes, which is smaller than the real service's where it has a picture. */
export function mediaTraits(format: MediaFormat, channels = 1): MediaTraits {
  switch (format) {
    case 'wav': {
      const bytesPerSecond = sampleRate * bytesPerSample * channels;
      return { contentType: 'audio/wav', sampleRate, audioBitRate: bytesPerSecond * 8, bytesPerSecond };
    }
    case 'mp3':
      return { contentType: 'audio/mpeg', sampleRate, audioBitRate: 48_000, bytesPerSecond: 6_000 };
    case 'mp4':
      return {
        contentType: 'video/mp4',
        sampleRate,
        audioBitRate: 47_000,
        video: { longerSideLength: 320, shorterSideLength: 180, framerate: 16, bitRate: 11_500 },
        bytesPerSecond: 7_600,
      };
  }
}
