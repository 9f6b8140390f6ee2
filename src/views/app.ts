import type * as vscode from 'vscode';
import type { ActiveRecordingsView } from './active/activeRecordingsView.ts';
import type { Containers } from './containers.ts';
import type { RecordingDocuments } from './documents/recordingDocuments.ts';
import type { InspectorViews } from './inspector/inspectorViews.ts';
import type { Events } from './events/events.ts';
import type { RecordingsTree } from './tree/recordingsTree.ts';

/** The services of the extension, made once in `activate()` and handed to whoever needs them. */
export interface App {
  readonly context: vscode.ExtensionContext;
  readonly log: vscode.LogOutputChannel;
  readonly containers: Containers;
  readonly tree: RecordingsTree;
  readonly documents: RecordingDocuments;
  readonly events: Events;
  readonly inspector: InspectorViews;
  readonly recording: ActiveRecordingsView;
}
