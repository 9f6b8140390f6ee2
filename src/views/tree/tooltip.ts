import * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import { isMetadata } from '../../recording/blobName.ts';
import { type ChunkMetadata, parseChunkMetadata } from '../../recording/chunkMetadata.ts';
import { type Recording, chunkCount, sizeOf } from '../../recording/call.ts';
import { isDefined } from '../../recording/isDefined.ts';
import type { RecordingStore } from '../../storage/recordingStore.ts';
import { explainStoreError } from '../../storage/storeErrorText.ts';
import { formatDuration, formatMoment, formatSize } from './format.ts';
import type { TreeNode } from './node.ts';
import type { KnownFacts } from './row.ts';
import type { ContainerSource } from './treeModel.ts';

/** A recording has one metadata file for at most four hours: more than so many are not read for a tooltip. */
const maxMetadataFiles = 12;

/** Says more of a row than fits into it; reads the chunk metadata of a recording. */
export async function describeLazily(
  containers: ContainerSource,
  node: TreeNode,
  token: vscode.CancellationToken,
): Promise<{ tooltip: vscode.MarkdownString; facts?: KnownFacts | undefined } | undefined> {
  switch (node.kind) {
    case 'recording': {
      const store = await containers.open(node.container);
      const facts = await factsOf(store, node.recording, token).catch(() => undefined);
      return { tooltip: table(recordingLines(node.recording, facts)), facts };
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
      const text = explainStoreError(node.error);
      return {
        tooltip: table(
          [
            [l10n.t('Why'), text.why],
            [l10n.t('What to do'), text.next],
            [l10n.t('Code'), [node.error.status, node.error.code].filter(isDefined).join(' ')],
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

interface RecordingFacts extends KnownFacts {
  readonly participants: number;
  readonly pauses: number;
  readonly endMs: number | undefined;
}

async function factsOf(
  store: RecordingStore,
  recording: Recording,
  token: vscode.CancellationToken,
): Promise<RecordingFacts | undefined> {
  const abort = new AbortController();
  token.onCancellationRequested(() => abort.abort());
  const files = recording.files.filter((file) => isMetadata(file.blob)).slice(0, maxMetadataFiles);
  const read = await Promise.all(
    files.map(async (file) => {
      const text = new TextDecoder().decode(await store.read(file.name, undefined, abort.signal));
      const result = parseChunkMetadata(text);
      return 'metadata' in result ? result.metadata : undefined;
    }),
  );
  const chunks = read.filter(isDefined);
  return chunks.length === 0 ? undefined : summarize(chunks);
}

function summarize(chunks: readonly ChunkMetadata[]): RecordingFacts {
  const starts = chunks.map((chunk) => chunk.chunkStartMs).filter(isDefined);
  const durations = chunks.map((chunk) => chunk.chunkDurationMs).filter(isDefined);
  const ends = chunks.map((one) => (one.chunkStartMs ?? NaN) + (one.chunkDurationMs ?? NaN));
  const endMs = Math.max(...ends.filter(Number.isFinite));
  return {
    startMs: starts.length > 0 ? Math.min(...starts) : undefined,
    endMs: Number.isFinite(endMs) ? endMs : undefined,
    recordedMs: durations.length > 0 ? durations.reduce((sum, one) => sum + one, 0) : undefined,
    channels: chunks.map((chunk) => chunk.audio?.channels).find(isDefined),
    participants: new Set(chunks.flatMap((chunk) => chunk.participants.map((one) => one.rawId))).size,
    pauses: chunks.reduce((sum, chunk) => sum + chunk.pauses.length, 0),
  };
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
  return [
    [l10n.t('Start'), facts.startMs === undefined ? '' : formatMoment(new Date(facts.startMs))],
    [l10n.t('End'), facts.endMs === undefined ? '' : formatMoment(new Date(facts.endMs))],
    [l10n.t('Recorded'), facts.recordedMs === undefined ? '' : formatDuration(facts.recordedMs)],
    [l10n.t('Pauses'), facts.pauses === 0 ? '' : String(facts.pauses)],
    [l10n.t('Channels'), facts.channels === undefined ? '' : String(facts.channels)],
    [l10n.t('Participants'), String(facts.participants)],
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

/** Names and values come from blobs: they are appended as text, never as Markdown. */
function table(lines: readonly Line[], title?: string): vscode.MarkdownString {
  const markdown = new vscode.MarkdownString();
  if (title) markdown.appendText(title).appendMarkdown('\n\n');
  for (const [label, value] of lines) {
    if (value === '') continue;
    markdown
      .appendMarkdown('**')
      .appendText(label)
      .appendMarkdown(':** ')
      .appendText(value)
      .appendMarkdown('  \n');
  }
  return markdown;
}
