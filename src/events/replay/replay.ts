import pLimit from 'p-limit';
import { type Clock, sleep, systemClock } from '../../base/clock.ts';
import { withoutUndefined } from '../../base/withoutUndefined.ts';
import type { WireEvent } from '../../recording/event/event.ts';

/** One event to be sent again, made when its turn comes. */
export interface ReplayItem {
  /** The same for the same event, so that a replay can be taken up. */
  readonly key: string;
  /** Names it in the result. */
  readonly label: string;
  readonly event: () => Promise<WireEvent>;
}

/** What became of an item. */
export interface ReplayResult {
  readonly key: string;
  readonly label: string;
  readonly delivered: boolean;
  readonly attempts: number;
  readonly durationMs: number;
  /** In words, without secrets. */
  readonly text: string;
}

export interface ReplayOptions {
  /** Sends one event. Rejects where it could not be sent at all. */
  readonly send: (event: WireEvent, signal: AbortSignal) => Promise<Omit<ReplayResult, 'key' | 'label'>>;
  /** At once; default: 8. */
  readonly parallel?: number;
  /** Events a second that are begun at most; default: no limit. */
  readonly perSecond?: number;
  /** What was delivered before, by key: it is not sent again. */
  readonly done?: ReadonlySet<string>;
  readonly signal: AbortSignal;
  readonly onResult?: (result: ReplayResult, finished: number, total: number) => void;
  /** In words for an event that could not be made or sent. */
  readonly explain: (error: unknown) => string;
  readonly clock?: Clock;
}

/** Sends events, as many at once as allowed. A cancel lets what is under way end. Never rejects. */
export async function replay(
  items: readonly ReplayItem[],
  options: ReplayOptions,
): Promise<readonly ReplayResult[]> {
  const { done = new Set(), signal, parallel = 8, perSecond, onResult, clock = systemClock } = options;
  const left = items.filter(({ key }) => !done.has(key));
  const limit = pLimit(parallel);
  const results: ReplayResult[] = [];
  const started = clock.now();
  await Promise.all(
    left.map((item, index) =>
      limit(async () => {
        const waitMs = perSecond === undefined ? 0 : started + (index * 1000) / perSecond - clock.now();
        if (waitMs > 0) await sleep(clock, waitMs, signal);
        if (signal.aborted) return;
        const result = await sendOne(item, options, clock);
        results.push(result);
        onResult?.(result, results.length, left.length);
      }),
    ),
  );
  return results;
}

async function sendOne(
  { key, label, event }: ReplayItem,
  { send, signal, explain }: ReplayOptions,
  clock: Clock,
): Promise<ReplayResult> {
  const started = clock.now();
  try {
    return { key, label, ...(await send(await event(), signal)) };
  } catch (error) {
    return withoutUndefined({
      key,
      label,
      delivered: false,
      attempts: 0,
      durationMs: clock.now() - started,
      text: explain(error),
    });
  }
}
