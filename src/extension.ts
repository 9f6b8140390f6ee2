import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { registerCommands } from './commands/register.ts';
import { ActiveRecordingsView } from './views/active/view.ts';
import { ranMs } from './views/ranMs.ts';
import { setLanguage } from './base/text/language.ts';
import type { App } from './views/app.ts';
import { Containers } from './views/containers/containers.ts';
import { MarkedDocuments } from './views/documents/marked.ts';
import { RecordingDocuments } from './views/documents/documents.ts';
import { Events } from './views/events/events.ts';
import { followTimeZone, warnOfZone } from './views/followTimeZone.ts';
import { InspectorViews } from './views/inspector/inspector.ts';
import { withOrderedWrites } from './views/orderedState.ts';
import { SetupView } from './views/setup/view.ts';
import { RecordingsTree } from './views/tree/tree.ts';
import { notify } from './views/messages/notify.ts';

/** What tests get; other extensions use the commands. */
export interface ExtensionApi {
  readonly app: App;
  /** How long each turn of `activate()` ran. */
  readonly turnsInMs: readonly [compose: number, takeUp: number];
}

/**
 * Builds the services, and registers views and commands; loads no SDK. It takes two turns, so that other extensions
 * wait for neither long: the views come first, then the commands and what settings and the last session ask for. VS Code
 * shows nothing when an extension fails to activate, so this does.
 */
export async function activate(context: vscode.ExtensionContext): Promise<ExtensionApi | undefined> {
  try {
    const isTest = context.extensionMode === vscode.ExtensionMode.Test;
    const clock = isTest ? ranMs : () => 0;
    const composed = timed(clock, () => compose(withOrderedWrites(context)));
    const app = composed.result;
    await new Promise((resolve) => setImmediate(resolve));
    const takenUp = timed(clock, () => takeUp(app));
    return isTest ? { app, turnsInMs: [composed.ms, takenUp.ms] } : undefined;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    void notify.error(
      vscode.l10n.t('Call Recordings could not start. Reload the window, or report this: {0}', why),
    );
    throw error;
  }
}

function timed<T>(clock: () => number, turn: () => T): { readonly result: T; readonly ms: number } {
  const startedMs = clock();
  const result = turn();
  return { result, ms: clock() - startedMs };
}

function compose(context: vscode.ExtensionContext): App {
  if (vscode.l10n.bundle) {
    l10n.config({ contents: vscode.l10n.bundle });
    setLanguage(vscode.env.language);
  }
  const log = vscode.window.createOutputChannel('Call Recordings', { log: true });
  const containers: Containers = new Containers(context.secrets, async (container, secret) =>
    (await import('./views/containers/storeOpener.ts')).openStoreOf(container, secret, {
      context,
      log,
      notify: (notice) => tree.setNotice(notice),
    }),
  );
  const tree: RecordingsTree = new RecordingsTree(containers, context.workspaceState, {
    tooltip: async (node, token) =>
      (await import('./views/tree/tooltip.ts')).tooltipOf({ containers, model: tree.model }, node, token),
    readStarts: async (...asked) =>
      (await import('./views/tree/readStarts.ts')).startsReader(containers)(...asked),
  });
  const documents = new RecordingDocuments(containers);
  const events = new Events(context, log);
  const active = new ActiveRecordingsView((): App => app);
  const setup = new SetupView((): App => app);
  const inspector = new InspectorViews({
    context,
    containers,
    tree,
    log,
    onDidReceive: events.onDidReceive,
    history: async (...asked) =>
      (await import('./views/history/inspected.ts')).historyOfInspected(app, ...asked),
    hasLanded: async (target) => (await import('./views/history/inspected.ts')).hasLanded(app, target),
    showError: (error) => {
      void import('./views/messages/showError.ts').then(({ showError }) => showError(app, error));
    },
  });
  const app: App = { context, log, containers, tree, documents, events, active, setup, inspector };
  context.subscriptions.push(
    log,
    containers,
    tree,
    documents,
    events,
    active,
    setup,
    inspector,
    new MarkedDocuments({
      name: 'callRecordings',
      isOne: ({ path }) => /acsmetadata[^/]*\.json$/i.test(path),
      find: async (document) =>
        (await import('./views/documents/metadataDiagnostics.ts')).metadataDiagnostics(document),
    }),
    containers.onDidChange(() => tree.model.refresh()),
    events.onDidReceive((received) => {
      void import('./views/events/receiving/follow.ts').then((follow) =>
        follow.followReceived(app, received),
      );
    }),
  );
  return app;
}

/** Registers the commands, does as the settings say, and takes up what ran before a reload. */
function takeUp(app: App): void {
  const { context, containers, tree, events, active, setup } = app;
  context.subscriptions.push(
    registerCommands(app),
    followTimeZone((isKnown) => {
      for (const view of [tree, events.tree, active]) view.redraw();
      if (!isKnown) void warnOfZone();
    }),
  );
  containers.sayWhatThereIs();
  events.takeUp();
  active.restore(context.globalState);
  setup.restore();
}
