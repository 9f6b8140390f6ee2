import * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import { parseRecordingUrl } from '../recording/recordingAddress.ts';
import type { CommunicationEvent, RecordingFileStatusUpdated } from '../recording/recordingEvent.ts';
import type { Container } from '../storage/container.ts';
import { DateList } from '../storage/dateList.ts';
import { StoreError } from '../storage/storeError.ts';
import type { App } from '../views/app.ts';
import { Cancelled } from '../views/cancelled.ts';
import { withProgress } from '../views/progress.ts';
import { logLine } from '../views/showError.ts';
import type { EventArgument } from './events.ts';
import { eventSource } from './eventsSource.ts';

/** Where a recording lies. */
interface Place {
  readonly container: Container;
  /** Of the recording or the call, ending in `/`. */
  readonly path: string;
}

/**
 * Shows the recording of an event in the tree: by its links where they lead into a connected container, else by
 * its call ID in all of them.
 * @returns the path that is shown
 */
export async function revealEventRecording(
  app: App,
  argument: EventArgument | undefined,
): Promise<string | undefined> {
  const { read } = await eventSource(app, argument);
  const event = read.find(isFileStatus);
  if (!event) throw new Error(l10n.t('Only RecordingFileStatusUpdated tells of a recording.'));
  const place = byLinks(app, event) ?? (await byCallId(app, event));
  if (!place) {
    await sayMissing(app, event);
    return undefined;
  }
  // A filter may hide what is to be shown.
  if (!(await app.tree.reveal(place.container, place.path))) {
    app.tree.setFilter({});
    if (!(await app.tree.reveal(place.container, place.path))) {
      await sayMissing(app, event);
      return undefined;
    }
  }
  return place.path;
}

function isFileStatus(event: CommunicationEvent): event is RecordingFileStatusUpdated {
  return event.kind === 'recordingFileStatusUpdated';
}

function byLinks(app: App, { chunks }: RecordingFileStatusUpdated): Place | undefined {
  for (const { content, metadata } of chunks) {
    for (const link of [content, metadata]) {
      const address = link && parseRecordingUrl(link.url);
      if (!address?.url || !address.recordingFolder || !address.callId) continue;
      const container = app.containers
        .list()
        .find((one) => one.kind === 'blob' && isBelow(address.url ?? '', `${one.url}/${one.prefix}`));
      const path = `${address.prefix}${address.date}/${address.callId}/${address.recordingFolder}/`;
      if (container) return { container, path };
    }
  }
  return undefined;
}

function isBelow(url: string, containerUrl: string): boolean {
  return url.toLowerCase().startsWith(containerUrl.toLowerCase());
}

/** The newest date with such a call in the first container that has one. */
async function byCallId(app: App, { subject }: RecordingFileStatusUpdated): Promise<Place | undefined> {
  const callId = subject?.callId;
  if (callId === undefined || callId.includes('/')) return undefined;
  return withProgress(l10n.t('Looking for the recording…'), async ({ signal, report }) => {
    for (const container of app.containers.list()) {
      if (signal.aborted) throw new Cancelled();
      report(container.name);
      const date = await dateOf(app, container, callId, signal);
      if (date !== undefined) return { container, path: `${container.prefix}${date}/${callId}/` };
    }
    return undefined;
  });
}

async function dateOf(
  app: App,
  container: Container,
  callId: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    const list = new DateList(await app.containers.open(container), container.prefix, {
      callIdStart: callId,
    });
    signal.addEventListener('abort', () => list.cancel(), { once: true });
    await list.load();
    return list.dates[0];
  } catch (error) {
    if (!StoreError.is(error)) throw error;
    // One container that cannot be read must not hide what is in the others.
    app.log.warn(`${container.name}: ${logLine(error)}`);
    return undefined;
  }
}

async function sayMissing(app: App, { subject }: RecordingFileStatusUpdated): Promise<void> {
  const connect = l10n.t('Add Container…');
  const none = app.containers.list().length === 0;
  const text = none
    ? l10n.t('No container is connected yet. Connect the one that your recordings are written to.')
    : l10n.t('No connected container has a recording of this call: {0}', subject?.callId ?? '');
  const picked = await vscode.window.showInformationMessage(text, connect);
  if (picked === connect) await vscode.commands.executeCommand('callRecordings.addContainer');
}
