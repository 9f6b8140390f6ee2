import * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import { parseChunkMetadata } from '../../recording/metadata/metadata.ts';
import { identifierText } from '../../recording/identifier/text.ts';
import { callLocators, explainIdentifier } from '../../recording/identifier/identifiers.ts';
import { parseEventText } from '../../recording/event/parse.ts';
import { summarizeEvent } from '../../recording/event/explain/summary.ts';
import { Cancelled } from '../../views/messages/cancelled.ts';
import { printable } from '../../base/display.ts';
import type { ExplainedId, StartArgument } from './arguments.ts';

interface Explained extends ExplainedId {
  /** The ways in which it names a call that can be recorded. */
  readonly start: readonly StartArgument[];
}

/** Says what an ID, address or event is and what it decodes to; each line can be copied. */
export async function explainId(given: string | undefined): Promise<ExplainedId> {
  const text = typeof given === 'string' ? given : await ask();
  const { start, ...explained } = explain(text);
  if (given === undefined) void show(explained, start);
  return explained;
}

async function ask(): Promise<string> {
  const text = await vscode.window.showInputBox({
    title: l10n.t('Explain ID'),
    prompt: l10n.t(
      'Paste a server call ID, recording ID, call ID, document ID, blob URL, participant ID or a whole event.',
    ),
    placeHolder: 'aHR0cHM6Ly9… · eyJQbGF0Zm9y… · 7c62cca0-60bc-44d2-82d8-2e62c7cc2ffc',
    ignoreFocusOut: true,
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
}

async function show({ title, facts, advice }: ExplainedId, start: readonly StartArgument[]): Promise<void> {
  const lines: Line[] = [
    ...facts.map(({ label, value }) => ({ label: plain(label), description: plain(value), copies: value })),
    ...start.slice(0, 1).map((starts) => ({
      label: `$(record) ${l10n.t('Start a recording of this call…')}`,
      starts,
    })),
    ...(advice.length > 0
      ? [{ label: l10n.t('Good to know'), kind: vscode.QuickPickItemKind.Separator }]
      : []),
    ...advice.map((line) => ({ label: `$(info) ${plain(line)}`, copies: line })),
  ];
  const picked = await vscode.window.showQuickPick(lines, {
    title: plain(title),
    placeHolder: l10n.t('Choose a line to copy it'),
    matchOnDescription: true,
    ignoreFocusOut: true,
  });
  if (picked?.copies !== undefined) await vscode.env.clipboard.writeText(picked.copies);
  if (picked?.starts) await vscode.commands.executeCommand('callRecordings.startRecording', picked.starts);
}

/** In a quick pick, `$(name)` would become an icon. */
function plain(text: string): string {
  return printable(text).replaceAll('$(', '\\$(');
}
