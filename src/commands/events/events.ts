import type { Delivery } from '../../events/send/delivery/delivery.ts';
import type { EventNode } from '../../views/events/node.ts';
import type { CommandGroup } from '../command.ts';
import type {
  BuildOptions,
  CurlOptions,
  EventArgument,
  LocalEventsOptions,
  NewEventOptions,
  SendOptions,
} from './arguments.ts';
import type { ItemArgument } from '../targets.ts';

/** Making, reading and sending events. Documents are given back by their address. */
export interface EventCommands {
  'callRecordings.newEventFromSample': { argument?: NewEventOptions | EventNode; result?: string };
  'callRecordings.inspectEvent': { argument?: { readonly text: string }; result?: string };
  'callRecordings.buildEvent': { argument?: ItemArgument & BuildOptions; result?: string };
  'callRecordings.sendEvent': { argument?: EventArgument & SendOptions; result?: readonly Delivery[] };
  'callRecordings.revealEventRecording': { argument?: EventArgument; result?: string };
  'callRecordings.showEventSummary': { argument?: EventArgument; result?: string };
  'callRecordings.convertEvent': { argument?: EventArgument; result?: string };
  'callRecordings.editEventCopy': { argument?: EventArgument; result?: string };
  'callRecordings.copyEventAsCurl': { argument?: EventArgument & CurlOptions; result?: string };
  'callRecordings.openDelivery': { argument?: EventArgument; result?: string };
  'callRecordings.openSentEvent': { argument?: EventArgument; result?: string };
  'callRecordings.sendAgain': { argument?: EventArgument; result?: Delivery };
  'callRecordings.removeDelivery': { argument?: EventArgument; result?: boolean };
  'callRecordings.clearDeliveries': object;
  'callRecordings.deliverLocalEvents': { argument?: LocalEventsOptions; result?: string };
}

export const eventCommands: CommandGroup<EventCommands> = {
  'callRecordings.newEventFromSample': async (app, options) =>
    (await import('./fromSample.ts')).newEventFromSample(app, options),
  'callRecordings.inspectEvent': async (_app, given) =>
    (await import('./inspect.ts')).inspectEvent(given?.text),
  'callRecordings.buildEvent': async (app, argument, ...rest) =>
    (await import('./build.ts')).buildEventFromRecording(app, argument, rest),
  'callRecordings.sendEvent': async (app, argument) =>
    (await import('./send.ts')).sendEvent(app, argument),
  'callRecordings.revealEventRecording': async (app, argument) =>
    (await import('./reveal.ts')).revealEventRecording(app, argument),
  'callRecordings.showEventSummary': async (app, argument) =>
    (await import('./fromSample.ts')).showEventSummary(app, argument),
  'callRecordings.convertEvent': async (app, argument) =>
    (await import('./fromSample.ts')).convertEvents(app, argument),
  'callRecordings.editEventCopy': async (app, argument) =>
    (await import('./fromSample.ts')).editEventCopy(app, argument),
  'callRecordings.copyEventAsCurl': async (app, argument) =>
    (await import('./send.ts')).copyEventAsCurl(app, argument),
  'callRecordings.openDelivery': async (app, argument) =>
    (await import('./send.ts')).openDelivery(app, argument, 'answer'),
  'callRecordings.openSentEvent': async (app, argument) =>
    (await import('./send.ts')).openDelivery(app, argument, 'event'),
  'callRecordings.sendAgain': async (app, argument) =>
    (await import('./send.ts')).sendAgain(app, argument),
  'callRecordings.removeDelivery': async (app, argument) => {
    const delivery =
      argument && 'kind' in argument && argument.kind === 'delivery' ? argument.delivery : undefined;
    if (delivery) await app.events.deliveries.remove(delivery.id);
    return delivery !== undefined;
  },
  'callRecordings.clearDeliveries': async (app) => {
    await app.events.deliveries.clear();
    return undefined;
  },
  'callRecordings.deliverLocalEvents': async (app, options) =>
    (await import('./deliverLocal.ts')).deliverLocalEvents(app, options),
};
