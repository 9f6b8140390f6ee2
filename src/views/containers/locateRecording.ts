import * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import { parseRecordingUrl } from '../../recording/address.ts';
import type { RecordingFileStatusUpdated } from '../../recording/event/event.ts';
import type { Container } from '../../storage/container.ts';
import { DateList } from '../../storage/listing/dates.ts';
import { StoreError } from '../../storage/failures/storeError.ts';
import { explainStoreError } from '../../storage/failures/storeErrorText.ts';
import type { App } from '../app.ts';
import { Cancelled } from '../messages/cancelled.ts';
import { logLine } from '../messages/logLine.ts';
import { withProgress } from '../messages/progress.ts';

/** Where a call, a recording or a file lies. */
export interface RecordingPlace {
  readonly container: Container;
  /** With prefix; a folder ends in `/`. */
  readonly path: string;
}

/** The place that a blob URL leads to, where its container is connected. */
export function placeOfUrl(app: App, url: string): RecordingPlace | undefined {
  const address = parseRecordingUrl(url);
  if (!address?.url || !address.callId) return undefined;
  const lower = address.url.toLowerCase();
  const container = app.containers
    .list()
    .find((one) => one.kind === 'blob' && lower.startsWith(`${one.url}/${one.prefix}`.toLowerCase()));
  const { prefix, date, callId, recordingFolder } = address;
  const path = [`${prefix}${date}`, callId, ...(recordingFolder ? [recordingFolder] : [])].join('/');
  return container && { container, path: `${path}/` };
}

/** The place that the links of an event lead to, where one leads into a connected container. */
export function placeOfEvent(app: App, { chunks }: RecordingFileStatusUpdated): RecordingPlace | undefined {
  for (const { content, metadata } of chunks) {
    for (const link of [content, metadata]) {
      const place = link && placeOfUrl(app, link.url);
      if (place) return place;
    }
  }
  return undefined;
}

/**
 * Looks for the folders of a call in all containers at once: the dates are probed in parallel, newest first.
 * @throws Cancelled
 * @throws Error where nothing was found and a container could not be read: it may lie there
 */
export async function placesOfCall(app: App, callId: string): Promise<readonly RecordingPlace[]> {
  if (callId.includes('/')) return [];
  return withProgress(l10n.t('Looking for the recording…'), async ({ signal, report }) => {
    const containers = app.containers.list();
    const unread: string[] = [];
    let searched = 0;
    const inContainer = async (container: Container): Promise<RecordingPlace[]> => {
      try {
        const dates = await datesOf(app, container, callId, signal);
        return dates.map((date) => ({ container, path: `${container.prefix}${date}/${callId}/` }));
      } catch (error) {
        if (!StoreError.is(error) || Cancelled.is(error)) throw error;
        // One container that cannot be read must not hide what is in the others.
        app.log.warn(`${container.name}: ${logLine(error)}`);
        unread.push(`${container.name}: ${explainStoreError(error).title}`);
        return [];
      } finally {
        report(l10n.t('{0} of {1} containers', ++searched, containers.length));
      }
    };
    const found = (await Promise.all(containers.map(inContainer))).flat();
    if (found.length === 0 && unread.length > 0)
      throw new Error(l10n.t('Nothing was found in what could be read. Not read: {0}.', unread.join(', ')));
    return found;
  });
}

/** Shows a place in the tree, also where a filter hides it. @returns false when there is nothing */
export async function revealPlace(app: App, { container, path }: RecordingPlace): Promise<boolean> {
  if (await app.tree.reveal(container, path)) return true;
  app.tree.setFilter({});
  app.tree.model.refresh();
  return (await app.tree.reveal(container, path)) !== undefined;
}

async function datesOf(
  app: App,
  container: Container,
  callId: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const list = new DateList(await app.containers.open(container), container.prefix, { callIdStart: callId });
  signal.throwIfAborted();
  signal.addEventListener('abort', () => list.cancel(), { once: true });
  await list.load();
  return list.dates;
}

/** Tells that no connected container has the recording, and why that may be. */
export async function sayNotFound(app: App): Promise<void> {
  const connect = l10n.t('Add Container…');
  const message =
    app.containers.list().length === 0
      ? l10n.t('No container is connected yet. Connect the one that your recordings are written to.')
      : l10n.t(
          'No connected container has a recording of this call. It may not have ended yet, or its export failed; the folder is named after the call ID, not the server call ID.',
        );
  const picked = await vscode.window.showInformationMessage(message, connect);
  if (picked === connect) await vscode.commands.executeCommand('callRecordings.addContainer');
}
