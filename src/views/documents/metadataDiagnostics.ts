import { type Node, findNodeAtLocation, parseTree } from 'jsonc-parser';
import * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import { parseChunkMetadata } from '../../recording/metadata/metadata.ts';
import { jsonProblemText, noteText } from '../../recording/metadata/text.ts';
import type { MetadataNote } from '../../recording/metadata/note.ts';

/** What is odd in a chunk metadata document, or why it can't be read, each at its place. */
export function metadataDiagnostics(document: vscode.TextDocument): vscode.Diagnostic[] {
  const text = document.getText();
  const result = parseChunkMetadata(text);
  if ('error' in result) {
    const at = document.positionAt(Math.max(0, Math.min(result.error.offset, text.length)));
    const range = document.getWordRangeAtPosition(at) ?? new vscode.Range(at, at.translate(0, 1));
    return [diagnostic(range, jsonProblemText(result.error), vscode.DiagnosticSeverity.Error)];
  }
  const root = result.notes.length > 0 ? treeOf(text) : undefined;
  return result.notes.map((note) =>
    diagnostic(rangeOf(document, root, note), noteText(note), severityOf(note)),
  );
}

/** Absent where nesting without end exhausts the stack: the notes then stand at the top. */
function treeOf(text: string): Node | undefined {
  try {
    return parseTree(text);
  } catch {
    return undefined;
  }
}

function rangeOf(document: vscode.TextDocument, root: Node | undefined, note: MetadataNote): vscode.Range {
  for (let length = note.path.length; root && length > 0; length--) {
    const value = findNodeAtLocation(root, note.path.slice(0, length));
    const node = value?.parent?.type === 'property' ? value.parent.children?.[0] : value;
    if (!node) continue;
    const shown = length === note.path.length && value && value.length < 200 ? value : node;
    return new vscode.Range(
      document.positionAt(node.offset),
      document.positionAt(shown.offset + shown.length),
    );
  }
  return new vscode.Range(0, 0, 0, 1);
}

function severityOf(note: MetadataNote): vscode.DiagnosticSeverity {
  return note.severity === 'warning'
    ? vscode.DiagnosticSeverity.Warning
    : vscode.DiagnosticSeverity.Information;
}

function diagnostic(
  range: vscode.Range,
  message: string,
  severity: vscode.DiagnosticSeverity,
): vscode.Diagnostic {
  const made = new vscode.Diagnostic(range, message, severity);
  made.source = l10n.t('Call Recordings');
  return made;
}
