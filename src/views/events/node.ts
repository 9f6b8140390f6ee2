import type { Delivery } from '../../events/send/delivery/delivery.ts';
import type { ReceivingNode } from './receiving/node.ts';
import type { SampleGroup } from '../../recording/event/samples/samples.ts';

/** One row of the Events view. */
export type EventNode =
  | { readonly kind: 'samples' }
  | { readonly kind: 'sampleGroup'; readonly group: SampleGroup }
  | { readonly kind: 'sample'; readonly sample: string }
  | { readonly kind: 'deliveries' }
  | { readonly kind: 'delivery'; readonly delivery: Delivery }
  | ReceivingNode;

/** Scheme of the read-only documents that the Events view shows. */
export const eventScheme = 'callrecordings-event';

/** How the name of an event document ends; the JSON schema and the lenses go by it. */
export const eventFileEnding = '.acsevent.json';
