import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import pLimit from 'p-limit';
import { isMetadata } from '../../recording/blobName.ts';
import type { Recording } from '../../recording/call.ts';
import type { EventSchema } from '../../recording/event/event.ts';
import { parseChunkMetadata, type ChunkMetadata } from '../../recording/metadata/metadata.ts';
import { buildEvent } from '../../recording/event/build.ts';
import { eventGridSpelling, sessionEndReasonText, sessionEndReasons } from '../../recording/event/reasons.ts';
import { withoutUndefined } from '../../base/withoutUndefined.ts';
import type { Container } from '../../storage/container.ts';
import type { RecordingStore } from '../../storage/recordingStore.ts';
import { StoreError } from '../../storage/failures/storeError.ts';
import type { App } from '../../views/app.ts';
import { Cancelled } from '../../views/messages/cancelled.ts';
import { assumptionsOf } from '../../views/events/editor/assumptions.ts';
import { logLine } from '../../views/messages/logLine.ts';
import type { BuildOptions } from './arguments.ts';
import { openNewEvent } from './openDocument.ts';
import { pickSchema } from './pickSchema.ts';
import { type ItemArgument, commandTarget } from '../targets.ts';
import { UserError } from '../../base/userError.ts';
import { trimEnd } from '../../base/base64.ts';
import { encodeUrlPart } from '../../base/text/urlPart.ts';
import { showInputBox, showQuickPick } from '../../views/prompts.ts';

const topicKey = 'callRecordings.eventTopic';
const largestMetadataBytes = 1024 * 1024;

/**
 * Opens the event that ACS would send for the files of a recording. What they do not contain is asked for; left
 * empty it stays marked in the document.
 * @returns the document's address
 */
export async function buildEventFromRecording(
  app: App,
  argument: (ItemArgument & BuildOptions) | undefined,
  rest: readonly unknown[],
): Promise<string> {
  const node = await commandTarget(app, argument, rest, {
    title: l10n.t('Build Event from Recording'),
    kinds: ['recording'],
  });
  if (node.kind !== 'recording') throw new UserError(l10n.t('This is not a recording.'));
  const options: BuildOptions = argument && !('kind' in argument) ? argument : {};
  const schema = options.schema ?? (await pickSchema(app, ['eventGrid', 'cloudEvents']));
  const known = await knownIds(app, node.recording);
  const answers =
    options.ask === false
      ? options
      : await askForUnknowns(app, { ...known, ...options }, node.container.kind !== 'blob');
  const { event, unknowns } = await vscode.window.withProgress(
    { location: { viewId: 'callRecordings.recordings' }, title: l10n.t('Reading the chunk metadata…') },
    () => builtEvent(app, node.container, node.recording, schema, answers),
  );
  const name = `recording-${node.recording.callId.replace(/[^A-Za-z0-9-]/g, '').slice(0, 8)}`;
  const isArray = schema === 'eventGrid';
  const address = await openNewEvent(name, isArray ? [event] : event);
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(address, true));
  app.events.markAssumptions(document, assumptionsOf(event, unknowns, isArray ? [0] : []));
  return address;
}

/** The event of a recording: what its files say, what the extension knows of it, and the answers. */
export async function builtEvent(
  app: App,
  container: Container,
  recording: Recording,
  schema: EventSchema,
  answers: BuildOptions,
): Promise<ReturnType<typeof buildEvent>> {
  const store = await app.containers.open(container);
  const isCopy = container.kind !== 'blob';
  const known = await knownIds(app, recording);
  return buildEvent(
    {
      recording,
      urlOf: isCopy ? (name) => originalUrl(name, answers.containerUrl) : (name) => store.urlOf(name),
      chunks: await readMetadata(app, store, recording),
      ...withoutUndefined({
        serverCallId: answers.serverCallId ?? known.serverCallId,
        recordingId: answers.recordingId ?? known.recordingId,
        topic: answers.topic ?? known.topic,
        sessionEndReason: answers.sessionEndReason ?? known.sessionEndReason,
      }),
    },
    schema,
    { id: randomUUID(), time: new Date() },
  );
}

/** What the extension knows of a recording besides its files: it was started here, or its event was received. */
async function knownIds(app: App, { callId }: Recording): Promise<BuildOptions> {
  const topic = app.context.globalState.get<string>(topicKey);
  const { active } = await app.active.services();
  const started = active.list().filter((one) => one.callId === callId);
  // Of several recordings of a call, nothing shows which one these files belong to.
  const only = started.length === 1 ? started[0] : undefined;
  const events = (await app.events.receiving()).store.list().filter((event) => event.callId === callId);
  const received = new Set(events.flatMap(({ recordingId }) => recordingId ?? []));
  const isServerCallId = started[0]?.call.kind === 'serverCallId';
  return withoutUndefined({
    topic: topic === '' ? undefined : topic,
    serverCallId:
      events.find(({ serverCallId }) => serverCallId !== undefined)?.serverCallId ??
      (isServerCallId ? started[0]?.call.id : undefined),
    recordingId: only?.recordingId ?? (received.size === 1 ? [...received][0] : undefined),
  });
}

/** Chunks whose metadata cannot be read are left out: the event says what is not known. */
async function readMetadata(
  app: App,
  store: RecordingStore,
  recording: Recording,
): Promise<ReadonlyMap<number, ChunkMetadata>> {
  const limit = pLimit(8);
  const read = await Promise.all(
    recording.files
      .filter(({ blob, sizeBytes }) => isMetadata(blob) && sizeBytes <= largestMetadataBytes)
      .map(({ name, blob }) =>
        limit(async () => {
          try {
            const result = parseChunkMetadata(await store.read(name));
            return 'metadata' in result ? [[blob.chunkIndex, result.metadata] as const] : [];
          } catch (error) {
            if (!StoreError.is(error)) throw error;
            app.log.warn(`Metadata of chunk ${blob.chunkIndex} cannot be read: ${logLine(error)}`);
            return [];
          }
        }),
      ),
  );
  return new Map(read.flat());
}

/** Of a copy, the address that the file had in the container; marked where that is not known. */
function originalUrl(name: string, containerUrl: string | undefined): string {
  // A SAS of the container has no place in an event.
  const base = containerUrl
    ? trimEnd(containerUrl.split(/[?#]/, 1)[0] ?? '', '/')
    : 'https://<account>.blob.core.windows.net/<container>';
  return `${base}/${name.split('/').map(encodeUrlPart).join('/')}`;
}

async function askForUnknowns(app: App, given: BuildOptions, isCopy: boolean): Promise<BuildOptions> {
  const sessionEndReason = given.sessionEndReason ?? (await askForReason());
  const serverCallId = given.serverCallId ?? (await ask(l10n.t('Server Call ID'), ''));
  const recordingId = given.recordingId ?? (await ask(l10n.t('Recording ID'), ''));
  const remembered = app.context.globalState.get<string>(topicKey) ?? '';
  const topic = given.topic ?? (await ask(l10n.t('Resource ID of the ACS Resource'), remembered));
  const containerUrl = given.containerUrl ?? (isCopy ? await ask(l10n.t('URL of the Container'), '') : '');
  if (topic !== '') await app.context.globalState.update(topicKey, topic);
  return { sessionEndReason, serverCallId, recordingId, topic, containerUrl };
}

async function ask(title: string, value: string): Promise<string> {
  return Cancelled.unless(
    await showInputBox({
      title,
      value,
      prompt: l10n.t(
        'The files do not contain it. Leave it empty to fill it in later: it stays marked in the event.',
      ),
    }),
  ).trim();
}

async function askForReason(): Promise<string> {
  const items = sessionEndReasons.map((reason) => ({
    label: eventGridSpelling(reason),
    description: sessionEndReasonText({ raw: reason, known: reason }),
  }));
  const likely = items.filter(({ label }) => label === 'CallEnded' || label === 'InitiatorLeft');
  const others = items.filter((item) => !likely.includes(item));
  const picked = await showQuickPick([...likely, ...others], {
    title: l10n.t('Session End Reason'),
    placeHolder: l10n.t('Why did the recording end? The files do not say.'),
    matchOnDescription: true,
  });
  return Cancelled.unless(picked).label;
}
