import * as l10n from '@vscode/l10n';
import type { ChunkMetadataError } from './metadata.ts';
import type { JsonPath, MetadataNote, MetadataNoteCode } from './note.ts';

/** What a remark about chunk metadata means and why it matters, for a person; plain text. */
export function noteText(note: MetadataNote): string {
  const field = pathText(note.path);
  const value = note.value ?? '';
  return texts[note.code]({ name: note.path.at(-1), field, value, found: `${field} = ${value}` });
}

interface Shown {
  readonly name: string | number | undefined;
  readonly field: string;
  readonly value: string;
  readonly found: string;
}

const texts: Readonly<Record<MetadataNoteCode, (note: Shown) => string>> = {
  byteOrderMark: () =>
    l10n.t('The file begins with a byte order mark. Some JSON readers refuse such a file.'),
  otherEncoding: ({ value }) =>
    l10n.t(
      'The file is not written in UTF-8 but in {0}. JSON readers refuse such a file. PowerShell writes UTF-16 with ">".',
      value.toUpperCase(),
    ),
  swapped: ({ value }) =>
    l10n.t(
      'Content type and channel type are swapped, as the service wrote them in 2021. They are read the right way round: {0}',
      value,
    ),
  otherSpelling: ({ field, value }) =>
    l10n.t(
      'Upper and lower case differ from the usual spelling. Code that compares exactly does not find it: {0}',
      `${field}, ${value}`,
    ),
  numberAsString: ({ found }) => l10n.t('A number written as text. It is read as a number: {0}', found),
  fractional: ({ found }) =>
    l10n.t('Not a whole number, although the service normally writes whole numbers: {0}', found),
  missing: ({ name, field }) =>
    missingTexts[String(name)]?.() ??
    l10n.t('A field that the service normally writes is missing: {0}', field),
  empty: ({ field }) => l10n.t('Empty, so nothing is known about it: {0}', field),
  unknownField: ({ field }) =>
    l10n.t('This field is not part of the documented schema and is ignored: {0}', field),
  versionField: ({ value }) =>
    l10n.t('The file names a version of its schema, which the documentation does not mention: {0}', value),
  bitDepth: ({ value }) =>
    l10n.t('The bits of a sample, which older samples give in place of the channel count: {0}', value),
  wrongType: ({ found }) =>
    l10n.t('Not the kind of value that this field holds, so it is ignored: {0}', found),
  badTime: ({ found }) => l10n.t("Not a time in ISO 8601, so it can't be placed on the timeline: {0}", found),
  noTimeZone: ({ found }) =>
    l10n.t('The time names no time zone. It is read as UTC, which the service writes: {0}', found),
  negative: ({ found }) => l10n.t('Less than zero, which is impossible, so it is ignored: {0}', found),
  overFourHours: ({ value }) =>
    l10n.t('Longer than four hours (14,400,000 milliseconds), the documented maximum of a chunk: {0}', value),
  unknownValue: ({ found }) => l10n.t('Not one of the documented values. It is shown as it is: {0}', found),
  illegalCombination: ({ value }) =>
    l10n.t('The service is not documented to record in this combination: {0}', value),
  unknownParticipant: ({ value }) =>
    l10n.t('The prefix of this ID is unknown, and so is the kind of participant: {0}', value),
  repeatedParticipant: ({ value }) => l10n.t('This participant is listed more than once: {0}', value),
  channelMissing: ({ field }) =>
    l10n.t(
      "The recording is unmixed, but the participant has no channel, so the voice can't be found in the file: {0}",
      field,
    ),
  channelUnexpected: ({ found }) =>
    l10n.t('The recording is mixed, so a channel for one participant has no meaning: {0}', found),
  channelOutOfRange: ({ value }) =>
    l10n.t('An unmixed recording has five channels at most, numbered from 0 to 4: {0}', value),
  channelRepeated: ({ value }) =>
    l10n.t('Two participants share this channel, although each should have their own: {0}', value),
  pauseOutsideChunk: ({ value }) =>
    l10n.t(
      'This pause is outside the time of its chunk, so one of the times must be wrong. It starts at: {0}',
      value,
    ),
  moreNotes: ({ value }) => l10n.t('Further remarks that are not shown: {0}', value),
};

const missingTexts: Readonly<Record<string, (() => string) | undefined>> = {
  callId: () => l10n.t('The call ID is missing: the file does not say which call it belongs to.'),
  chunkDocumentId: () =>
    l10n.t("The document ID is missing: the chunk can't be matched with an event by it."),
  chunkIndex: () => l10n.t('The chunk number is missing: only the file name gives the order of the chunks.'),
  chunkStartTime: () =>
    l10n.t("The start time is missing: the chunk can't be placed on the timeline with certainty."),
  chunkDuration: () =>
    l10n.t('The duration is missing: the end of the chunk and a gap after it are unknown.'),
  participants: () => l10n.t('The list of participants is missing: who took part is not known.'),
  recordingInfo: () =>
    l10n.t('The description of the recording is missing: format and channels are not known.'),
};

/** Why a text could not be read as chunk metadata, and where, for a person. */
export function jsonProblemText(error: ChunkMetadataError): string {
  const place = l10n.t('line {0}, column {1}', error.line, error.column);
  switch (error.code) {
    case 'empty':
      return l10n.t(
        'The file is empty. The service may still be writing it: refresh in a minute. If it stays empty, its upload failed.',
      );
    case 'truncated':
      return l10n.t(
        'The JSON ends too early. The service may still be writing it, or its upload was cut off. It ends at: {0}',
        place,
      );
    case 'notJson':
      return l10n.t('This is not JSON. It stops making sense at: {0}', place);
    case 'notAnObject':
      return l10n.t('This is JSON, but not chunk metadata, which is one object in braces.');
    case 'tooLarge':
      return l10n.t('Over 10 MB, so it is shown as it is. Chunk metadata is normally a few kilobytes.');
  }
}

/** A path as code would write it, such as `participants[3].channel`. */
function pathText(path: JsonPath): string {
  const text = path
    .map((step, at) => (typeof step === 'number' ? `[${step}]` : `${at === 0 ? '' : '.'}${step}`))
    .join('');
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
}
