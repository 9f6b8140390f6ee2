import * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import { type Recording, chunkCount, sizeOf } from '../../recording/call.ts';
import { chunksOf } from '../../recording/chunks.ts';
import { formatText } from '../../recording/formatText.ts';
import { type RecordingFacts, recordingFacts } from '../../recording/facts.ts';
import type { RecordingStore } from '../../storage/recordingStore.ts';
import { RecordingReader } from '../../mediaFiles/reader.ts';
import { formatDuration, formatMoment, formatSize, printable } from '../../base/display.ts';
import type { TreeNode } from './node.ts';
import { type KnownFacts, knownFacts } from './row.ts';
import type { ContainerSource } from './model.ts';

/** The metadata of a recording with more files is not read for a tooltip. */
const maxFiles = 48;

/** Says more of a row than fits into it; reads the chunk metadata of a recording. */
export async function describeLazily(
  containers: ContainerSource,
  node: TreeNode,
  token: vscode.CancellationToken,
): Promise<{ tooltip: vscode.MarkdownString; facts?: KnownFacts | undefined } | undefined> {
  switch (node.kind) {
    case 'recording': {
      // What cannot be read is said where the row is opened.
      const facts = await containers
        .open(node.container)
        .then((store) => factsOf(store, node.recording, node.container.prefix, token))
        .catch(() => undefined);
      return { tooltip: table(recordingLines(node.recording, facts)), facts: facts && knownFacts(facts) };
    }
    case 'file':
      return { tooltip: table(fileLines(node)) };
    case 'call':
      return {
        tooltip: table([
          [l10n.t('Call ID'), node.call.callId],
          [l10n.t('Recordings'), String(node.call.recordings.length)],
          [l10n.t('Size'), formatSize(node.call.recordings.reduce((sum, one) => sum + sizeOf(one), 0))],
          [l10n.t('Path'), node.path],
        ]),
      };
    case 'container':
      return { tooltip: table(containerLines(node)) };
    case 'problem': {
      const { text } = node;
      return {
        tooltip: table(
          [
            [l10n.t('Why'), text.why],
            [l10n.t('What to do'), text.next],
            [
              l10n.t('Code'),
              [node.error.status, node.error.code].filter((part) => part !== undefined).join(' '),
            ],
            [l10n.t('Request ID'), node.error.requestId ?? ''],
          ],
          text.title,
        ),
      };
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

function recordingLines(recording: Recording, facts: RecordingFacts | undefined): Line[] {
  return [
    [l10n.t('Recording folder'), recording.folder],
    [l10n.t('Call ID'), recording.callId],
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
    [l10n.t('Recorded'), formatDuration(facts.recordedMs)],
    [
      l10n.t('Pauses'),
      facts.pauseCount === 0 ? '' : `${facts.pauseCount} (${formatDuration(facts.pausedMs)})`,
    ],
    [l10n.t('Format'), formatText(facts.format)],
    [l10n.t('Channels'), facts.channelCounts.join(', ')],
    [l10n.t('Participants'), String(facts.participants.length)],
  ];
}

function fileLines({ file, recordingFile }: Extract<TreeNode, { kind: 'file' }>): Line[] {
  return [
    [l10n.t('Name'), file.name],
    [l10n.t('Size'), `${formatSize(file.sizeBytes)} (${file.sizeBytes.toLocaleString()} B)`],
    [l10n.t('Written'), formatMoment(file.lastModified)],
    [l10n.t('Content type'), file.contentType ?? ''],
    [l10n.t('Document ID'), recordingFile?.blob.documentId ?? ''],
    [
      l10n.t('Note'),
      file.sizeBytes === 0 ? l10n.t('This file is empty. It may still be being written.') : '',
    ],
  ];
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
