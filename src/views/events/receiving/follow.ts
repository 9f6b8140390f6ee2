import { fileStatusType, startFailedType, stateChangedType } from '../../../recording/event/event.ts';
import { readEvents } from '../../../recording/event/parse.ts';
import type { ReceivedSummary } from '../../../events/receive/received.ts';
import type { App } from '../../app.ts';
import { placeOfEvent } from '../../containers/locateRecording.ts';
import type { Container } from '../../../storage/container.ts';
import { containerNode } from '../../tree/node.ts';
import { logLine } from '../../messages/logLine.ts';

/** A date that a filter hides would be looked for with each event. */
const lookAgainMs = 10_000;
/** When dates that were not listed were looked for, ms since 1970. */
const lookedFor = new Map<string, number>();

/**
 * Brings the rest of the extension up to what was received: a callback to the recording that it is about, a
 * finished export to its date in the tree, where that is open. Never rejects.
 */
export async function followReceived(app: App, received: readonly ReceivedSummary[]): Promise<void> {
  try {
    const dates = new Map<string, () => Promise<void>>();
    for (const event of received) {
      if (event.type === stateChangedType || event.type === startFailedType) await followState(app, event);
      const place = event.type === fileStatusType ? await dateOf(app, event) : undefined;
      if (place) dates.set(`${place.container.id}/${place.date}`, () => refreshDate(app, place));
    }
    // However many events came at once, each date is read once.
    for (const refresh of dates.values()) await refresh();
  } catch (error) {
    app.log.warn(`Received event: not followed: ${logLine(error)}`);
  }
}

async function followState(app: App, { recordingId, callId }: ReceivedSummary): Promise<void> {
  if (recordingId === undefined) return;
  const { active } = await app.active.services();
  if (!active.get(recordingId)) return;
  // The correlation ID of the callback names the call's folder.
  if (callId !== undefined) active.setCallId(recordingId, callId);
  await active.refresh(recordingId);
}

interface DatePlace {
  readonly container: Container;
  /** The name of its folder. */
  readonly date: string;
}

async function dateOf(app: App, { id }: ReceivedSummary): Promise<DatePlace | undefined> {
  const [event] = readEvents(await (await app.events.receiving()).store.read(id)).events;
  if (event?.kind !== 'recordingFileStatusUpdated') return undefined;
  const place = placeOfEvent(app, event);
  if (!place) return undefined;
  const { container, path } = place;
  const [date = ''] = path.slice(container.prefix.length).split('/');
  return { container, date };
}

/** Reads a date anew where it is open; one that is not listed yet appears. */
async function refreshDate({ tree: { model } }: App, { container, date }: DatePlace): Promise<void> {
  if (!model.isListed(container)) return;
  const path = `${container.prefix}${date}/`;
  const row = await model.find(container, path);
  if (row?.kind === 'date' && model.listedDay(row)) model.refresh(row);
  const key = `${container.id}/${path}`;
  if (row || Date.now() - (lookedFor.get(key) ?? 0) < lookAgainMs) return;
  lookedFor.set(key, Date.now());
  model.refresh(containerNode(container));
}
