import * as l10n from '@vscode/l10n';
import { fileName } from '../blobName.ts';
import { jsonProblemText, noteText } from '../metadata/text.ts';
import { formatText } from '../formatText.ts';
import type { ContentLook, UnmeasuredReason, UnplayableReason } from '../mediaLength.ts';
import type { Problem, ProblemCode, ProblemOf, ProblemSeverity } from './problem.ts';
import type { Explanation } from '../../base/explanation.ts';
import { durationText } from '../../base/text/duration.ts';
import { formatDate } from '../../base/display.ts';

/**
 * Says what a problem is, why it matters and what to do, in plain text that may hold hostile strings from names
 * and files.
 * @param isOld true where the recording ended more than a day ago: ACS storage then has its files no longer
 */
export function problemText(problem: Problem, isOld = false): Explanation {
  const make = texts[problem.code] as (problem: Problem) => Texts;
  const [title, why, next] = make(problem);
  return { title, why, next: isOld && fetchedAgain.has(problem.code) ? goneText() : next };
}

/** The severity in words. */
export function severityText(severity: ProblemSeverity): string {
  const words = { error: l10n.t('Error'), warning: l10n.t('Warning'), info: l10n.t('Information') };
  return words[severity];
}

/** Problems that fetching the file again solves, as long as ACS storage has it. */
const fetchedAgain: ReadonlySet<ProblemCode> = new Set<ProblemCode>([
  'missingChunks',
  'mediaWithoutMetadata',
  'metadataWithoutMedia',
  'emptyFile',
  'unreadableMetadata',
  'unplayableMedia',
  'cutMedia',
  'unfinishedHeader',
]);

function goneText(): string {
  return l10n.t(
    'The recording is older than the 24 hours for which ACS storage keeps its files, so the file cannot be fetched again. Look for a deleted or earlier version in the container, or for a backup.',
  );
}

type Texts = readonly [title: string, why: string, next: string];

const texts: { readonly [Code in ProblemCode]: (problem: ProblemOf<Code>) => Texts } = {
  missingChunks: ({ params: { first, last } }) => [
    first === last
      ? l10n.t('Chunk {0} is missing', first)
      : l10n.t('Chunks {0} to {1} are missing', first, last),
    l10n.t('This part of the call is not here: a player that joins the chunks skips it.'),
    l10n.t(
      'Refresh in a few minutes. If it does not appear, its export may have failed: the recording event then links to ACS storage, which keeps the file for 24 hours. Check also whether someone or a lifecycle rule deleted it.',
    ),
  ],
  chunksOnOtherDate: ({ params: { date, first, last } }) => [
    first === last
      ? l10n.t('Chunk {0} is in the folder of {1}', first, formatDate(date))
      : l10n.t('Chunks {0} to {1} are in the folder of {2}', first, last, formatDate(date)),
    l10n.t('The call ran past midnight, and its recording is in two date folders. Nothing is missing.'),
    l10n.t('Open the same call on the other date to see or play these chunks.'),
  ],
  mediaWithoutMetadata: ({ chunkIndex }) => [
    l10n.t('Chunk {0} has no metadata', chunkIndex ?? '?'),
    l10n.t('When it was recorded, who took part and where it was paused is not known.'),
    l10n.t(
      'Refresh in a minute, as the files arrive one after the other. Until 24 hours after the call the recording event may still link to the metadata.',
    ),
  ],
  metadataWithoutMedia: ({ chunkIndex }) => [
    l10n.t('Chunk {0} has no media', chunkIndex ?? '?'),
    l10n.t('The metadata says that it was recorded, but there is nothing to play.'),
    l10n.t(
      'Refresh in a minute. If it does not appear, look into the recording event: on a failed export it links to the file in ACS storage, for 24 hours.',
    ),
  ],
  emptyFile: ({ file }) => [
    l10n.t('Empty file: {0}', nameOf(file)),
    l10n.t('It has no content: it may have been read before it was written, or its upload failed.'),
    l10n.t(
      'Refresh in a minute: files have been seen to be empty right after the event. If it stays empty, fetch it through the recording event within 24 hours.',
    ),
  ],
  repeatedFile: ({ file, chunkIndex, params: { other } }) => [
    l10n.t('Chunk {0} has this file twice: {1}', chunkIndex ?? '?', nameOf(file)),
    l10n.t('Which of the two is right is not known. The first one is used: {0}', nameOf(other)),
    l10n.t('Compare both, and move the one that does not belong here elsewhere.'),
  ],
  severalMedia: ({ chunkIndex, params: { kinds } }) => [
    l10n.t('Chunk {0} has media of several kinds: {1}', chunkIndex ?? '?', kinds),
    l10n.t('The service normally writes one media file a chunk. Only the first one is played.'),
    l10n.t('Nothing, if someone converted the recording and stored the result beside it.'),
  ],
  unknownMediaKind: ({ file, params: { extension } }) => [
    l10n.t('This kind of file is not media: {0}', nameOf(file)),
    l10n.t(
      'The service writes MP3, MP4 and WAV. A file that ends in .{0} is never played or opened from here.',
      extension,
    ),
    l10n.t('Find out who put it there, and do not open it before you know what it is.'),
  ],
  unreadableMetadata: ({ file, params: { error } }) => [
    l10n.t("The metadata can't be read: {0}", nameOf(file)),
    jsonProblemText(error),
    l10n.t(
      'Refresh in a minute. If the problem persists, open the document to see what is there; the media can still be played.',
    ),
  ],
  oddMetadata: ({ file, params: { note, count } }) => [
    count === 1
      ? l10n.t('The metadata is unusual: {0}', nameOf(file))
      : l10n.t('The metadata is unusual in {0} places: {1}', count, nameOf(file)),
    noteText(note),
    note.severity === 'info'
      ? l10n.t('Nothing here: this view can read it. Check that your own code can, too.')
      : l10n.t('Open the document to see the place, and do not rely on this value.'),
  ],
  mediaDurationDiffers: ({ file, params }) => lengthTexts(file, params),
  mediaSizeDiffers: ({ file, params }) => {
    const [title, why, next] = lengthTexts(file, params);
    return [title, `${why} ${l10n.t('The length of the media is worked out from its size.')}`, next];
  },
  unplayableMedia: ({ file, params: { why, format, looksLike } }) => [
    why === 'otherContent'
      ? l10n.t('This is not {0}: {1}', format, nameOf(file))
      : l10n.t('The media cannot be played: {0}', nameOf(file)),
    [unplayableTexts[why](format), ...(looksLike ? [lookTexts[looksLike]()] : [])].join(' '),
    l10n.t(
      'Fetch the file again through the recording event, which links to ACS storage for 24 hours. If it was copied here, copy it again from its source.',
    ),
  ],
  unfinishedHeader: ({ file }) => [
    l10n.t('The header was never finished: {0}', nameOf(file)),
    l10n.t(
      'The program that wrote the file stopped before the end. The length given here is that of the data; players may show none, or stop early.',
    ),
    l10n.t('Compare the size with that in ACS storage, and fetch the file again if it differs.'),
  ],
  cutMedia: ({ file, params: { mediaMs } }) => [
    l10n.t('The media is cut off: {0}', nameOf(file)),
    l10n.t(
      'The file ends before its header says. About {0} of it remain; the rest is lost.',
      durationText(mediaMs),
    ),
    l10n.t(
      'Compare the size with that in ACS storage, which keeps the file for 24 hours, and fetch it again.',
    ),
  ],
  unmeasuredMedia: ({ file, params: { why } }) => [
    l10n.t('The length of the media is not known: {0}', nameOf(file)),
    unmeasuredTexts[why](),
    l10n.t('Play the file to the end to see how long it is.'),
  ],
  gap: ({ params: { before, after, lengthMs } }) => [
    l10n.t('{0} not recorded between chunks {1} and {2}', durationText(lengthMs), before, after),
    l10n.t('What was said in that time is not in the recording.'),
    l10n.t(
      'Look at the end reason of the chunk before it in the recording event: an upload failure or a hand-over of the recording loses time.',
    ),
  ],
  overlap: ({ params: { before, after, lengthMs } }) => [
    l10n.t('Chunks {0} and {1} overlap by {2}', before, after, durationText(lengthMs)),
    l10n.t('That time plays twice when the chunks are joined, or one of the times is wrong.'),
    l10n.t('Listen to the end of the one and the start of the other before joining them.'),
  ],
  outOfOrder: ({ params: { before, after } }) => [
    l10n.t('Chunk {0} starts before chunk {1}', after, before),
    l10n.t('Chunks should follow each other by number. Played in this order, the call jumps back in time.'),
    l10n.t('Check whether files of another recording were copied into this folder.'),
  ],
  sumDiffers: ({ params: { recordedMs, pausedMs, spanMs } }) => [
    l10n.t('Chunks and pauses do not add up to the length of the recording'),
    l10n.t(
      'From the first start to the last end: {0}. Recorded: {1}. Paused: {2}.',
      durationText(spanMs),
      durationText(recordedMs),
      durationText(pausedMs),
    ),
    l10n.t(
      'Do not take the sum of the chunks for the length of the call. Long gaps and overlaps are listed separately.',
    ),
  ],
  expectedDurationDiffers: ({ params: { expectedMs, recordedMs } }) => [
    recordedMs < expectedMs
      ? l10n.t('Shorter than the recording event says')
      : l10n.t('Longer than the recording event says'),
    l10n.t('The event says {0}, the chunks have {1}.', durationText(expectedMs), durationText(recordedMs)),
    l10n.t('Check for missing chunks, and that all chunks of the event were read, not only the first.'),
  ],
  documentIdDiffers: ({ file, params: { inName, inside } }) => [
    l10n.t('The document ID in the name is not the one in the metadata: {0}', nameOf(file)),
    l10n.t('In the name: {0}. In the metadata: {1}. Matching by document ID fails.', inName, inside),
    l10n.t('Check whether the file was renamed, or belongs to another recording.'),
  ],
  documentIdRepeated: ({ chunkIndex, params: { documentId, other } }) => [
    l10n.t('Chunks {0} and {1} have the same document ID: {2}', other, chunkIndex ?? '?', documentId),
    l10n.t('Each chunk has its own ID: one of the two is probably a copy of the other.'),
    l10n.t('Compare the two files, and fetch the chunk that was overwritten from its source.'),
  ],
  callIdDiffers: ({ params: { folder, inside } }) => [
    l10n.t('The call ID of the folder is not the one in the metadata'),
    l10n.t('Folder: {0}. Metadata: {1}. A search by one of them does not find the other.', folder, inside),
    l10n.t(
      'Nothing, if your recordings are all like that: the service may name the folder by the correlation ID of the call. Otherwise check whether the files were copied here from another call.',
    ),
  ],
  callIdsDisagree: ({ chunkIndex, params: { first, inside } }) => [
    l10n.t('Chunk {0} names another call', chunkIndex ?? '?'),
    l10n.t('First chunk: {0}. This chunk: {1}. A recording belongs to one call.', first, inside),
    l10n.t('Check whether files of another recording were copied into this folder.'),
  ],
  chunkIndexDiffers: ({ file, params: { inName, inside } }) => [
    l10n.t('The chunk number in the name is not the one in the metadata: {0}', nameOf(file)),
    l10n.t('In the name: {0}. In the metadata: {1}. The order of the chunks is not certain.', inName, inside),
    l10n.t('Check whether the file was renamed. The order of the names is used here.'),
  ],
  formatDiffers: ({ file, params: { inName, inside } }) => [
    l10n.t('The file is {0} by its name, {1} by its metadata: {2}', inName, inside, nameOf(file)),
    l10n.t('A player that trusts one of the two may refuse the file.'),
    l10n.t('Check whether the file was converted or renamed.'),
  ],
  formatsDisagree: ({ chunkIndex, params: { first, inside } }) => [
    l10n.t('Chunk {0} has another format: {1}', chunkIndex ?? '?', formatText(inside)),
    l10n.t(
      "The first chunk is {0}. Chunks of different formats can't be joined without converting.",
      formatText(first),
    ),
    l10n.t('Check whether files of another recording were copied into this folder.'),
  ],
};

const unplayableTexts: Readonly<Record<UnplayableReason, (format: string) => string>> = {
  noIndex: () => l10n.t('Its index is missing, which is written last: the file was cut off.'),
  noSound: () => l10n.t('It has a header, but no sound or picture after it.'),
  otherContent: (format) => l10n.t('The content does not begin as {0} does.', format),
};

const lookTexts: Readonly<Record<ContentLook, () => string>> = {
  html: () => l10n.t('It looks like a web page, such as a proxy or a sign-in page sends.'),
  xml: () => l10n.t('It looks like XML, such as an error from Azure Storage.'),
  json: () => l10n.t('It looks like JSON, such as an error from a service.'),
  text: () => l10n.t('It looks like text.'),
  zeros: () => l10n.t('It contains only zeros, as after a failed upload.'),
  mp3: () => l10n.t('It looks like MP3.'),
  wav: () => l10n.t('It looks like WAV.'),
  mp4: () => l10n.t('It looks like MP4.'),
  tag: () => l10n.t('It contains only an ID3 tag: the title of a recording without the recording.'),
  rawSound: () => l10n.t('It looks like sound without a header (raw PCM).'),
  program: () => l10n.t('It looks like a program. Do not open it.'),
  archive: () => l10n.t('It looks like an archive.'),
  binary: () => l10n.t('What it is instead is not known.'),
};

const unmeasuredTexts: Readonly<Record<UnmeasuredReason | 'estimated', () => string>> = {
  estimated: () => l10n.t('It could only be estimated, which is not enough to compare it with the metadata.'),
  budget: () => l10n.t('Finding it out would take too much time or data.'),
  unsupported: () => l10n.t('The extension does not understand this variant of the format.'),
  changed: () => l10n.t('The file became shorter while it was read.'),
};

function lengthTexts(
  file: string | undefined,
  { mediaMs, metadataMs }: { readonly mediaMs: number; readonly metadataMs: number },
): Texts {
  return [
    mediaMs < metadataMs
      ? l10n.t('The media is shorter than its metadata says: {0}', nameOf(file))
      : l10n.t('The media is longer than its metadata says: {0}', nameOf(file)),
    l10n.t('Media: {0}. Metadata: {1}.', durationText(mediaMs), durationText(metadataMs)),
    mediaMs < metadataMs
      ? l10n.t(
          'The upload may have been cut off: play its end, and compare the size with that in ACS storage.',
        )
      : l10n.t('Rely on the media: it is what was recorded.'),
  ];
}

function nameOf(file: string | undefined): string {
  return file === undefined ? '?' : fileName(file);
}
