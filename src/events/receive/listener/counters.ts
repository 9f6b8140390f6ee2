/** Why a request was not taken. */
export type Refusal =
  'host' | 'webPage' | 'path' | 'method' | 'key' | 'type' | 'size' | 'body' | 'fault' | 'disk';

/** What a listener has seen since it was started. */
export interface ListenerCounters {
  readonly requests: number;
  readonly events: number;
  readonly handshakes: number;
  readonly refused: Readonly<Partial<Record<Refusal, number>>>;
}

export const noCounters: ListenerCounters = { requests: 0, events: 0, handshakes: 0, refused: {} };

/** One refusal more. */
export function countRefusal(counters: ListenerCounters, refusal: Refusal): ListenerCounters {
  const refused = { ...counters.refused, [refusal]: (counters.refused[refusal] ?? 0) + 1 };
  return { ...counters, refused };
}
