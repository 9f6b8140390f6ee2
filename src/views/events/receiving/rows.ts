import * as l10n from '@vscode/l10n';
import { formatDay, formatMoment, formatTime, printable } from '../../../base/display.ts';
import { durationText } from '../../../base/text/duration.ts';
import type { ListenerCounters, Refusal } from '../../../events/receive/listener/counters.ts';
import type { ListenerFault } from '../../../events/receive/listener/fault.ts';
import { offersStart, type ReceivedSummary, type ReceivedVia } from '../../../events/receive/received.ts';
import { type EventRow, briefType, shortType } from '../rows.ts';
import { eventCount, queueRow } from './queueRow.ts';
import type { ListenerState } from './listening.ts';
import type { ReceivingNode } from './node.ts';
import type { Receiving } from './receiving.ts';

/** The first rows of what is received. */
export function receivingRoots({
  listening,
  queues,
  store,
  filter,
  shown,
}: Receiving): readonly ReceivingNode[] {
  const listener = listening.state;
  const total = store.list().length;
  const matching = shown.events.length + shown.more;
  return [
    ...(listener ? [{ kind: 'listener', listener } as const] : []),
    ...queues.rows().map((row) => ({ kind: 'queue', row }) as const),
    { kind: 'received', total, matching, dropped: store.dropped, filter },
  ];
}

/** The events below "Received", the newest first; where nothing can come in, the ways to receive some. */
export function receivedRows(receiving: Receiving): readonly ReceivingNode[] {
  const { shown, store, listening, queues } = receiving;
  const { events, more } = shown;
  if (store.list().length === 0 && !listening.state && queues.rows().length === 0)
    return [
      { kind: 'wayToReceive', way: 'listener' },
      { kind: 'wayToReceive', way: 'queue' },
    ];
  const oldest = new Map<string, string>();
  for (const { eventId, id } of store.list()) if (eventId !== undefined) oldest.set(eventId, id);
  const isAgain = ({ eventId, id }: ReceivedSummary): boolean =>
    eventId !== undefined && oldest.get(eventId) !== id;
  return [
    ...events.map((event) => ({ kind: 'receivedEvent', event, isAgain: isAgain(event) }) as const),
    ...(more > 0 ? [{ kind: 'moreReceived', more } as const] : []),
  ];
}

export function receivingRow(node: ReceivingNode): EventRow {
  switch (node.kind) {
    case 'listener':
      return listenerRow(node.listener);
    case 'queue':
      return queueRow(node.row);
    case 'received':
      return receivedRow(node);
    case 'receivedEvent':
      return eventRow(node.event, node.isAgain);
    case 'moreReceived':
      return {
        id: 'received/more',
        label: l10n.t('Show more'),
        description: l10n.t('{0} older', node.more),
        icon: 'ellipsis',
        expands: 'no',
        context: 'moreReceived',
      };
    case 'wayToReceive':
      return wayRow(node.way);
  }
}

function wayRow(way: 'listener' | 'queue'): EventRow {
  const common = { id: `received/by/${way}`, expands: 'no', context: 'wayToReceive' } as const;
  return way === 'listener'
    ? {
        ...common,
        label: l10n.t('Start Event Listener'),
        description: l10n.t('a webhook on this machine'),
        icon: 'broadcast',
      }
    : {
        ...common,
        label: l10n.t('Connect Event Queue…'),
        description: l10n.t('events from Azure, without an open port'),
        icon: 'plug',
      };
}

function receivedRow({
  total,
  matching,
  dropped,
  filter,
}: Extract<ReceivingNode, { kind: 'received' }>): EventRow {
  const parts = [filter.type && shortType(filter.type), filter.call, filter.text].filter(Boolean);
  return {
    id: 'received',
    label: l10n.t('Received'),
    description: [
      ...(parts.length === 0
        ? [total === 0 ? l10n.t('nothing yet') : String(total)]
        : [l10n.t('{0} of {1}', matching, total), l10n.t('filter: {0}', printable(parts.join(', ')))]),
      ...(dropped > 0 ? [l10n.t('{0} oldest removed', dropped)] : []),
    ].join(' · '),
    icon: 'inbox',
    expands: 'expanded',
    context: parts.length > 0 ? 'received filtered' : 'received',
    ...(dropped > 0
      ? { tooltip: l10n.t('The oldest events were removed to stay within the limits in the settings.') }
      : {}),
  };
}

const viaText: Readonly<Record<ReceivedVia, () => string>> = {
  listener: () => l10n.t('listener'),
  callback: () => l10n.t('callback'),
  queue: () => l10n.t('queue'),
  localService: () => l10n.t('local service'),
};

function eventRow(event: ReceivedSummary, isAgain: boolean): EventRow {
  const name = event.callId ?? event.serverCallId ?? event.callConnectionId;
  const time = new Date(event.at);
  const type = briefType(event.type);
  return {
    id: `received/${event.id}`,
    label: [timeOf(time), ...(name === undefined ? [type] : [shortId(name)])].join(' · '),
    description: [
      ...(name === undefined ? [] : [type]),
      viaText[event.via](),
      ...(isAgain ? [l10n.t('again')] : []),
    ].join(' · '),
    icon: event.callId !== undefined ? 'bell' : 'mail',
    expands: 'no',
    context: [
      'receivedEvent',
      ...(offersStart(event) ? ['startable'] : []),
      ...(event.callId ? ['call'] : []),
    ].join(' '),
    tooltip: tooltipOf(event, time),
  };
}

/** `14:05:11`; `11-22 14:05:11` of another day. The view's title has the zone. */
function timeOf(time: Date): string {
  const day = formatDay(time);
  const clock = formatTime(time, true);
  return day === formatDay(new Date()) ? clock : `${day.slice('2026-'.length)} ${clock}`;
}

function shortId(id: string): string {
  return printable(id.length > 12 ? `${id.slice(0, 8)}…` : id);
}

function tooltipOf(event: ReceivedSummary, time: Date): string {
  const lines: readonly (readonly [string, string | undefined])[] = [
    [l10n.t('Received'), formatMoment(time)],
    [l10n.t('Sent'), event.eventTime === undefined ? undefined : formatMoment(new Date(event.eventTime))],
    [l10n.t('By'), [viaText[event.via](), event.source].filter(Boolean).join(': ')],
    [l10n.t('Earlier attempts'), event.deliveryCount ? String(event.deliveryCount) : undefined],
    [l10n.t('Call ID'), event.callId],
    [l10n.t('Server call ID'), event.serverCallId],
    [l10n.t('Recording ID'), event.recordingId],
    [l10n.t('Subject'), event.subject],
  ];
  const facts = lines.flatMap(([label, value]) =>
    value === undefined ? [] : [`${label}: ${printable(value.slice(0, 300))}`],
  );
  return [printable(event.type), ...facts].join('\n');
}

function listenerRow(state: ListenerState): EventRow {
  const { port, isOurs, waitsForPort, counters, hasKey, fault } = state;
  const refused = refusedText(counters);
  return {
    id: 'listener',
    label: l10n.t('Listening'),
    // What is wrong comes first: in a narrow side bar the end is cut off.
    description: [
      ...(waitsForPort ? [l10n.t('port in use')] : []),
      ...(fault ? [faultText(fault)] : []),
      ...(refused === '' ? [] : [l10n.t('refused: {0}', refused)]),
      `127.0.0.1:${port}`,
      ...(isOurs ? [eventCount(counters.events)] : waitsForPort ? [] : [l10n.t('in another window')]),
    ].join(' · '),
    icon: 'broadcast',
    color: waitsForPort || fault || refused !== '' ? 'list.warningForeground' : 'testing.iconPassed',
    expands: 'no',
    context: [
      'listener',
      ...(isOurs ? ['ours'] : []),
      ...(hasKey ? ['key'] : []),
      ...(fault ? ['fault'] : []),
    ].join(' '),
    tooltip: listenerFacts(state).join('\n'),
  };
}

/** Where the listener can be reached, by whom, and what it has seen: a sentence each. */
export function listenerFacts(state: ListenerState): readonly string[] {
  const { port, isOurs, waitsForPort, counters, hasKey, publicOrigin } = state;
  return [
    waitsForPort
      ? l10n.t('Another program uses port {0}. The listener starts again when it is free.', port)
      : l10n.t('Accepts events and callbacks at 127.0.0.1:{0}.', port),
    publicOrigin === undefined
      ? l10n.t('Reachable from this machine only.')
      : l10n.t('Reachable from the internet as {0}.', publicOrigin),
    hasKey ? l10n.t('A key is required.') : l10n.t('No key is required; the random path is the only secret.'),
    ...(isOurs
      ? [
          l10n.t(
            '{0} requests, {1} events, {2} handshakes.',
            counters.requests,
            counters.events,
            counters.handshakes,
          ),
        ]
      : []),
  ];
}

/** What the listener was set to answer: `answers 503 to 1 of 3`. */
export function faultText({ status, delayMs, every = 1 }: ListenerFault): string {
  if (status === undefined) return l10n.t('answers after {0}', durationText(delayMs ?? 0));
  return every === 1 ? l10n.t('answers {0}', status) : l10n.t('answers {0} to 1 of {1}', status, every);
}

const refusalText: Readonly<Record<Refusal, () => string>> = {
  host: () => l10n.t('host'),
  webPage: () => l10n.t('web page'),
  path: () => l10n.t('path'),
  method: () => l10n.t('method'),
  key: () => l10n.t('key'),
  type: () => l10n.t('content type'),
  size: () => l10n.t('size'),
  body: () => l10n.t('not an event'),
  fault: () => l10n.t('fault'),
  disk: () => l10n.t('disk'),
};

/** What was refused and how often: `key ×2, size ×1`. */
function refusedText(counters: ListenerCounters): string {
  return refusals(counters)
    .map(({ reason, count }) => `${reason} ×${count}`)
    .join(', ');
}

/** What was refused, by reason. */
export function refusals({ refused }: ListenerCounters): readonly { reason: string; count: number }[] {
  return (Object.entries(refused) as [Refusal, number][]).map(([refusal, count]) => ({
    reason: refusalText[refusal](),
    count,
  }));
}
