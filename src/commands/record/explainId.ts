import * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import { parseChunkMetadata } from '../../recording/metadata/metadata.ts';
import { identifierText } from '../../recording/identifier/text.ts';
import { callLocators, explainIdentifier } from '../../recording/identifier/identifiers.ts';
import { parseEventText } from '../../recording/event/parse.ts';
import { summarizeEvent } from '../../recording/event/explain/summary.ts';
import type { ActiveRecording } from '../../calling/active/recording.ts';
import { withoutUndefined } from '../../base/withoutUndefined.ts';
import { describeActive } from '../../views/active/row.ts';
import type { App } from '../../views/app.ts';
import { showFactsPage } from '../../views/messages/factsPage.ts';
import { Cancelled } from '../../views/messages/cancelled.ts';
import { printable } from '../../base/display.ts';
import { type PlaceSearch, type Recognised, recognise } from './recognise.ts';
import type { ExplainedId, StartArgument } from './arguments.ts';
import { createQuickPick, showInputBox } from '../../views/prompts.ts';

interface Explained extends ExplainedId {
  /** The ways in which it names a call that can be recorded. */
  readonly start: readonly StartArgument[];
}

/** Says what an ID, address or event is, what it decodes to, and what is known here of its recording. */
export async function explainId(app: App, given: string | undefined): Promise<ExplainedId> {
  const text = typeof given === 'string' ? given : await ask();
  const services = await app.active.services();
  const { start, ...decoded } = explain(text);
  const known = await recognise(app, services, text);
  const explained = { ...decoded, ...withoutUndefined({ recordingId: known?.recording?.recordingId }) };
  if (given === undefined) void show(app, text, explained, start, known);
  return explained;
}

/** What a paste from the clipboard is offered for: neither secrets nor what cannot be explained. */
const offered: readonly string[] = [
  ...['serverCallId', 'conversationUrl', 'recordingId', 'guid', 'documentId', 'participantId'],
  ...['eventSubject', 'acsStorageUrl'],
];

async function ask(): Promise<string> {
  const clipboard = await vscode.env.clipboard.readText();
  const text = await showInputBox({
    title: l10n.t('Explain ID'),
    prompt: l10n.t(
      'Paste a server call ID, recording ID, call ID, document ID, blob URL, participant ID or a whole event.',
    ),
    value: offered.includes(explainIdentifier(clipboard).kind) ? clipboard.trim() : '',
    placeHolder: 'aHR0cHM6Ly9… · eyJQbGF0Zm9y… · 7c62cca0-60bc-44d2-82d8-2e62c7cc2ffc',
  });
  return Cancelled.unless(text === '' ? undefined : text);
}

function explain(text: string): Explained {
  const identifier = explainIdentifier(text);
  if (identifier.kind !== 'json') {
    const start = callLocators(identifier).map((call) => ({ call }));
    return { kind: identifier.kind, ...identifierText(identifier), start };
  }
  return (
    explainEvent(text) ?? explainMetadata(text) ?? { kind: 'json', ...identifierText(identifier), start: [] }
  );
}

function explainEvent(text: string): Explained | undefined {
  const [event] = parseEventText(text).events.filter(({ kind }) => kind !== 'other');
  if (!event) return undefined;
  const { title, facts, pitfalls } = summarizeEvent(event);
  return { kind: 'event', title, facts, advice: pitfalls, start: [] };
}

function explainMetadata(text: string): Explained | undefined {
  const result = parseChunkMetadata(text);
  if (!('metadata' in result) || result.metadata.chunkIndex === undefined) return undefined;
  const { callId, documentId, resourceId, chunkIndex, chunkStart } = result.metadata;
  const facts: readonly (readonly [string, string | undefined])[] = [
    [l10n.t('Call ID'), callId],
    [l10n.t('Document ID'), documentId],
    [l10n.t('Resource ID'), resourceId],
    [l10n.t('Chunk'), String(chunkIndex)],
    [l10n.t('Start'), chunkStart],
  ];
  return {
    kind: 'metadata',
    title: l10n.t('Chunk metadata'),
    facts: facts.flatMap(([label, value]) => (value === undefined ? [] : [{ label, value }])),
    advice: [],
    start: [],
  };
}

interface Line extends vscode.QuickPickItem {
  readonly copies?: string;
  readonly starts?: StartArgument;
  readonly action?: () => unknown;
  /** Leads to files that were found. */
  readonly isPlace?: boolean;
}

/** What one would ask next about a recording that this identifies. */
const namesRecording: readonly string[] = [
  'recordingId',
  'serverCallId',
  'guid',
  'eventSubject',
  'documentId',
];

async function show(
  app: App,
  text: string,
  explained: ExplainedId,
  start: readonly StartArgument[],
  known: Recognised | undefined,
): Promise<void> {
  const { title, facts, advice } = explained;
  const { recording } = known ?? {};
  const isRunning = recording !== undefined && recording.state !== 'ended';
  const hasLanded = recording?.landing?.kind === 'landed';
  /** @param files what was found in the containers; undefined while they are searched */
  const lines = (files: readonly Line[] | undefined): readonly Line[] => [
    ...(recording ? [recordingLine(app, recording)] : []),
    ...(files ?? []),
    ...facts.map(({ label, value }) => ({ label: plain(label), description: plain(value), copies: value })),
    // A recording in progress keeps its call from being recorded once more.
    ...(isRunning ? [] : start.slice(0, 1)).map((starts) => ({
      label: `$(record) ${l10n.t('Start a recording of this call…')}`,
      starts,
    })),
    ...(namesRecording.includes(explained.kind) && !hasLanded && !files?.some(({ isPlace }) => isPlace)
      ? [
          {
            label: `$(history) ${l10n.t('Why is its recording not there?')}`,
            action: () => vscode.commands.executeCommand('callRecordings.whyMissing', text),
          },
        ]
      : []),
    {
      label: `$(open-preview) ${l10n.t('Show All of This as a Page')}`,
      // A quick pick cuts long lines off.
      action: () => showFactsPage(app, l10n.t('Explained ID'), explained),
    },
    ...(advice.length > 0
      ? [{ label: l10n.t('Good to know'), kind: vscode.QuickPickItemKind.Separator }]
      : []),
    ...advice.map((line) => ({ label: `$(info) ${plain(line)}`, copies: line })),
  ];
  const picked = await pick(plain(title), lines, known?.findPlace);
  if (picked?.copies !== undefined) await vscode.env.clipboard.writeText(picked.copies);
  await picked?.action?.();
  if (picked?.starts) await vscode.commands.executeCommand('callRecordings.startRecording', picked.starts);
}

/** Shows the lines at once, and once more when the containers have been searched. */
async function pick(
  title: string,
  lines: (files: readonly Line[] | undefined) => readonly Line[],
  findPlace: Recognised['findPlace'],
): Promise<Line | undefined> {
  const box = createQuickPick<Line>();
  const search = new AbortController();
  Object.assign(box, { title, matchOnDescription: true, keepScrollPosition: true });
  box.placeholder = l10n.t('Choose a line to copy it');
  box.items = lines(undefined);
  box.busy = findPlace !== undefined;
  const picked = new Promise<Line | undefined>((resolve) => {
    box.onDidAccept(() => resolve(box.activeItems[0]));
    box.onDidHide(() => resolve(undefined));
  });
  box.show();
  void findPlace?.(search.signal)
    .then(
      (found) => {
        if (!search.signal.aborted) box.items = lines([fileLine(found)]);
      },
      () => undefined,
    )
    .finally(() => (box.busy = false));
  try {
    return await picked;
  } finally {
    search.abort();
    box.dispose();
  }
}

/** Leads to a recording of the list. */
function recordingLine(app: App, recording: ActiveRecording): Line {
  const { recordingId, landing } = recording;
  const { label, description } = describeActive(recording, {
    now: Date.now(),
    containerName: app.containers.list().find(({ id }) => id === recording.containerId)?.name,
  });
  const opens = landing?.kind === 'landed' ? 'inspectRecording' : 'showHistory';
  return {
    label: `$(record) ${plain(l10n.t('Recording of call {0}, in the list', label))}`,
    description: plain(description),
    action: () => vscode.commands.executeCommand(`callRecordings.${opens}`, { recordingId }),
  };
}

/** Leads to the files in a container, or says where they are not. */
function fileLine({ place, searched, unread }: PlaceSearch): Line {
  if (place) {
    const { container, path } = place;
    return {
      label: `$(folder-opened) ${plain(l10n.t('Show in {0}', container.name))}`,
      description: plain(path),
      isPlace: true,
      action: () =>
        vscode.commands.executeCommand('callRecordings.reveal', { container: container.id, path }),
    };
  }
  const where = searched.length > 0 ? l10n.t('searched: {0}', searched.join(', ')) : '';
  const notRead = unread.length > 0 ? l10n.t('not read: {0}', unread.join(', ')) : '';
  return {
    label: `$(circle-slash) ${l10n.t('Not found in a connected container')}`,
    description: plain([where, notRead].filter(Boolean).join(' · ')),
  };
}

/** In a quick pick, `$(name)` would become an icon. */
function plain(text: string): string {
  return printable(text).replaceAll('$(', '\\$(');
}
