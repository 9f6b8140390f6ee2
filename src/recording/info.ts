import {
  type ChannelType,
  type ContentType,
  type MediaFormat,
  channelTypes,
  contentTypes,
  isLegal,
  knownWord,
  mediaFormats,
} from './formats.ts';
import { type Fields, fieldValue, fieldsOf, numberField, textField } from './metadata/fields.ts';
import type { MetadataNoteSeverity, MetadataNotes } from './metadata/note.ts';
import { withoutUndefined } from '../base/withoutUndefined.ts';

/** A word of the service as the file spells it, and the word it stands for where that is known. */
export interface Word<T extends string> {
  readonly raw: string;
  readonly value?: T;
}

/** The sound of a chunk's media. */
export interface AudioConfiguration {
  readonly sampleRateHz?: number;
  /** Bits a second. */
  readonly bitRate?: number;
  /** Channels in the file. */
  readonly channels?: number;
  /** Bits a sample; only some samples of the documentation have it. */
  readonly bitDepth?: number;
}

/** The picture of a chunk's media. */
export interface VideoConfiguration {
  readonly longerSidePx?: number;
  readonly shorterSidePx?: number;
  /** Pictures a second. */
  readonly frameRate?: number;
  /** Bits a second. */
  readonly bitRate?: number;
}

/** What was recorded, and how. */
export interface RecordingInfo {
  /** After setting right files of 2021, which have content and channel type in each other's place. */
  readonly contentType?: Word<ContentType>;
  readonly channelType?: Word<ChannelType>;
  readonly format?: Word<MediaFormat>;
  readonly audio?: AudioConfiguration;
  readonly video?: VideoConfiguration;
}

const knownFields = ['contentType', 'channelType', 'format', 'audioConfiguration', 'videoConfiguration'];

/** Reads `recordingInfo`; what is absent or wrong is left out and remarked on. */
export function readRecordingInfo(parent: Fields, notes: MetadataNotes): RecordingInfo {
  const fields = readObject(parent, 'recordingInfo', knownFields, notes, 'warning');
  if (!fields) return {};
  if (fields.byName.size === 0) {
    notes.add('empty', fields.path);
    return {};
  }
  const types = readTypes(fields, notes);
  const format = readWord(fields, 'format', mediaFormats, notes);
  const [content, channel] = [types.contentType?.value, types.channelType?.value];
  if (content && channel && format?.value && !isLegal(content, channel, format.value)) {
    notes.add('illegalCombination', fields.path, [content, channel, format.value].join(', '));
  }
  return withoutUndefined({
    ...types,
    format,
    audio: readAudio(fields, notes),
    video: readVideo(fields, notes, content === 'audioVideo' ? 'info' : undefined),
  });
}

function readTypes(fields: Fields, notes: MetadataNotes): Pick<RecordingInfo, 'contentType' | 'channelType'> {
  const [content, channel] = ['contentType', 'channelType'].map((name) => fieldValue(fields, name)?.value);
  const isSwapped = isWordOf(channelTypes, content) || isWordOf(contentTypes, channel);
  if (isSwapped)
    notes.add('swapped', fields.path, `contentType ${shown(channel)}, channelType ${shown(content)}`);
  return withoutUndefined({
    contentType: readWord(fields, isSwapped ? 'channelType' : 'contentType', contentTypes, notes),
    channelType: readWord(fields, isSwapped ? 'contentType' : 'channelType', channelTypes, notes),
  });
}

function isWordOf(words: readonly string[], value: unknown): boolean {
  return typeof value === 'string' && knownWord(words, value) !== undefined;
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : '–';
}

function readWord<T extends string>(
  fields: Fields,
  name: string,
  words: readonly T[],
  notes: MetadataNotes,
): Word<T> | undefined {
  const raw = textField(fields, name, { ifMissing: 'warning' });
  if (raw === undefined) return undefined;
  const value = knownWord(words, raw);
  if (value === undefined) notes.add('unknownValue', [...fields.path, name], raw);
  else if (value !== raw) notes.add('otherSpelling', [...fields.path, name], raw);
  return withoutUndefined({ raw, value });
}

function readAudio(parent: Fields, notes: MetadataNotes): AudioConfiguration | undefined {
  const known = ['sampleRate', 'bitRate', 'channels', 'bitDepth'];
  const fields = readObject(parent, 'audioConfiguration', known, notes, 'info');
  if (!fields) return undefined;
  const bitDepth = numberField(fields, 'bitDepth', { whole: true });
  if (bitDepth !== undefined) notes.add('bitDepth', [...fields.path, 'bitDepth'], bitDepth);
  return withoutUndefined({
    sampleRateHz: numberField(fields, 'sampleRate', { ifMissing: 'info' }),
    bitRate: numberField(fields, 'bitRate', { ifMissing: 'info' }),
    channels: numberField(fields, 'channels', {
      whole: true,
      ...(bitDepth === undefined ? { ifMissing: 'info' } : {}),
    }),
    bitDepth,
  });
}

function readVideo(
  parent: Fields,
  notes: MetadataNotes,
  ifMissing: MetadataNoteSeverity | undefined,
): VideoConfiguration | undefined {
  const known = ['longerSideLength', 'shorterSideLength', 'framerate', 'bitRate'];
  const fields = readObject(parent, 'videoConfiguration', known, notes, ifMissing);
  if (!fields) return undefined;
  return withoutUndefined({
    longerSidePx: numberField(fields, 'longerSideLength', { ifMissing: 'info' }),
    shorterSidePx: numberField(fields, 'shorterSideLength', { ifMissing: 'info' }),
    frameRate: numberField(fields, 'framerate', { ifMissing: 'info' }),
    bitRate: numberField(fields, 'bitRate', { ifMissing: 'info' }),
  });
}

function readObject(
  parent: Fields,
  name: string,
  known: readonly string[],
  notes: MetadataNotes,
  ifMissing: MetadataNoteSeverity | undefined,
): Fields | undefined {
  const found = fieldValue(parent, name, ifMissing ? { ifMissing } : {});
  if (!found) return undefined;
  const fields = fieldsOf(found.value, found.path, known, notes);
  if (!fields) notes.add('wrongType', found.path, found.value);
  return fields;
}
