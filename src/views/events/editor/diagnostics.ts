import { getNodeValue, type Node } from 'jsonc-parser';
import * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import type { EventNoteCode } from '../../../recording/event/event.ts';
import { eventNoteSeverity, eventNoteText } from '../../../recording/event/explain/notes.ts';
import { allNotes, placeEvents } from './places.ts';
import type { Guess } from './assumptions.ts';

const mostMarks = 200;

/** What the JSON schema cannot say. */
const beyondSchema: readonly EventNoteCode[] = [
  'tooManyChunks',
  'repeatedIndex',
  'missingIndex',
  'recordingIdDiffers',
  'wrongCase',
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
  guesses: readonly Guess[] = [],
): vscode.Diagnostic[] {
  const placed = placeEvents(document.getText());
  if (!placed) return [];
  const odd = allNotes(placed)
    .filter(({ code }) => beyondSchema.includes(code))
    .slice(0, mostMarks)
    .map((note) =>
      mark(document, placed.nodeAt(note.path), eventNoteText(note), severities[eventNoteSeverity(note)]),
    );
  const guessed = guesses
    .map(({ path, name, value }) => ({ node: placed.nodeAt(path), name, value }))
    .filter(({ node, value }) => node !== undefined && getNodeValue(node) === value)
    .slice(0, mostMarks)
    .map(({ node, name }) => mark(document, node, guessText(name), vscode.DiagnosticSeverity.Information));
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

function guessText(name: Guess['name']): string {
  switch (name) {
    case 'recordingStartTime':
      return l10n.t(
        'A guess: no chunk metadata tells the start, so this is when the first file was written.',
      );
    case 'recordingDurationMs':
      return l10n.t('A guess: not every chunk has metadata, so the recording may be longer.');
    case 'endReason':
      return l10n.t('A guess: the files do not tell why a chunk ended; by time is more usual than by size.');
    case 'storageType':
      return l10n.t('A guess: the documentation names this value, but no real event that has it is public.');
    case 'deleteLocation':
      return l10n.t('A guess: whether ACS sends this for your own storage is not known.');
    default:
      return l10n.t('A guess: the files do not tell it.');
  }
}
