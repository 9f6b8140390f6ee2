import type * as vscode from 'vscode';
import type { Containers } from './containers/containers.ts';
import type { RecordingDocuments } from './documents/documents.ts';
import type { InspectorViews } from './inspector/inspector.ts';
import type { Events } from './events/events.ts';
import type { RecordingsTree } from './tree/tree.ts';

/** Services that need only VS Code and the containers. */
export interface Services {
  readonly context: vscode.ExtensionContext;
  readonly log: vscode.LogOutputChannel;
  readonly containers: Containers;
  readonly tree: RecordingsTree;
  readonly documents: RecordingDocuments;
  readonly events: Events;
  readonly inspector: InspectorViews;
}
