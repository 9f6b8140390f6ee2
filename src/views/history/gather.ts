import * as l10n from '@vscode/l10n';
import { standardBase64 } from '../../base/base64.ts';
import { withoutUndefined } from '../../base/withoutUndefined.ts';
import { findLanded } from '../../calling/landing/search.ts';
import { landingTarget } from '../../calling/landing/target.ts';
import type { NewReceived, ReceivedSummary } from '../../events/receive/received.ts';
import type { Known, KnownDelivery, KnownEvent, KnownFiles } from '../../history/account/known.ts';
import { fileStatusType } from '../../recording/event/event.ts';
import type { StoredFile } from '../../recording/call.ts';
import { readEvents } from '../../recording/event/parse.ts';
import type { Delivery } from '../../events/send/delivery/delivery.ts';
import type { Container } from '../../storage/container.ts';
import type { ActiveServices } from '../active/services.ts';
import type { App } from '../app.ts';
import { type RecordingPlace, placesOfCall } from '../containers/locateRecording.ts';
import { Cancelled } from '../messages/cancelled.ts';
import { errorLine } from '../messages/errorLine.ts';
import { type Subject, idsOf, isSameId } from './subject.ts';

/** Gathers everything that is known of a recording: from the list, the containers, events and deliveries. */
export async function gather(
  app: App,
  services: ActiveServices,
  subject: Subject,
  signal: AbortSignal,
): Promise<Known> {
  const named = await withRecordingId(app, services, subject);
  const events = await eventsOf(app, services, named);
  // An event may give the call ID, by which the files are found.
  const callId = named.callId ?? events.find(({ summary }) => summary.callId !== undefined)?.summary.callId;
  const whole: Subject = { ...named, ...withoutUndefined({ callId }) };
  const files = await landedFiles(app, whole, signal);
  return withoutUndefined({
    ids: idsOf(whole),
    recording: subject.recording,
    files,
    events: events.map(knownEvent),
    deliveries: (await app.events.deliveries.load())
      .filter((one) => isAbout(one.event, whole))
      .map(knownDelivery),
    now: Date.now(),
  });
}

/** An event that links to the recording's folder gives its ID, and so tells it from others of the same call. */
async function withRecordingId(app: App, services: ActiveServices, subject: Subject): Promise<Subject> {
  const folder = subject.place?.path.split('/').at(-2);
  if (subject.recordingId !== undefined || folder === undefined || folder === '') return subject;
  const events = await eventsOf(app, services, subject);
  const own = events.find(({ summary, json }) => summary.type === fileStatusType && json.includes(folder));
  return { ...subject, ...withoutUndefined({ recordingId: own?.summary.recordingId }) };
}

/** An event of a recording, with its content. */
export interface EventOfRecording extends NewReceived {
  /** It can be opened by its ID. */
  readonly isKept: boolean;
}

/** The events of a recording, with their content: those of the local service, and what was received. */
export async function eventsOf(
  app: App,
  { heard }: ActiveServices,
  subject: Subject,
): Promise<readonly EventOfRecording[]> {
  const { store } = await app.events.receiving();
  const stored = store.list().filter((summary) => matches(summary, subject));
  const read = await Promise.all(
    stored.slice(0, mostEvents).map(async (summary) => {
      const event = await store.read(summary.id);
      return event === undefined ? [] : [{ summary, json: JSON.stringify(event), isKept: true }];
    }),
  );
  const known = new Set(stored.map(({ eventId }) => eventId));
  const others = heard
    .list()
    .filter(({ summary }) => matches(summary, subject) && !known.has(summary.eventId))
    .map((event) => ({ ...event, isKept: false }));
  return [...read.flat(), ...others];
}

/** At most this many events are put into an account, the newest. */
const mostEvents = 200;

function matches({ recordingId, callId, serverCallId }: ReceivedSummary, subject: Subject): boolean {
  if (subject.recordingId !== undefined && recordingId !== undefined)
    return isSameId(recordingId, subject.recordingId);
  return isSameId(callId, subject.callId) || isSameId(serverCallId, subject.serverCallId);
}

function isAbout(event: object, subject: Subject): boolean {
  const ids = [subject.recordingId, subject.callId, subject.documentId].filter((id) => id !== undefined);
  const text = JSON.stringify(event).toLowerCase();
  return ids.some((id) => text.includes(standardBase64(id).toLowerCase()));
}

function knownEvent({ summary, json, isKept }: EventOfRecording): KnownEvent {
  const { id, at, type, via, eventTime, eventId } = summary;
  const [event] = readEvents(JSON.parse(json)).events;
  const state = event?.kind === 'recordingStateChanged' ? event.state : undefined;
  return withoutUndefined({
    ...{ at, type, via, eventTime, eventId, state },
    received: isKept ? id : undefined,
    filesAt: event?.kind === 'recordingFileStatusUpdated' ? placeIn(event.chunks) : undefined,
  });
}

function placeIn(
  chunks: readonly { readonly content?: { readonly kind: string } }[],
): 'container' | 'acs' | 'elsewhere' {
  if (chunks.some(({ content }) => content?.kind === 'acsStorage')) return 'acs';
  const isOwn = chunks.some(({ content }) => content?.kind === 'blob' || content?.kind === 'file');
  return isOwn ? 'container' : 'elsewhere';
}

function knownDelivery({ id, time, shownUrl, delivered, attempts }: Delivery): KnownDelivery {
  const outcome = attempts.at(-1)?.outcome;
  return {
    id,
    at: Date.parse(time),
    host: URL.parse(shownUrl)?.host ?? '?',
    delivered,
    answer:
      outcome === undefined
        ? l10n.t('not sent')
        : outcome.kind === 'failure'
          ? l10n.t('no answer')
          : String(outcome.status),
  };
}

async function landedFiles(app: App, subject: Subject, signal: AbortSignal): Promise<KnownFiles> {
  try {
    const place = subject.place ?? (await placeFound(app, subject, signal));
    if (place === 'notLooked') return { kind: 'notLooked' };
    if ('lookedInto' in place) return { kind: 'absent', lookedInto: place.lookedInto };
    const { container, path } = place;
    const files = subject.files ?? (await listed(app, container, path, signal));
    return files.length === 0
      ? { kind: 'absent', lookedInto: [container.name] }
      : { kind: 'found', container: container.name, prefix: container.prefix, path, files };
  } catch (error) {
    if (Cancelled.is(error)) throw error;
    return { kind: 'notRead', why: errorLine(error) };
  }
}

type Found = RecordingPlace | { readonly lookedInto: readonly string[] } | 'notLooked';

async function placeFound(app: App, subject: Subject, signal: AbortSignal): Promise<Found> {
  const { recording, callId, serverCallId } = subject;
  const container =
    recording?.containerId === undefined ? undefined : app.containers.find(recording.containerId);
  if (recording && container) {
    const store = await app.containers.open(container);
    const target = landingTarget(recording, container.prefix, []);
    const { sighting } = await findLanded(store, target, Date.now(), signal);
    return sighting ? { container, path: sighting.recording.path } : { lookedInto: [container.name] };
  }
  const containers = app.containers.list();
  if ((callId ?? serverCallId) === undefined || containers.length === 0) return 'notLooked';
  const [place] = await placesOfCall(app, withoutUndefined({ callId, serverCallId }));
  return place ?? { lookedInto: containers.map(({ name }) => name) };
}

/** At most this many files are put into an account. */
const mostFiles = 1_000;

async function listed(
  app: App,
  container: Container,
  path: string,
  signal: AbortSignal,
): Promise<readonly StoredFile[]> {
  const { files } = await (
    await app.containers.open(container)
  ).listFiles(path, { signal, pageSize: mostFiles });
  return files;
}
