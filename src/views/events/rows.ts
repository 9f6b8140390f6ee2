import * as l10n from '@vscode/l10n';
import { formatMoment, formatTime, printable } from '../../base/display.ts';
import type { Delivery } from '../../events/send/delivery/delivery.ts';
import { outcomeText } from '../../events/send/delivery/text.ts';
import { eventSamples, findSample, sampleGroups } from '../../recording/event/samples/samples.ts';
import { parseEventSubject } from '../../recording/event/subject.ts';
import { sampleGroupText, sampleText } from '../../recording/event/samples/text.ts';
import type { EventNode } from './node.ts';
import type { ReceivingNode } from './receiving/node.ts';

/** A row of the Events view, as it is drawn. */
export interface EventRow {
  readonly id: string;
  readonly label: string;
  readonly description?: string;
  readonly icon: string;
  /** A theme colour. */
  readonly color?: string;
  readonly expands: 'no' | 'collapsed' | 'expanded';
  /** What menus go by. */
  readonly context: string;
  readonly tooltip?: string;
}

/** What is not received. */
export type OwnNode = Exclude<EventNode, ReceivingNode>;

/** The rows below a row, or the first ones. */
export function eventChildren(
  node: OwnNode | undefined,
  deliveries: readonly Delivery[],
): readonly OwnNode[] {
  switch (node?.kind) {
    case undefined:
      return [...(deliveries.length > 0 ? [{ kind: 'deliveries' } as const] : []), { kind: 'samples' }];
    case 'samples':
      return sampleGroups.map((group) => ({ kind: 'sampleGroup', group }));
    case 'sampleGroup':
      return eventSamples
        .filter(({ group }) => group === node.group)
        .map(({ id }) => ({ kind: 'sample', sample: id }));
    case 'deliveries':
      return deliveries.map((delivery) => ({ kind: 'delivery', delivery }));
    case 'sample':
    case 'delivery':
      return [];
  }
}

/** How a row is drawn. */
export function eventRow(node: OwnNode): EventRow {
  switch (node.kind) {
    case 'samples':
      return {
        id: 'samples',
        label: l10n.t('Samples'),
        icon: 'library',
        expands: 'expanded',
        context: 'samples',
      };
    case 'sampleGroup':
      return {
        id: `samples/${node.group}`,
        label: sampleGroupText(node.group),
        icon: 'folder',
        expands: 'collapsed',
        context: 'sampleGroup',
      };
    case 'sample':
      return sampleRow(node.sample);
    case 'deliveries':
      return {
        id: 'deliveries',
        label: l10n.t('Deliveries'),
        icon: 'history',
        expands: 'expanded',
        context: 'deliveries',
      };
    case 'delivery':
      return deliveryRow(node.delivery);
  }
}

function sampleRow(id: string): EventRow {
  const sample = findSample(id);
  const { name, description } = sample ? sampleText(sample) : { name: id, description: '' };
  return {
    id: `samples/${id}`,
    label: name,
    description,
    icon: 'json',
    expands: 'no',
    context: 'sample',
    tooltip: `${name}\n${description}`,
  };
}

function deliveryRow(delivery: Delivery): EventRow {
  const outcome = delivery.attempts.at(-1)?.outcome ?? delivery.handshake?.outcome;
  const type = 'specversion' in delivery.event ? delivery.event.type : delivery.event.eventType;
  const { label, icon, color } = verdict(delivery);
  return {
    id: `deliveries/${delivery.id}`,
    label,
    // What tells it from its neighbours comes first: in a narrow side bar the end is cut off.
    description: [timeOf(delivery.time), ...eventName(delivery), hostOf(delivery.url)].join(' · '),
    icon,
    color,
    expands: 'no',
    context: 'delivery',
    tooltip: [
      type.slice(0, 200),
      delivery.shownUrl,
      momentOf(delivery.time),
      ...(outcome ? [outcomeText(outcome)] : []),
    ].join('\n'),
  };
}

function verdict({ attempts, delivered, stopped }: Delivery): { label: string; icon: string; color: string } {
  const outcome = attempts.at(-1)?.outcome;
  const status = outcome?.kind === 'answer' ? `${outcome.status} ${outcome.statusText}`.trim() : undefined;
  if (delivered) return { label: status ?? l10n.t('Delivered'), icon: 'pass', color: 'testing.iconPassed' };
  if (stopped === 'cancelled') {
    return { label: l10n.t('Cancelled'), icon: 'circle-slash', color: 'disabledForeground' };
  }
  const label = stopped === 'handshakeFailed' ? l10n.t('Handshake failed') : (status ?? l10n.t('No answer'));
  return { label, icon: 'error', color: 'testing.iconFailed' };
}

/** What was sent: the call where it names one, and the type. */
function eventName({ event }: Delivery): readonly string[] {
  const type = 'specversion' in event ? event.type : event.eventType;
  const call = parseEventSubject(event.subject ?? '')?.callId;
  return [...(call === undefined ? [] : [printable(`${call.slice(0, 8)}…`)]), briefType(type)];
}

/** The last part of a type: `RecordingFileStatusUpdated`. */
export function shortType(type: string): string {
  return printable(type.slice(type.lastIndexOf('.') + 1).slice(0, 100));
}

/**
 * The same for a row: `FileStatusUpdated`. A narrow side bar shows only the beginning, which most types have in common;
 * that it is about a recording goes without saying.
 */
export function briefType(type: string): string {
  return shortType(type).replace(/^Recording(?=[A-Z])/, '');
}

function hostOf(url: string): string {
  return URL.parse(url)?.host ?? url;
}

function timeOf(iso: string): string {
  const time = new Date(iso);
  return Number.isNaN(time.getTime()) ? iso : formatTime(time, true);
}

function momentOf(iso: string): string {
  const time = new Date(iso);
  return Number.isNaN(time.getTime()) ? iso : formatMoment(time);
}
