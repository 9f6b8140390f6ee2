import type { ReceivedFilter, ReceivedSummary } from '../../../events/receive/received.ts';
import type { ListenerState } from './listening.ts';
import type { QueueRow } from './queues.ts';

/** A row of what receives, or of what was received. */
export type ReceivingNode =
  | { readonly kind: 'listener'; readonly listener: ListenerState }
  | { readonly kind: 'queue'; readonly row: QueueRow }
  | {
      readonly kind: 'received';
      readonly total: number;
      /** How many of them fit the filter. */
      readonly matching: number;
      readonly dropped: number;
      readonly filter: ReceivedFilter;
    }
  | { readonly kind: 'receivedEvent'; readonly event: ReceivedSummary; readonly isAgain: boolean }
  | { readonly kind: 'moreReceived'; readonly more: number }
  | { readonly kind: 'wayToReceive'; readonly way: 'listener' | 'queue' };

const kinds: readonly string[] = [
  'listener',
  'queue',
  'received',
  'receivedEvent',
  'moreReceived',
  'wayToReceive',
] satisfies readonly ReceivingNode['kind'][];

export function isReceivingNode(node: { readonly kind: string }): node is ReceivingNode {
  return kinds.includes(node.kind);
}
