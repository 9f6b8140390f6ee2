import * as l10n from '@vscode/l10n';
import type { Delivery } from '../../events/send/delivery/delivery.ts';
import { deliveryDocument } from '../../events/send/delivery/document.ts';
import { findSample } from '../../recording/event/samples/samples.ts';
import type { EventDocumentPlace } from './address.ts';

/** JSON as it is shown and edited. */
export function eventText(json: unknown): string {
  return `${JSON.stringify(json, undefined, 2)}\n`;
}

/** Where events come from that are not samples. */
export interface EventSources {
  readonly deliveries: { find(id: string): Promise<Delivery | undefined> };
  inspected(id: string): string | undefined;
  receiving(): Promise<{ readonly store: { read(id: string): Promise<unknown> } }>;
}

/** The text of a read-only document of events. */
export async function eventContent(place: EventDocumentPlace, events: EventSources): Promise<string> {
  if (place.kind === 'sample') {
    const sample = findSample(place.sample);
    if (!sample) return l10n.t('This sample does not exist.');
    const schema = place.schema && sample.schemas.includes(place.schema) ? place.schema : sample.schemas[0];
    const event = sample.event(schema);
    // Event Grid delivers an array in its own schema, and CloudEvents one by one.
    return eventText(schema === 'eventGrid' ? [event] : event);
  }
  if (place.kind === 'inspected')
    return events.inspected(place.id) ?? l10n.t('This event is no longer kept.');
  if (place.kind === 'received') {
    const event = await (await events.receiving()).store.read(place.id);
    return event === undefined ? l10n.t('This event is no longer kept.') : eventText(event);
  }
  const delivery = await events.deliveries.find(place.id);
  if (!delivery) return l10n.t('This delivery is no longer remembered.');
  return place.kind === 'answer' ? deliveryDocument(delivery) : eventText(delivery.event);
}
