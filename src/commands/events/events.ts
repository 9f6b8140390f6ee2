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
import type { ListenerFault } from '../../events/receive/listener/fault.ts';
import type { ReceivedFilter } from '../../events/receive/received.ts';
import type { ListenerArgument } from './receive/listener.ts';
import type { QueueArgument } from './receive/queue.ts';
import type { ReplayAnswer, ReplayArgument } from './replay/replay.ts';
import type { ReceivedArgument } from './receive/received.ts';
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
  'callRecordings.retryDelivery': { result?: number };
  'callRecordings.sendAgain': { argument?: EventArgument; result?: Delivery };
  'callRecordings.removeDelivery': { argument?: EventArgument; result?: boolean };
  'callRecordings.clearDeliveries': { argument?: { readonly ask?: boolean }; result?: number };
  'callRecordings.deliverLocalEvents': { argument?: LocalEventsOptions; result?: string };
  'callRecordings.startListener': { argument?: ListenerArgument; result?: string };
  'callRecordings.stopListener': { result?: boolean };
  'callRecordings.showListener': object;
  'callRecordings.copyListenerAddress': { result?: string };
  'callRecordings.copyListenerAddressWithKey': { result?: string };
  'callRecordings.copySubscribeCommand': { result?: string };
  'callRecordings.openListener': { argument?: { readonly url?: string }; result?: string };
  'callRecordings.setListenerAnswer': { argument?: ListenerFault };
  'callRecordings.openReceived': { argument?: ReceivedArgument; result?: string };
  'callRecordings.deleteReceived': { argument?: ReceivedArgument; result?: number };
  'callRecordings.clearReceived': { argument?: { readonly ask?: boolean }; result?: number };
  'callRecordings.exportReceived': { argument?: { readonly file?: string }; result?: string };
  'callRecordings.filterReceived': { argument?: ReceivedFilter; result?: ReceivedFilter };
  'callRecordings.showMoreReceived': object;
  'callRecordings.startFromReceived': { argument?: ReceivedArgument };
  'callRecordings.connectEventQueue': { argument?: QueueArgument; result?: string };
  'callRecordings.disconnectEventQueue': { argument?: EventNode; result?: boolean };
  'callRecordings.showEventQueue': { argument?: EventNode };
  'callRecordings.replayEvents': {
    argument?: ReplayArgument | ItemArgument | EventNode;
    result?: ReplayAnswer;
  };
}

export const eventCommands: CommandGroup<EventCommands> = {
  'callRecordings.newEventFromSample': async (app, options) =>
    (await import('./fromSample.ts')).newEventFromSample(app, options),
  'callRecordings.inspectEvent': async (app, given) =>
    (await import('./inspect.ts')).inspectEvent(app, given?.text),
  'callRecordings.buildEvent': async (app, argument, ...rest) =>
    (await import('./build.ts')).buildEventFromRecording(app, argument, rest),
  'callRecordings.sendEvent': async (app, argument) => (await import('./send.ts')).sendEvent(app, argument),
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
  'callRecordings.retryDelivery': (app) => Promise.resolve(app.events.pauses.end()),
  'callRecordings.sendAgain': async (app, argument) => (await import('./send.ts')).sendAgain(app, argument),
  'callRecordings.removeDelivery': async (app, argument) => {
    const delivery =
      argument && 'kind' in argument && argument.kind === 'delivery' ? argument.delivery : undefined;
    if (delivery) await app.events.deliveries.remove(delivery.id);
    return delivery !== undefined;
  },
  'callRecordings.clearDeliveries': async (app, given) =>
    (await import('./send.ts')).clearDeliveries(app, given),
  'callRecordings.deliverLocalEvents': async (app, options) =>
    (await import('./deliverLocal.ts')).deliverLocalEvents(app, options),
  'callRecordings.startListener': async (app, argument) =>
    (await import('./receive/listener.ts')).startListener(app, argument),
  'callRecordings.stopListener': async (app) => (await import('./receive/listener.ts')).stopListener(app),
  'callRecordings.showListener': async (app) => {
    await (await import('./receive/listener.ts')).showListener(app);
    return undefined;
  },
  'callRecordings.copyListenerAddress': async (app) =>
    (await import('./receive/listener.ts')).copyListenerAddress(app, false),
  'callRecordings.copyListenerAddressWithKey': async (app) =>
    (await import('./receive/listener.ts')).copyListenerAddress(app, true),
  'callRecordings.copySubscribeCommand': async (app) =>
    (await import('./receive/listener.ts')).copySubscribeCommand(app),
  'callRecordings.openListener': async (app, argument) =>
    (await import('./receive/listener.ts')).openListener(app, argument),
  'callRecordings.setListenerAnswer': async (app, argument) => {
    await (await import('./receive/listener.ts')).setListenerAnswer(app, argument);
    return undefined;
  },
  'callRecordings.openReceived': async (app, argument) =>
    (await import('./receive/received.ts')).openReceived(app, argument),
  'callRecordings.deleteReceived': async (app, argument, ...rest) =>
    (await import('./receive/received.ts')).deleteReceived(app, argument, rest),
  'callRecordings.clearReceived': async (app, argument) =>
    (await import('./receive/received.ts')).clearReceived(app, argument),
  'callRecordings.exportReceived': async (app, argument) =>
    (await import('./receive/received.ts')).exportReceived(app, argument),
  'callRecordings.filterReceived': async (app, argument) =>
    (await import('./receive/received.ts')).filterReceived(app, argument),
  'callRecordings.showMoreReceived': async (app) => {
    (await app.events.receiving()).showMore();
    return undefined;
  },
  'callRecordings.connectEventQueue': async (app, argument) =>
    (await import('./receive/queue.ts')).connectQueue(app, argument),
  'callRecordings.disconnectEventQueue': async (app, argument) =>
    (await import('./receive/queue.ts')).disconnectQueue(app, argument),
  'callRecordings.showEventQueue': async (app, argument) => {
    await (await import('./receive/queue.ts')).showQueue(app, argument);
    return undefined;
  },
  'callRecordings.replayEvents': async (app, argument, ...rest) =>
    (await import('./replay/replay.ts')).replayEvents(app, argument, rest),
  'callRecordings.startFromReceived': async (app, argument) => {
    await (await import('./receive/received.ts')).startFromReceived(app, argument);
    return undefined;
  },
};
