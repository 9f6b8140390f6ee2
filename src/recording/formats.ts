import { withoutUndefined } from '../base/withoutUndefined.ts';

/** What is recorded: sound alone, or sound and picture. */
export type ContentType = 'audio' | 'audioVideo';
/** All participants in one track, or each in a channel of its own. */
export type ChannelType = 'mixed' | 'unmixed';
/** The file format of the media. */
export type MediaFormat = 'mp3' | 'mp4' | 'wav';

export const contentTypes: readonly ContentType[] = ['audio', 'audioVideo'];
export const channelTypes: readonly ChannelType[] = ['mixed', 'unmixed'];
export const mediaFormats: readonly MediaFormat[] = ['mp3', 'mp4', 'wav'];

/** A file that the player, and programs of the system, are given: nothing else is ever opened as media. */
export type PlayableExtension = MediaFormat | 'm4a';

const playableExtensions: readonly PlayableExtension[] = [...mediaFormats, 'm4a'];

/** The extension of a media file in small letters; undefined for every other file, also one with a known kind. */
export function playableExtension(name: string): PlayableExtension | undefined {
  const extension = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  return playableExtensions.find((known) => known === extension);
}

/** A combination that the service records in, and what it costs in storage. */
export interface RecordingFormat {
  readonly content: ContentType;
  readonly channel: ChannelType;
  readonly format: MediaFormat;
  /** MB (a million bytes) of media a minute; for unmixed audio, of each channel. */
  readonly megabytesPerMinute: number;
  /** True where every recording has exactly this rate, false where it is the most. */
  readonly isExactRate: boolean;
}

/**
 * All combinations that the service is documented to record in.
 * @see https://learn.microsoft.com/azure/communication-services/concepts/voice-video-calling/call-recording
 */
export const legalFormats: readonly RecordingFormat[] = [
  { content: 'audioVideo', channel: 'mixed', format: 'mp4', megabytesPerMinute: 7.5, isExactRate: false },
  { content: 'audio', channel: 'mixed', format: 'mp3', megabytesPerMinute: 0.36, isExactRate: false },
  { content: 'audio', channel: 'mixed', format: 'wav', megabytesPerMinute: 1.92, isExactRate: true },
  { content: 'audio', channel: 'unmixed', format: 'wav', megabytesPerMinute: 1.92, isExactRate: true },
];

/** The combination with these words, without regard to case; undefined where the service has none such. */
export function findFormat(content: string, channel: string, format: string): RecordingFormat | undefined {
  return legalFormats.find(
    (legal) =>
      sameWord(legal.content, content) && sameWord(legal.channel, channel) && sameWord(legal.format, format),
  );
}

/** True where the service is documented to record in this combination. */
export function isLegal(content: string, channel: string, format: string): boolean {
  return findFormat(content, channel, format) !== undefined;
}

/** The part of a format that a file name gives. */
export interface NamedFormat {
  readonly content?: ContentType;
  readonly channel?: ChannelType;
  readonly format?: MediaFormat;
}

/**
 * What the kind and extension in the name of a media file mean: `audiomp3` and `mp3` are mixed audio,
 * `audiowav` is audio that may be unmixed. Kinds of video are not documented: the extension decides.
 */
export function namedFormat(kind: string, extension: string): NamedFormat {
  const lower = kind.toLowerCase();
  const format = knownWord(mediaFormats, extension) ?? mediaFormats.find((known) => lower.endsWith(known));
  if (format === undefined) return lower.includes('video') ? { content: 'audioVideo' } : {};
  const fitting = legalFormats.filter((legal) => legal.format === format);
  const [only] = fitting;
  const content = lower.includes('video') ? 'audioVideo' : only?.content;
  const channel = lower.includes('unmixed') ? 'unmixed' : fitting.length === 1 ? only?.channel : undefined;
  return withoutUndefined({ content, channel, format });
}

/** The known word that equals the given one without regard to case, in which events and REST API differ. */
export function knownWord<T extends string>(words: readonly T[], word: string): T | undefined {
  return words.find((known) => sameWord(known, word));
}

function sameWord(known: string, word: string): boolean {
  return known.toLowerCase() === word.trim().toLowerCase();
}
