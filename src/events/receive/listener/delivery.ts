import type { IncomingHttpHeaders } from 'node:http';
import { withoutUndefined } from '../../../base/withoutUndefined.ts';
import { validationType } from '../../../recording/event/event.ts';
import { isObject } from '../../../recording/event/fields.ts';
import { binaryModeEvent } from '../../../recording/event/layers/binaryMode.ts';
import { isEvent, openLayers } from '../../../recording/event/layers/layers.ts';
import { newReceived, type NewReceived } from '../received.ts';

/** Event Grid puts no more into one delivery. */
const mostEvents = 5_000;

/** What a request brought: events, or the question whether this endpoint wants them. */
export interface Delivered {
  readonly events: readonly NewReceived[];
  readonly validationCode?: string;
}

/**
 * Reads the body of a delivery: one event or many, in either schema, also in binary mode.
 * @returns undefined where it holds anything but events
 */
export function readDelivery(
  text: string,
  headers: IncomingHttpHeaders,
  via: 'listener' | 'callback',
  { newId, now }: { readonly newId: () => string; readonly now: number },
): Delivered | undefined {
  try {
    const json: unknown = JSON.parse(text);
    if (Array.isArray(json) && json.length > mostEvents) return undefined;
    const items = openLayers(binaryModeEvent(headers, json) ?? json).items.map(({ value }) => value);
    if (items.length > mostEvents) return undefined;
    const [first] = items;
    if (isValidation(first)) return { events: [], validationCode: first.data.validationCode };
    const count = Number(headers['aeg-delivery-count']);
    const arrival = withoutUndefined({
      via,
      source: shortText(headers['aeg-subscription-name']),
      deliveryCount:
        Number.isSafeInteger(count) && headers['aeg-delivery-count'] !== undefined ? count : undefined,
    });
    const events = items.map((item) =>
      isEvent(item) ? newReceived(item, arrival, newId(), now) : undefined,
    );
    return events.length > 0 && events.every((event) => event !== undefined) ? { events } : undefined;
  } catch {
    // No JSON, or nested so deeply that it cannot be written again.
    return undefined;
  }
}

function isValidation(event: unknown): event is { readonly data: { readonly validationCode: string } } {
  return (
    isObject(event) &&
    String(event['eventType']).toLowerCase() === validationType.toLowerCase() &&
    isObject(event['data']) &&
    typeof event['data']['validationCode'] === 'string'
  );
}

function shortText(value: string | readonly string[] | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value.slice(0, 200) : undefined;
}
