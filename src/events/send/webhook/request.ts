import { convertEvent } from '../../../recording/event/envelope.ts';
import { isObject } from '../../../recording/event/fields.ts';
import {
  startFailedType,
  stateChangedType,
  validationType,
  type CloudEvent,
  type EventGridEvent,
  type EventSchema,
  type WireEvent,
} from '../../../recording/event/event.ts';
import { fullUrl, type WebhookTarget } from './target.ts';
import type { HttpRequest } from '../http/exchange.ts';

/** The name of the event subscription that deliveries claim to come from; Event Grid writes it in upper case. */
export const subscriptionName = 'CALL-RECORDINGS';

/** The host that Event Grid names as the origin of its deliveries. */
export const eventGridOrigin = 'eventgrid.azure.net';

const jsonType = 'application/json; charset=utf-8';

/**
 * The request by which Event Grid delivers one event: an array of one in the Event Grid schema, a structured
 * CloudEvent in the other. Custom headers stand beside those of Event Grid and replace none of them.
 * @param deliveryCount attempts made before this one
 * @see https://learn.microsoft.com/azure/event-grid/handler-webhooks
 */
export function deliveryRequest(event: WireEvent, target: WebhookTarget, deliveryCount: number): HttpRequest {
  const own =
    'specversion' in event ? cloudEventHeaders(event, deliveryCount) : eventGridHeaders(event, deliveryCount);
  return {
    method: 'POST',
    url: fullUrl(target),
    headers: withCustom(own, target.headers),
    body: JSON.stringify(sentAsArray(event) ? [event] : event),
  };
}

/** Call Automation calls back with an array of CloudEvents, as plain JSON; Event Grid delivers them one by one. */
function sentAsArray(event: WireEvent): boolean {
  return !('specversion' in event) || isCallback(event);
}

const callbackTypes = [stateChangedType, startFailedType].map((type) => type.toLowerCase());

/** True for what Call Automation sends to a callback URL; there is no handshake before it. */
export function isCallback(event: WireEvent): boolean {
  return 'specversion' in event && callbackTypes.includes(event.type.toLowerCase());
}

/** True for the event that asks an endpoint for its consent. */
export function isValidation(event: WireEvent): event is EventGridEvent {
  return !('specversion' in event) && event.eventType.toLowerCase() === validationType.toLowerCase();
}

function eventGridHeaders(event: EventGridEvent, deliveryCount: number): Readonly<Record<string, string>> {
  return {
    'Content-Type': jsonType,
    'aeg-event-type': isValidation(event) ? 'SubscriptionValidation' : 'Notification',
    'aeg-subscription-name': subscriptionName,
    'aeg-delivery-count': String(deliveryCount),
    'aeg-data-version': headerValue(event.dataVersion),
    'aeg-metadata-version': headerValue(event.metadataVersion),
    'aeg-output-event-id': headerValue(event.id),
  };
}

function cloudEventHeaders(event: CloudEvent, deliveryCount: number): Readonly<Record<string, string>> {
  if (isCallback(event)) return { 'Content-Type': jsonType };
  return {
    'Content-Type': 'application/cloudevents+json; charset=utf-8',
    Origin: eventGridOrigin,
    'aeg-event-type': 'Notification',
    'aeg-subscription-name': subscriptionName,
    'aeg-delivery-count': String(deliveryCount),
    'aeg-metadata-version': '1.0',
    'aeg-output-event-id': headerValue(event.id),
  };
}

/** An edited event may hold anything; a header takes printable ASCII only. */
function headerValue(value: unknown): string {
  return typeof value === 'string' ? value.replace(/[^\x20-\x7e]/g, '?') : '';
}

function withCustom(
  own: Readonly<Record<string, string>>,
  custom: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const taken = new Set(Object.keys(own).map((name) => name.toLowerCase()));
  return {
    ...own,
    ...Object.fromEntries(Object.entries(custom).filter(([name]) => !taken.has(name.toLowerCase()))),
  };
}

/** True for an object with the properties that a delivery needs; the rest may be as odd as a test wants it. */
export function isWireEvent(value: unknown): value is WireEvent {
  if (!isObject(value)) return false;
  return typeof value['specversion'] === 'string'
    ? typeof value['type'] === 'string'
    : typeof value['eventType'] === 'string';
}

/** An event in the schema that a webhook wants; undefined where the value is no event. */
export function eventInSchema(value: unknown, schema: EventSchema): WireEvent | undefined {
  if (!isObject(value)) return undefined;
  const converted = convertEvent(value, schema);
  return isWireEvent(converted) ? converted : undefined;
}
