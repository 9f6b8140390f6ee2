import type { EventSchema } from '../recording/event/event.ts';

/** The queue that events are put into besides being printed. */
export interface QueueOption {
  /** A connection string, or the URL of the queue, perhaps with a SAS: never to be shown as it is. */
  readonly address: string;
  /** Where the address is a connection string. */
  readonly name?: string;
  readonly schema: EventSchema;
}

/** The arguments of the program that speak of the queue, as they were given. */
export interface QueueArguments {
  readonly queue?: string;
  readonly 'queue-name'?: string;
  readonly 'queue-schema'?: string;
}

/** Reads them; undefined where no queue is wanted. Throws an error that says what is wrong, without the address. */
export function readQueue(values: QueueArguments): QueueOption | undefined {
  const { queue: address, 'queue-name': name, 'queue-schema': schema = 'eventGrid' } = values;
  if (address === undefined) {
    const stray = (['queue-name', 'queue-schema'] as const).find((one) => values[one] !== undefined);
    if (stray) throw new RangeError(`--${stray} needs --queue.`);
    return undefined;
  }
  if (schema !== 'eventGrid' && schema !== 'cloudEvents')
    throw new RangeError('--queue-schema must be eventGrid or cloudEvents.');
  if (!/^https?:\/\//i.test(address)) {
    if (name === undefined) throw new RangeError('--queue with a connection string needs --queue-name.');
    return { address, name, schema };
  }
  if (name !== undefined)
    throw new RangeError('--queue-name is for a connection string; a URL names its queue.');
  return { address, schema };
}
