import * as l10n from '@vscode/l10n';
import { formatMoment, formatSize, printable, shortId } from '../../base/display.ts';
import { clockLength } from '../../base/text/duration.ts';
import { isMetadata } from '../../recording/blobName.ts';
import {
  type Call,
  type Recording,
  type StoredFile,
  chunkCount,
  isArchived,
  sizeOf,
} from '../../recording/call.ts';
import type { RecordingFacts } from '../../recording/facts.ts';
import type { FileNode, RecordingNode } from './node.ts';
import { type RowTime, callTime, spokenTime, timeText } from './rowTime.ts';

/** What a file is to a recording. */
export type FileKind = 'metadata' | 'media' | 'other';

/** What a row shows, without VS Code. */
export interface Row {
  readonly label: string;
  readonly description?: string;
  /** Name of a codicon. */
  readonly icon: string;
  /** Theme colour of the icon. */
  readonly color?: string;
  /** What `when` clauses of menus look for; flags are joined by `.`. */
  readonly context: string;
  readonly expands: 'no' | 'collapsed' | 'expanded';
  /** What a screen reader says, where label and description do not do. */
  readonly spoken?: string;
}

/** What a row shows of a recording once its chunk metadata has been read. */
export interface KnownFacts {
  readonly startMs?: number | undefined;
  readonly recordedMs?: number | undefined;
  readonly channels?: number | undefined;
}

/** What is known of calls and recordings beside their files. */
export interface RowKnowledge {
  readonly timeOf: (recording: Recording) => RowTime;
  readonly factsOf: (recording: Recording) => KnownFacts | undefined;
}

/** What the row shows of the facts; undefined where they say nothing that the listing does not. */
export function knownFacts(facts: RecordingFacts): KnownFacts | undefined {
  if (facts.chunksWithMetadata === 0) return undefined;
  const { startMs, recordedMs, channelCounts, isEstimated } = facts;
  return {
    startMs,
    recordedMs: isEstimated ? undefined : recordedMs,
    channels: channelCounts.length === 1 ? channelCounts[0] : undefined,
  };
}

/** A call: its time first, then a short ID. */
export function callRow(call: Call, timeOf: (recording: Recording) => RowTime): Row {
  const time = callTime(call.recordings.map(timeOf));
  const id = shortId(call.callId);
  const count = call.recordings.length;
  const counted = count === 1 ? l10n.t('1 recording') : l10n.t('{0} recordings', count);
  return {
    label: `${timeText(time, call.date)} · ${id}`,
    description: joined([counted, writtenNote(time)]),
    icon: 'call-outgoing',
    context: 'call',
    expands: 'collapsed',
    spoken: spoken([l10n.t('Call {0}', id.replaceAll('…', '')), spokenTime(time, call.date), counted]),
  };
}

/** A recording: its time first, then its format. */
export function recordingRow({ recording, siblings }: RecordingNode, known: RowKnowledge): Row {
  const time = known.timeOf(recording);
  const { recordedMs, channels } = known.factsOf(recording) ?? {};
  const chunks = chunkCount(recording);
  const media = mediaOf(recording);
  const details = [
    recordedMs === undefined ? undefined : clockLength(recordedMs),
    channels === undefined
      ? undefined
      : channels === 1
        ? l10n.t('1 channel')
        : l10n.t('{0} channels', channels),
    chunks === 1 ? l10n.t('1 chunk') : l10n.t('{0} chunks', chunks),
    formatSize(sizeOf(recording)),
    ...stateOf(recording.files),
  ];
  const { date } = recording;
  const isAlone = !siblings.some(
    (other) => other !== recording && timeText(known.timeOf(other), date) === timeText(time, date),
  );
  return {
    label: `${timeText(time, date, !isAlone)} · ${media}`,
    description: joined([...details, writtenNote(time)]),
    icon: isAnyArchived(recording.files) ? 'archive' : 'record',
    context: withArchive('recording', recording.files),
    expands: 'collapsed',
    spoken: spoken([l10n.t('Recording'), spokenTime(time, date), media, ...details]),
  };
}

/** A file of a recording, or any other. */
export function fileRow({ file, recordingFile, name }: FileNode): Row {
  const details = [formatSize(file.sizeBytes), formatMoment(file.lastModified), ...stateOf([file])].join(
    ' · ',
  );
  if (!recordingFile) {
    return {
      label: printable(name) || l10n.t('(no name)'),
      description: details,
      icon: 'file',
      context: withArchive(`file.${'other' satisfies FileKind}`, [file]),
      expands: 'no',
    };
  }
  const { blob } = recordingFile;
  const metadata = isMetadata(blob);
  const kind: FileKind = metadata ? 'metadata' : 'media';
  return {
    label: l10n.t(
      'Chunk {0}: {1}',
      blob.chunkIndex,
      metadata ? l10n.t('metadata') : printable(`${blob.kind}.${blob.extension}`),
    ),
    description: details,
    icon: metadata ? 'json' : blob.extension === 'mp4' ? 'device-camera-video' : 'unmute',
    ...(file.sizeBytes === 0 ? { color: 'list.warningForeground' } : {}),
    context: withArchive(`file.${kind}`, [file]),
    expands: 'no',
  };
}

function isAnyArchived(files: readonly StoredFile[]): boolean {
  return files.some(isArchived);
}

function withArchive(context: string, files: readonly StoredFile[]): string {
  return isAnyArchived(files) ? `${context}.archived` : context;
}

/** What keeps files from being read or deleted at once. */
function stateOf(files: readonly StoredFile[]): string[] {
  const archived = files.filter(isArchived);
  const isWaiting = archived.some(({ isRehydrating }) => isRehydrating);
  return [
    ...(archived.length > 0 ? [isWaiting ? l10n.t('being rehydrated') : l10n.t('archived')] : []),
    ...(files.some(({ isLeased }) => isLeased) ? [l10n.t('leased')] : []),
  ];
}

/** The formats of the media files in words, from their extensions. */
function mediaOf(recording: Recording): string {
  const media = recording.files.filter((file) => !isMetadata(file.blob));
  const formats = [...new Set(media.map((file) => file.blob.extension))].map((extension) =>
    extension === 'mp4' ? l10n.t('MP4 video') : l10n.t('{0} audio', extension.toUpperCase()),
  );
  return formats.length > 0 ? formats.join(', ') : l10n.t('No media');
}

/** Says where the time is not that of the start. It comes last: all rows of a date say it, and a side bar cuts the end. */
function writtenNote(time: RowTime): string | undefined {
  return time.kind === 'written' ? l10n.t('written') : undefined;
}

function joined(parts: readonly (string | undefined)[]): string {
  return parts.filter(Boolean).join(' · ');
}

function spoken(parts: readonly (string | undefined)[]): string {
  return parts.filter(Boolean).join(', ');
}
