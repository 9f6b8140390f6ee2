import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { browseCommands } from './commands/browse/browse.ts';
import { registerCommands } from './commands/command.ts';
import { containerCommands } from './commands/containers/containers.ts';
import { eventCommands } from './commands/events/events.ts';
import { inspectCommands } from './commands/inspect/inspect.ts';
import { recordCommands } from './commands/record/record.ts';
import { ActiveRecordingsView } from './views/active/view.ts';
import type { App } from './views/app.ts';
import { Containers } from './views/containers/containers.ts';
import { MetadataWatcher } from './views/documents/metadataWatcher.ts';
import { RecordingDocuments } from './views/documents/documents.ts';
import { Events } from './views/events/events.ts';
import { InspectorViews } from './views/inspector/inspector.ts';
import { showError } from './views/messages/showError.ts';
import { withSteadyState } from './views/orderedState.ts';
import { RecordingsTree } from './views/tree/tree.ts';

/** What tests get; other extensions use the commands. */
export interface ExtensionApi {
  readonly app: App;
  /** How long `activate()` took. */
  readonly activatedInMs: number;
}

/** Builds the services, and registers views and commands; loads no SDK. */
export function activate(given: vscode.ExtensionContext): ExtensionApi | undefined {
  const startedMs = performance.now();
  const context = withSteadyState(given);
  if (vscode.l10n.bundle) l10n.config({ contents: vscode.l10n.bundle });
  const log = vscode.window.createOutputChannel('Call Recordings', { log: true });
  const containers: Containers = new Containers(context.secrets, async (container, secret) =>
    (await import('./views/containers/storeOpener.ts')).openStoreOf(container, secret, {
      context,
      log,
      notify: (notice) => tree.setNotice(notice),
    }),
  );
  const tree: RecordingsTree = new RecordingsTree(containers, context.workspaceState, async (node, token) =>
    (await import('./views/tree/tooltip.ts')).describeLazily(containers, node, token),
  );
  const documents = new RecordingDocuments(containers);
  const events = new Events(context);
  const recording = new ActiveRecordingsView((): App => app);
  const inspector = new InspectorViews({
    context,
    containers,
    tree,
    log,
    showError: (error) => void showError(app, error),
  });
  const app: App = { context, log, containers, tree, documents, events, recording, inspector };
  context.subscriptions.push(
    log,
    containers,
    tree,
    documents,
    events,
    recording,
    inspector,
    new MetadataWatcher(),
    containers.onDidChange(() => tree.model.refresh()),
    registerCommands(app, containerCommands),
    registerCommands(app, browseCommands),
    registerCommands(app, eventCommands),
    registerCommands(app, recordCommands),
    registerCommands(app, inspectCommands),
  );
  recording.restore(context.globalState);
  const activatedInMs = performance.now() - startedMs;
  return context.extensionMode === vscode.ExtensionMode.Test ? { app, activatedInMs } : undefined;
}
