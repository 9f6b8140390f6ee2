import type { MediaMeasure } from '../../recording/mediaLength.ts';
import { type Bytes, EndOfFile, OverBudget } from './bytes.ts';
import { contentLook, lookBytes } from './contentLook.ts';
import { measureMp3 } from './mp3.ts';
import { measureMp4 } from './mp4.ts';
import { measureWav } from './wav.ts';

type Measure = (bytes: Bytes) => Promise<MediaMeasure | undefined>;

const measures: Readonly<Record<string, Measure>> = {
  mp3: measureMp3,
  wav: measureWav,
  mp4: measureMp4,
  m4a: measureMp4,
};

/**
 * Measures a media file from its bytes. Never rejects because of what is in the file; rejects where reading does.
 * @param extension without the dot, lower case
 */
export async function measure(bytes: Bytes, extension: string): Promise<MediaMeasure> {
  const measureKind = Object.hasOwn(measures, extension) ? measures[extension] : undefined;
  if (!measureKind) return { kind: 'unknown', why: 'unsupported' };
  try {
    const measured = await measureKind(bytes);
    if (measured) return measured;
    const look = contentLook(await bytes.upTo(0, lookBytes));
    // What begins as an MP3, and has no frames, is only the tag of one.
    const looksLike = extension === 'mp3' && look === 'mp3' ? 'tag' : look;
    return { kind: 'unplayable', why: 'otherContent', looksLike };
  } catch (error) {
    if (error instanceof OverBudget) return { kind: 'unknown', why: 'budget' };
    if (error instanceof EndOfFile) return { kind: 'unknown', why: 'changed' };
    throw error;
  }
}
