import * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import type { EventNoteCode } from '../../recording/recordingEvent.ts';
import { eventNoteSeverity, eventNoteText } from '../../recording/recordingEventNotes.ts';
import { allNotes, placeEvents } from './eventPlaces.ts';

/** What the JSON schema cannot say. */
const beyondSchema: readonly EventNoteCode[] = [
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

/** What is odd in an event, each at its place. */
export function eventDiagnostics(document: vscode.TextDocument): vscode.Diagnostic[] {
  const placed = placeEvents(document.getText());
  if (!placed) return [];
  return allNotes(placed)
    .filter(({ code }) => beyondSchema.includes(code))
    .slice(0, 200)
    .map((note) => {
      const node = placed.nodeAt(note.path);
      const start = document.positionAt(node?.offset ?? 0);
      const end = document.positionAt((node?.offset ?? 0) + (node?.length ?? 1));
      const range = new vscode.Range(
        start,
        end.line > start.line ? document.lineAt(start.line).range.end : end,
      );
      const diagnostic = new vscode.Diagnostic(
        range,
        eventNoteText(note),
        severities[eventNoteSeverity(note)],
      );
      diagnostic.source = l10n.t('Call Recordings');
      return diagnostic;
    });
}
