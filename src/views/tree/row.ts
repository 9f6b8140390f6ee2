import * as l10n from '@vscode/l10n';
import { type Call, type Recording, chunkCount, firstWritten, sizeOf } from '../../recording/call.ts';
import type { RecordingFacts } from '../../recording/facts.ts';
import { fileName, isMetadata } from '../../recording/blobName.ts';
import {
  formatDate,
  formatDuration,
  formatMoment,
  formatSize,
  formatTime,
  formatWeekday,
  printable,
} from '../../base/display.ts';
import type { FileNode, MessageNode, TreeNode } from './node.ts';

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

/** What a row shows. @param facts of a recording, where its metadata has been read */
export function describe(node: TreeNode, facts?: KnownFacts, now = new Date()): Row {
  switch (node.kind) {
    case 'container':
      return containerRow(node.container);
    case 'date':
      return {
        label: formatDate(node.date),
        description: formatWeekday(node.date, now),
        icon: 'calendar',
        context: 'date',
        expands: 'collapsed',
      };
    case 'call':
      return callRow(node.call);
    case 'recording':
      return recordingRow(node.recording, facts);
    case 'file':
      return fileRow(node);
    case 'otherFiles':
      return {
        label: l10n.t('Other files'),
        description: l10n.t('not part of a recording'),
        icon: 'files',
        context: 'otherFiles',
        expands: 'collapsed',
      };
    case 'folder':
      return {
        label: printable(lastFolder(node.path)) || l10n.t('(no name)'),
        icon: 'folder',
        context: 'folder',
        expands: 'collapsed',
      };
    case 'more':
      return {
        label: node.what === 'calls' ? l10n.t('Load more calls…') : l10n.t('Load more…'),
        icon: 'ellipsis',
        context: 'more',
        expands: 'no',
      };
    case 'problem': {
      const { text } = node;
      return {
        label: text.title,
        description: text.why,
        icon: node.error.reason === 'cancelled' ? 'circle-slash' : 'error',
        ...(node.error.reason === 'cancelled' ? {} : { color: 'list.errorForeground' }),
        context: `${node.container.kind === 'blob' ? 'problem' : 'localProblem'}.${node.error.reason}`,
        expands: 'no',
        spoken: `${text.title}. ${text.why} ${text.next}`,
      };
    }
    case 'message':
      return messageRow(node);
  }
}

function containerRow(container: Extract<TreeNode, { kind: 'container' }>['container']): Row {
  const shared = {
    label: container.name,
    context: `container.${container.kind}`,
    expands: 'collapsed',
  } as const;
  if (container.kind === 'samples') return { ...shared, description: l10n.t('bundled'), icon: 'beaker' };
  if (container.kind === 'folder') return { ...shared, description: container.folder, icon: 'root-folder' };
  return {
    ...shared,
    description: new URL(container.url).host + (container.prefix && ` · ${container.prefix}`),
    icon: 'database',
  };
}

function callRow(call: Call): Row {
  const first = call.recordings[0];
  const count = call.recordings.length;
  return {
    label: printable(call.callId),
    description: [
      first && writtenText(first),
      count === 1 ? l10n.t('1 recording') : l10n.t('{0} recordings', count),
    ]
      .filter(Boolean)
      .join(' · '),
    icon: 'call-outgoing',
    context: 'call',
    expands: 'collapsed',
  };
}

function recordingRow(recording: Recording, facts: KnownFacts | undefined): Row {
  const chunks = chunkCount(recording);
  const channels = facts?.channels;
  const parts = [
    facts?.startMs === undefined ? writtenText(recording) : formatTime(new Date(facts.startMs)),
    facts?.recordedMs === undefined ? undefined : formatDuration(facts.recordedMs),
    channels === undefined
      ? undefined
      : channels === 1
        ? l10n.t('1 channel')
        : l10n.t('{0} channels', channels),
    chunks === 1 ? l10n.t('1 chunk') : l10n.t('{0} chunks', chunks),
    formatSize(sizeOf(recording)),
  ];
  return {
    label: mediaOf(recording),
    description: parts.filter(Boolean).join(' · '),
    icon: 'record',
    context: 'recording',
    expands: 'collapsed',
  };
}

/** When the first file was written, which is when the first chunk ended, not when the recording began. */
function writtenText(recording: Recording): string {
  const written = new Date(firstWritten(recording));
  const isSameDay = formatDate(recording.date) === formatMoment(written).slice(0, 10);
  return l10n.t('written {0}', isSameDay ? formatTime(written) : formatMoment(written).slice(0, 16));
}

/** The formats of the media files in words, from their extensions. */
function mediaOf(recording: Recording): string {
  const media = recording.files.filter((file) => !isMetadata(file.blob));
  const formats = [...new Set(media.map((file) => file.blob.extension))].map((extension) =>
    extension === 'mp4' ? l10n.t('MP4 video') : l10n.t('{0} audio', extension.toUpperCase()),
  );
  return formats.length > 0 ? formats.join(', ') : l10n.t('No media');
}

function fileRow({ file, recordingFile, name }: FileNode): Row {
  const details = `${formatSize(file.sizeBytes)} · ${formatMoment(file.lastModified)}`;
  if (!recordingFile) {
    return {
      label: printable(name) || l10n.t('(no name)'),
      description: details,
      icon: 'file',
      context: 'file.other',
      expands: 'no',
    };
  }
  const { blob } = recordingFile;
  const metadata = isMetadata(blob);
  return {
    label: l10n.t(
      'Chunk {0}: {1}',
      blob.chunkIndex,
      metadata ? l10n.t('metadata') : printable(`${blob.kind}.${blob.extension}`),
    ),
    description: details,
    icon: metadata ? 'json' : blob.extension === 'mp4' ? 'device-camera-video' : 'unmute',
    ...(file.sizeBytes === 0 ? { color: 'list.warningForeground' } : {}),
    context: metadata ? 'file.metadata' : 'file.media',
    expands: 'no',
  };
}

function messageRow(node: MessageNode): Row {
  const row = { context: 'message', expands: 'no' } as const;
  switch (node.message) {
    case 'loading':
      return { ...row, label: l10n.t('Loading…'), icon: 'loading~spin' };
    case 'searching':
      return {
        ...row,
        label: l10n.t('Searching… {0} of {1} dates', node.done ?? 0, node.total ?? 0),
        icon: 'loading~spin',
      };
    case 'noDates':
      return {
        ...row,
        label: l10n.t('No date folders here'),
        description: l10n.t('is the prefix right?'),
        icon: 'info',
      };
    case 'noMatch':
      return { ...row, label: l10n.t('Nothing matches the filter'), icon: 'filter' };
    case 'noCalls':
      return { ...row, label: l10n.t('No recordings on this date'), icon: 'info' };
    case 'emptyFolder':
      return { ...row, label: l10n.t('Empty folder'), icon: 'info' };
  }
}

function lastFolder(path: string): string {
  return fileName(path.slice(0, -1));
}
