import { getNodeValue, type Node } from 'jsonc-parser';
import * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import type { EventNoteCode } from '../../../recording/event/event.ts';
import { eventNoteSeverity, eventNoteText } from '../../../recording/event/explain/notes.ts';
import { allNotes, placeEvents } from './places.ts';
import type { AssumptionName } from '../../../recording/event/build.ts';
import type { Assumption } from './assumptions.ts';

const mostMarks = 200;

/** What the JSON schema cannot say. */
const beyondSchema: readonly EventNoteCode[] = [
  'tooManyChunks',
  'repeatedIndex',
  'missingIndex',
  'recordingIdDiffers',
  'wrongCase',
  'noTimeZone',
  'dataWasText',
  'mixedEnvelope',
  'oldSubject',
];

const severities = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  info: vscode.DiagnosticSeverity.Information,
} as const;

/** What is odd in an event, and what is guessed in one that was built, each at its place. */
export function eventDiagnostics(
  document: vscode.TextDocument,
  assumptions: readonly Assumption[] = [],
): vscode.Diagnostic[] {
  const placed = placeEvents(document.getText());
  if (!placed) return [];
  const odd = allNotes(placed)
    .filter(({ code }) => beyondSchema.includes(code))
    .slice(0, mostMarks)
    .map((note) =>
      mark(document, placed.nodeAt(note.path), eventNoteText(note), severities[eventNoteSeverity(note)]),
    );
  const guessed = assumptions
    .map(({ path, name, value }) => ({ node: placed.nodeAt(path), name, value }))
    .filter(({ node, value }) => node !== undefined && getNodeValue(node) === value)
    .slice(0, mostMarks)
    .map(({ node, name }) =>
      mark(document, node, assumptionTexts[name](), vscode.DiagnosticSeverity.Information),
    );
  return [...odd, ...guessed];
}

function mark(
  document: vscode.TextDocument,
  node: Node | undefined,
  message: string,
  severity: vscode.DiagnosticSeverity,
): vscode.Diagnostic {
  const start = document.positionAt(node?.offset ?? 0);
  const end = document.positionAt((node?.offset ?? 0) + (node?.length ?? 1));
  // Of a list or object, its first line is enough.
  const range = new vscode.Range(start, end.line > start.line ? document.lineAt(start.line).range.end : end);
  const diagnostic = new vscode.Diagnostic(range, message, severity);
  diagnostic.source = l10n.t('Call Recordings');
  return diagnostic;
}

const assumptionTexts: Readonly<Record<AssumptionName, () => string>> = {
  recordingStartTime: () =>
    l10n.t('Assumed: no chunk metadata gives the start, so this is when the first file was written.'),
  recordingDurationMs: () => l10n.t('Assumed: not every chunk has metadata, so the recording may be longer.'),
  endReason: () =>
    l10n.t('Assumed: the files do not say why a chunk ended; by time is more usual than by size.'),
  storageType: () =>
    l10n.t('Assumed: the documentation names this value, but no real event that has it is public.'),
  deleteLocation: () => l10n.t('Assumed: it is not known whether ACS sends this for your own storage.'),
};
