import * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import { formatDate, formatMoment, formatSize, formatWeekday, printable } from '../../base/display.ts';
import { durationText } from '../../base/text/duration.ts';
import { numberText } from '../../base/text/language.ts';
import { RecordingReader } from '../../mediaFiles/reader.ts';
import { type Recording, type StoredFile, chunkCount, sizeOf } from '../../recording/call.ts';
import { chunksOf } from '../../recording/chunks.ts';
import { type RecordingFacts, recordingFacts } from '../../recording/facts.ts';
import { formatText } from '../../recording/formatText.ts';
import type { DayList } from '../../storage/listing/day.ts';
import type { RecordingStore } from '../../storage/recordingStore.ts';
import type { ContainerSource, TreeModel } from './model.ts';
import type { DateNode, TreeNode } from './node.ts';
import { type RowTime, callTime } from './rowTime.ts';

/** The metadata of a recording with more files is not read for a tooltip. */
const maxFiles = 48;

/** What a tooltip needs of the tree. */
export interface TooltipDeps {
  readonly containers: ContainerSource;
  readonly model: TreeModel;
}

/** Says more of a row than fits into it; reads the chunk metadata of a recording. */
export async function tooltipOf(
  { containers, model }: TooltipDeps,
  node: TreeNode,
  token: vscode.CancellationToken,
): Promise<vscode.MarkdownString | undefined> {
  const timeOf = (recording: Recording): RowTime => model.starts.timeOf(recording);
  switch (node.kind) {
    case 'recording': {
      // What cannot be read is said where the row is opened.
      const facts = await containers
        .open(node.container)
        .then((store) => factsOf(store, node.recording, node.container.prefix, token))
        .catch(() => undefined);
      return table(recordingLines(node.recording, facts, timeOf(node.recording)));
    }
    case 'file':
      return table(fileLines(node));
    case 'call':
      return table([
        [l10n.t('Call ID'), node.call.callId],
        timeLine(callTime(node.call.recordings.map(timeOf))),
        ...countLines(node.call.recordings),
        [l10n.t('Path'), node.path],
      ]);
    case 'date':
      return table(dateLines(node, model.listedDay(node)));
    case 'container':
      return table(containerLines(node));
    case 'problem': {
      const { error, text } = node;
      const code = [error.status, error.code].filter((part) => part !== undefined).join(' ');
      return table(
        [
          [l10n.t('Why'), text.why],
          [l10n.t('What to do'), text.next],
          [l10n.t('Code'), code],
          [l10n.t('Request ID'), error.requestId ?? ''],
        ],
        text.title,
      );
    }
    default:
      return undefined;
  }
}

async function factsOf(
  store: RecordingStore,
  recording: Recording,
  prefix: string,
  token: vscode.CancellationToken,
): Promise<RecordingFacts | undefined> {
  const abort = new AbortController();
  token.onCancellationRequested(() => abort.abort());
  if (recording.files.length > maxFiles) return undefined;
  const reader = new RecordingReader(store, prefix, recording.path);
  await reader.readMetadata(recording, abort.signal, () => undefined);
  const facts = recordingFacts(recording, chunksOf(recording, { metadata: reader.metadata }));
  return facts.chunksWithMetadata > 0 ? facts : undefined;
}

type Line = readonly [label: string, value: string];

/** The days are UTC, as the service names their folders. */
function dateLines({ date, path }: DateNode, list: DayList | undefined): Line[] {
  const recordings = list?.calls.flatMap((call) => call.recordings) ?? [];
  const calls = list?.calls.length ?? 0;
  return [
    [l10n.t('Date'), l10n.t('{0}, {1} (UTC)', formatDate(date), formatWeekday(date))],
    ...(list
      ? [
          [l10n.t('Calls'), list.complete ? String(calls) : l10n.t('more than {0}', calls - 1)] as const,
          ...(list.complete ? countLines(recordings) : []),
        ]
      : []),
    [l10n.t('Path'), path],
  ];
}

function countLines(recordings: readonly Recording[]): Line[] {
  return [
    [l10n.t('Recordings'), String(recordings.length)],
    [l10n.t('Size'), formatSize(recordings.reduce((sum, one) => sum + sizeOf(one), 0))],
  ];
}

/** The time of the row in full. */
function timeLine(time: RowTime): Line {
  switch (time.kind) {
    case 'start':
      return [l10n.t('Start'), formatMoment(new Date(time.ms))];
    case 'written':
      return [l10n.t('First file written'), formatMoment(new Date(time.ms))];
    case 'unknown':
      return [l10n.t('Start'), l10n.t('unknown: the metadata of the first chunk does not give it')];
    case 'pending':
      return [l10n.t('Start'), l10n.t('is being read')];
  }
}

function recordingLines(recording: Recording, facts: RecordingFacts | undefined, time: RowTime): Line[] {
  return [
    [l10n.t('Recording folder'), recording.folder],
    [l10n.t('Call ID'), recording.callId],
    ...(time.kind === 'written' || !facts ? [timeLine(time)] : []),
    ...(facts ? factLines(facts) : []),
    [l10n.t('Chunks'), String(chunkCount(recording))],
    [l10n.t('Size'), formatSize(sizeOf(recording))],
    [l10n.t('Path'), recording.path],
  ];
}

function factLines(facts: RecordingFacts): Line[] {
  const time = (ms: number | undefined): string => (ms === undefined ? '' : formatMoment(new Date(ms)));
  return [
    [l10n.t('Start'), time(facts.startMs)],
    [l10n.t('End'), time(facts.endMs)],
    [l10n.t('Recorded'), durationText(facts.recordedMs)],
    [l10n.t('Pauses'), facts.pauseCount === 0 ? '' : `${facts.pauseCount} (${durationText(facts.pausedMs)})`],
    [l10n.t('Format'), formatText(facts.format)],
    [l10n.t('Channels'), facts.channelCounts.join(', ')],
    [l10n.t('Participants'), String(facts.participants.length)],
  ];
}

function fileLines({ file, recordingFile }: Extract<TreeNode, { kind: 'file' }>): Line[] {
  return [
    [l10n.t('Name'), file.name],
    [l10n.t('Size'), sizeText(file.sizeBytes)],
    [l10n.t('Written'), formatMoment(file.lastModified)],
    [l10n.t('Content type'), file.contentType ?? ''],
    [l10n.t('Document ID'), recordingFile?.blob.documentId ?? ''],
    [l10n.t('Access tier'), file.tier ?? ''],
    [l10n.t('State'), stateText(file)],
    [
      l10n.t('Note'),
      file.sizeBytes === 0 ? l10n.t('This file is empty. The service may still be writing it.') : '',
    ],
  ];
}

/** What keeps the file from being read, changed or deleted. */
function stateText({ tier, isRehydrating, isLeased }: StoredFile): string {
  return [
    ...(tier === 'Archive' && isRehydrating ? [l10n.t('Being rehydrated, which takes up to 15 hours')] : []),
    ...(tier === 'Archive' && !isRehydrating ? [l10n.t('Archived: rehydrate it to read it')] : []),
    ...(isLeased ? [l10n.t('Leased: no one else can change or delete it')] : []),
  ].join('. ');
}

/** A size that is not given in bytes gets them too. */
function sizeText(sizeBytes: number): string {
  const size = formatSize(sizeBytes);
  return sizeBytes < 1000 ? size : `${size} (${numberText(sizeBytes)} B)`;
}

function containerLines({ container }: Extract<TreeNode, { kind: 'container' }>): Line[] {
  if (container.kind === 'samples') return [[l10n.t('Place'), l10n.t('bundled with the extension')]];
  if (container.kind === 'folder') return [[l10n.t('Folder'), container.folder]];
  return [
    [l10n.t('URL'), container.url],
    [l10n.t('Prefix'), container.prefix],
    [l10n.t('Sign-in'), container.signIn],
  ];
}

function table(lines: readonly Line[], title?: string): vscode.MarkdownString {
  const rows = lines
    .filter(([, value]) => value !== '')
    .map(([label, value]) => `**${plain(label)}:** ${plain(value)}  \n`);
  return new vscode.MarkdownString([...(title ? [`${plain(title)}\n\n`] : []), ...rows].join(''));
}

/**
 * Names and values come from blobs: they are printable text in Markdown, never Markdown. VS Code's own
 * `appendText` binds all words together, so that lines break within words.
 */
function plain(text: string): string {
  return printable(text).replace(/[!-/:-@[-`{-~]/g, '\\$&');
}
