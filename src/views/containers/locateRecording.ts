import { isAbsolute, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import {
  type RecordingAddress,
  parseRecordingPath,
  parseRecordingUrl,
  splitBlobUrl,
} from '../../recording/address.ts';
import type { CallIds } from '../../recording/identifier/callNames.ts';
import type { RecordingFileStatusUpdated } from '../../recording/event/event.ts';
import type { BlobContainer, Container } from '../../storage/container.ts';
import { foldersBeginning, foldersOfCall } from '../../storage/listing/callFolders.ts';
import type { RecordingStore } from '../../storage/recordingStore.ts';
import { StoreError } from '../../storage/failures/storeError.ts';
import { storeErrorText } from '../../storage/failures/storeErrorText.ts';
import type { App } from '../app.ts';
import { Cancelled } from '../messages/cancelled.ts';
import { logLine } from '../messages/logLine.ts';
import { withProgress } from '../messages/progress.ts';
import { UserError } from '../../base/userError.ts';
import { notify } from '../messages/notify.ts';

/** Where a call, a recording or a file is. */
export interface RecordingPlace {
  readonly container: Container;
  /** With prefix; a folder ends in `/`. */
  readonly path: string;
}

/** The place that a blob URL leads to, where its container is connected; it may no longer be there. */
export function placeOfUrl(app: App, url: string): RecordingPlace | undefined {
  const address = parseRecordingUrl(url);
  if (!address?.callId) return undefined;
  const container = app.containers.list().find((one) => one.kind === 'blob' && holds(one, address));
  return container && placeOfAddress(container, address);
}

function placeOfAddress(container: Container, address: RecordingAddress): RecordingPlace {
  const { prefix, date, callId = '', recordingFolder } = address;
  const path = [`${prefix}${date}`, callId, ...(recordingFolder ? [recordingFolder] : [])].join('/');
  return { container, path: `${path}/` };
}

/**
 * The place that a `file:` URL leads to, where its folder is connected; nothing on the disk is touched. The local
 * service sends such URLs when it writes to a folder.
 */
function placeOfFileUrl(app: App, url: string): RecordingPlace | undefined {
  const file = pathOfFileUrl(url);
  if (file === undefined) return undefined;
  for (const container of app.containers.list()) {
    if (container.kind !== 'folder') continue;
    const name = relative(container.folder, file);
    if (isAbsolute(name) || name.split(sep)[0] === '..') continue;
    const address = parseRecordingPath(name);
    if (address?.callId && address.prefix.startsWith(container.prefix))
      return placeOfAddress(container, address);
  }
  return undefined;
}

function pathOfFileUrl(url: string): string | undefined {
  try {
    return fileURLToPath(url);
  } catch {
    return undefined;
  }
}

/** Host names have no case, and names of containers only small letters. */
function holds(container: BlobContainer, { account, container: name, prefix }: RecordingAddress): boolean {
  const own = splitBlobUrl(new URL(container.url));
  const isSame =
    account?.toLowerCase() === own.account.toLowerCase() && name?.toLowerCase() === own.container;
  return isSame && prefix.startsWith(container.prefix);
}

/** The place that the links of an event lead to, where one leads into a connected container. */
export function placeOfEvent(app: App, { chunks }: RecordingFileStatusUpdated): RecordingPlace | undefined {
  for (const { content, metadata } of chunks) {
    for (const link of [content, metadata]) {
      const place = link && (link.kind === 'file' ? placeOfFileUrl : placeOfUrl)(app, link.url);
      if (place) return place;
    }
  }
  return undefined;
}

/**
 * Looks for the folders of a call in all containers at once, under every name that they may have: the dates
 * are probed in parallel, newest first.
 * @throws Cancelled
 * @throws UserError where nothing was found and a container could not be read: it may be there
 */
export async function placesOfCall(app: App, ids: CallIds): Promise<readonly RecordingPlace[]> {
  return placesBy(app, (store, prefix, signal) => foldersOfCall(store, prefix, ids, signal));
}

/** As `placesOfCall`, for the calls whose names begin with a text. */
export async function placesBeginning(app: App, start: string): Promise<readonly RecordingPlace[]> {
  return placesBy(app, (store, prefix, signal) => foldersBeginning(store, prefix, start, signal));
}

type Search = (store: RecordingStore, prefix: string, signal: AbortSignal) => Promise<readonly string[]>;

async function placesBy(app: App, search: Search): Promise<readonly RecordingPlace[]> {
  return withProgress(l10n.t('Looking for the recording…'), async ({ signal, report }) => {
    const { places, unread } = await searchContainers(app, search, signal, report);
    if (places.length === 0 && unread.length > 0)
      throw new UserError(
        l10n.t('Nothing was found in what could be read. Not read: {0}.', unread.join(', ')),
      );
    return places;
  });
}

/** What a search of all containers came to. */
export interface Searched {
  /** Newest first. */
  readonly places: readonly RecordingPlace[];
  /** Names of the containers that were read. */
  readonly searched: readonly string[];
  /** Those that could not be read, with the reason. */
  readonly unread: readonly string[];
}

/** As `placesOfCall`, without a word: what was not read is in the result. */
export function searchForCall(app: App, ids: CallIds, signal: AbortSignal): Promise<Searched> {
  return searchContainers(app, (store, prefix) => foldersOfCall(store, prefix, ids, signal), signal);
}

async function searchContainers(
  app: App,
  search: Search,
  signal: AbortSignal,
  report?: (message: string) => void,
): Promise<Searched> {
  const containers = app.containers.list();
  const unread: string[] = [];
  const searched: string[] = [];
  const inContainer = async (container: Container): Promise<RecordingPlace[]> => {
    try {
      const store = await app.containers.open(container);
      signal.throwIfAborted();
      const found = await search(store, container.prefix, signal);
      searched.push(container.name);
      return found.map((path) => ({ container, path }));
    } catch (error) {
      if (!StoreError.is(error) || Cancelled.is(error)) throw error;
      // One container that cannot be read must not hide what is in the others.
      app.log.warn(`${container.name}: ${logLine(error)}`);
      unread.push(`${container.name}: ${storeErrorText(error).title}`);
      return [];
    } finally {
      report?.(l10n.t('{0} of {1} containers', searched.length + unread.length, containers.length));
    }
  };
  const places = (await Promise.all(containers.map(inContainer))).flat();
  return { places: places.sort((a, b) => (a.path < b.path ? 1 : -1)), searched, unread };
}

/** Shows a place in the tree, also where a filter hides it. @returns false when there is nothing */
export async function revealPlace(app: App, { container, path }: RecordingPlace): Promise<boolean> {
  if (await app.tree.reveal(container, path)) return true;
  app.tree.setFilter({});
  app.tree.model.refresh();
  return (await app.tree.reveal(container, path)) !== undefined;
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
  const picked = await notify.info(message, connect);
  if (picked === connect) await vscode.commands.executeCommand('callRecordings.addContainer');
}
