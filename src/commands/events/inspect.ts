import { randomUUID } from 'node:crypto';
import { posix } from 'node:path';
import * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import { decodeText } from '../../base/text/decode.ts';
import { parseEventText } from '../../recording/event/parse.ts';
import { eventNoteText } from '../../recording/event/explain/notes.ts';
import { Cancelled } from '../../views/messages/cancelled.ts';
import { eventFileEnding } from '../../views/events/node.ts';
import { inspectedUri } from '../../views/events/address.ts';
import { eventText } from '../../views/events/content.ts';
import type { App } from '../../views/app.ts';
import { eventName } from './source.ts';
import { withoutIcons } from '../../views/messages/withoutIcons.ts';
import { UserError } from '../../base/userError.ts';
import { showQuickPick } from '../../views/prompts.ts';

/** More than a queue message or a log can hold; VS Code would hardly show it. */
const largestFileBytes = 16 * 1024 * 1024;

/**
 * Shows an event that was received somewhere, pretty-printed: given, selected, open, from the clipboard or a file.
 * @returns the document's address
 * @throws UserError that says why the text is no event
 */
export async function inspectEvent(app: App, given: string | undefined): Promise<string> {
  const text = given ?? (await askForText());
  const { events, notes, json } = parseEventText(text);
  if (events.length === 0) {
    const [problem] = notes.filter(({ code }) => code === 'notJson' || code === 'noEvent');
    throw new UserError(problem ? eventNoteText(problem) : l10n.t('No event was found here.'));
  }
  const id = randomUUID();
  app.events.keepInspected(id, eventText(json));
  const uri = inspectedUri(id, eventName(events));
  await vscode.window.showTextDocument(uri, { preview: false });
  const hints = notes.map(eventNoteText);
  if (hints.length > 0) vscode.window.setStatusBarMessage(`$(info) ${withoutIcons(hints.join(' '))}`, 8000);
  return uri.toString();
}

interface SourceItem extends vscode.QuickPickItem {
  readonly read: () => Promise<string>;
}

async function askForText(): Promise<string> {
  const editor = vscode.window.activeTextEditor;
  const selected = editor?.document.getText(editor.selection) ?? '';
  const clipboard = await vscode.env.clipboard.readText();
  const items: SourceItem[] = [
    ...(selected.trim() === ''
      ? []
      : [item('selection', l10n.t('Selected Text'), selected, () => Promise.resolve(selected))]),
    ...(editor && selected.trim() === '' && isUnread(editor.document)
      ? [
          item('go-to-file', l10n.t('Open Document'), posix.basename(editor.document.uri.path), () =>
            Promise.resolve(editor.document.getText()),
          ),
        ]
      : []),
    item('clippy', l10n.t('Clipboard'), clipboard, () => Promise.resolve(clipboard)),
    item('file', l10n.t('File…'), '', readFile),
  ];
  const picked = await showQuickPick(items, {
    title: l10n.t('Inspect Event'),
    placeHolder: l10n.t('Where is the event? JSON, an array of events, or base64 from a queue'),
  });
  return Cancelled.unless(picked).read();
}

/** An event document shows already what the inspection would show. */
function isUnread({ uri }: vscode.TextDocument): boolean {
  return !uri.path.endsWith(eventFileEnding);
}

function item(icon: string, label: string, text: string, read: () => Promise<string>): SourceItem {
  const start = withoutIcons(text.trim().replace(/\s+/g, ' ').slice(0, 60));
  return { label: `$(${icon}) ${label}`, description: start, read };
}

async function readFile(): Promise<string> {
  const [uri] =
    (await vscode.window.showOpenDialog({
      title: l10n.t('File with an Event'),
      filters: { [l10n.t('Events')]: ['json', 'txt', 'log'], [l10n.t('All files')]: ['*'] },
    })) ?? [];
  const file = Cancelled.unless(uri);
  if ((await vscode.workspace.fs.stat(file)).size > largestFileBytes) {
    throw new UserError(l10n.t('This file is too large to be an event: 16 MB are read at most.'));
  }
  return decodeText(await vscode.workspace.fs.readFile(file)).text;
}
