import * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import { UserError } from '../../../base/userError.ts';
import type { ReceivedFilter, ReceivedSummary } from '../../../events/receive/received.ts';
import type { App } from '../../../views/app.ts';
import { receivedUri } from '../../../views/events/address.ts';
import type { EventNode } from '../../../views/events/node.ts';
import { shortType } from '../../../views/events/rows.ts';
import { Cancelled } from '../../../views/messages/cancelled.ts';
import { notify } from '../../../views/messages/notify.ts';
import { withProgress } from '../../../views/messages/progress.ts';
import { titleOf } from '../../prompts/title.ts';
import { showInputBox, showQuickPick } from '../../../views/prompts.ts';

/** Names a received event: its row, or its ID. */
export type ReceivedArgument = EventNode | { readonly id: string };

/** Opens an event as it was received. @returns the document's address */
export async function openReceived(app: App, argument: ReceivedArgument | undefined): Promise<string> {
  const { id, type } = await receivedOf(app, argument, 'openReceived');
  const uri = receivedUri(id, shortType(type));
  await vscode.window.showTextDocument(uri, { preview: true });
  return uri.toString();
}

/** Takes events out of the list. @returns how many */
export async function deleteReceived(
  app: App,
  argument: ReceivedArgument | undefined,
  rest: readonly unknown[],
): Promise<number> {
  const rows = Array.isArray(rest[0]) ? (rest[0] as EventNode[]) : [];
  const ids = rows.flatMap((row) => (row.kind === 'receivedEvent' ? [row.event.id] : []));
  const all = ids.length > 1 ? ids : [(await receivedOf(app, argument, 'deleteReceived')).id];
  if (argument === undefined || 'kind' in argument) await askToDelete(all.length);
  await (await app.events.receiving()).store.remove(all);
  return all.length;
}

/** A program that names an event has decided. @throws Cancelled */
async function askToDelete(count: number): Promise<void> {
  const remove = l10n.t('Delete');
  const picked = await notify.ask(
    count === 1 ? l10n.t('Delete this received event?') : l10n.t('Delete {0} received events?', count),
    l10n.t('Deleted from this machine for all windows. This cannot be undone.'),
    remove,
  );
  if (picked !== remove) throw new Cancelled();
}

/** Takes all events out of the list. @returns how many; undefined where the user would rather keep them */
export async function clearReceived(
  app: App,
  given: { readonly ask?: boolean } | undefined,
): Promise<number> {
  const { store } = await app.events.receiving();
  const count = store.list().length;
  if (count === 0) throw new UserError(l10n.t('Nothing was received yet.'));
  const remove = l10n.t('Delete All');
  if (given?.ask !== false) {
    const picked = await notify.ask(
      l10n.t('Delete all {0} received events?', count),
      l10n.t(
        'They are deleted from this machine for all windows. This cannot be undone; export them first to keep them.',
      ),
      remove,
    );
    if (picked !== remove) throw new Cancelled();
  }
  await store.clear();
  return count;
}

/** Writes what was received and fits the filter into a file: NDJSON, or an event document. @returns the file */
export async function exportReceived(
  app: App,
  given: { readonly file?: string } | undefined,
): Promise<string> {
  const { store, shown, filter } = await app.events.receiving();
  if (shown.events.length === 0) throw new UserError(l10n.t('There are no received events to export.'));
  const { matchesFilter } = await import('../../../events/receive/received.ts');
  const events = store.list().filter((event) => matchesFilter(event, filter));
  const uri =
    given?.file === undefined
      ? Cancelled.unless(
          await vscode.window.showSaveDialog({
            title: l10n.t('Export Received Events'),
            filters: { [l10n.t('One event a line')]: ['ndjson'], [l10n.t('Events')]: ['acsevent.json'] },
          }),
        )
      : vscode.Uri.file(given.file);
  const isLines = uri.path.endsWith('.ndjson');
  const texts = await withProgress(l10n.t('Exporting events'), async ({ signal, report }) => {
    const all: unknown[] = [];
    for (const [index, { id }] of events.entries()) {
      if (signal.aborted) throw new Cancelled();
      const event = await store.read(id);
      if (event !== undefined) all.push(event);
      if (index % 500 === 0) report('', index / events.length);
    }
    return isLines
      ? all.map((event) => `${JSON.stringify(event)}\n`).join('')
      : `${JSON.stringify(all, undefined, 2)}\n`;
  });
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(texts));
  return uri.fsPath;
}

interface FilterItem extends vscode.QuickPickItem {
  readonly filter: ReceivedFilter | 'text';
}

/** Narrows what is shown of what was received; an empty filter shows all. */
export async function filterReceived(
  app: App,
  given: (ReceivedFilter & { readonly kind?: never }) | EventNode | undefined,
): Promise<ReceivedFilter> {
  const receiving = await app.events.receiving();
  const filter =
    given && !isNode(given) ? given : await askForFilter(receiving.store.list(), receiving.filter);
  receiving.setFilter(filter);
  return filter;
}

function isNode(given: object): given is EventNode {
  return 'kind' in given;
}

async function askForFilter(
  events: readonly ReceivedSummary[],
  current: ReceivedFilter,
): Promise<ReceivedFilter> {
  const separator = (label: string) => ({ label, kind: vscode.QuickPickItemKind.Separator, filter: {} });
  const unique = (of: (event: ReceivedSummary) => string | undefined): readonly string[] =>
    [...new Set(events.flatMap((event) => of(event) ?? []))].slice(0, 50);
  const items: FilterItem[] = [
    { label: `$(clear-all) ${l10n.t('Show all')}`, filter: {} },
    { label: `$(search) ${l10n.t('By text…')}`, filter: 'text' },
    separator(l10n.t('Type')),
    ...unique(({ type }) => type).map((type) => ({
      label: shortType(type),
      description: type,
      filter: { type },
    })),
    separator(l10n.t('Call')),
    ...unique(({ callId }) => callId).map((call) => ({ label: call.slice(0, 80), filter: { call } })),
  ];
  const picked = Cancelled.unless(
    await showQuickPick(items, {
      title: l10n.t('Filter Received Events'),
      matchOnDescription: true,
    }),
  );
  if (picked.filter !== 'text') return picked.filter;
  const text = await showInputBox({
    title: l10n.t('Filter Received Events'),
    value: current.text ?? '',
    prompt: l10n.t('Part of a type, an ID, a subject or a queue'),
  });
  return { text: Cancelled.unless(text) };
}

/** Starts a recording of the call that an event is about. */
export async function startFromReceived(app: App, argument: ReceivedArgument | undefined): Promise<void> {
  const { serverCallId } = await receivedOf(app, argument, 'startFromReceived');
  if (serverCallId === undefined) throw new UserError(l10n.t('This event names no server call ID.'));
  await vscode.commands.executeCommand('callRecordings.startRecording', {
    call: { kind: 'serverCallId', id: serverCallId },
    askOptions: true,
  });
}

async function receivedOf(
  app: App,
  argument: ReceivedArgument | undefined,
  command: string,
): Promise<ReceivedSummary> {
  const { store } = await app.events.receiving();
  const node = argument && 'kind' in argument ? argument : app.events.tree.selection;
  if (argument && !('kind' in argument)) {
    const found = store.list().find(({ id }) => id === argument.id);
    if (!found) throw new UserError(l10n.t('This event is no longer kept.'));
    return found;
  }
  if (node?.kind === 'receivedEvent') return node.event;
  const events = store.list();
  if (events.length === 0)
    throw new UserError(l10n.t('Nothing was received yet. Start the event listener, or connect a queue.'));
  const { receivingRow } = await import('../../../views/events/receiving/rows.ts');
  const items = events.slice(0, 500).map((event) => {
    const { label, description } = receivingRow({ kind: 'receivedEvent', event, isAgain: false });
    return { label, description: description ?? '', event };
  });
  const picked = await showQuickPick(items, {
    title: titleOf(app, command),
    placeHolder: l10n.t('Which event?'),
    matchOnDescription: true,
  });
  return Cancelled.unless(picked).event;
}
