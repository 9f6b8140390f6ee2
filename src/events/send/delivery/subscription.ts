import type { EventSchema } from '../../../recording/event/event.ts';
import type { Clock } from '../../../base/clock.ts';
import { createDeliverer } from './deliverer.ts';
import type { DeliveryAttempt } from './delivery.ts';
import { eventInSchema } from '../webhook/request.ts';
import { deliveryText, handshakeText, outcomeText } from './text.ts';
import { eventGridPolicy, noRetries } from './retrySchedule.ts';
import { readWebhookUrl } from '../webhook/target.ts';
import { webhookUrlProblemText } from '../webhook/urlText.ts';

/** Where events go from now on, and how. */
export interface SubscriptionOptions {
  /** A URL, perhaps with a key in its query, which is never shown. */
  readonly address: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly schema: EventSchema;
  /** Asks for consent first. */
  readonly handshake: boolean;
  /** Tries again on the schedule of Event Grid. */
  readonly retries: boolean;
  /** Gets a line for the handshake and one for each attempt, without secrets. */
  readonly log: (line: string) => void;
  readonly clock: Clock;
}

/** A webhook that takes events, as an event subscription of Event Grid would deliver them. */
export interface EventSubscription {
  /** Delivers beside what is under way already, and logs what comes of it. */
  deliver(event: unknown): void;
  /** Resolves when what is being sent has been answered; what waits for another attempt is given up. */
  close(): Promise<void>;
}

/** Makes the subscription. Rejects with an error that says why the address or the handshake is no good. */
export async function subscribe(options: SubscriptionOptions): Promise<EventSubscription> {
  const { address, headers, schema, clock } = options;
  const read = readWebhookUrl(address);
  if ('problem' in read) throw new Error(`Webhook: ${webhookUrlProblemText(read.problem)}`);
  const target = { ...read, headers, schema };
  // What an endpoint answers steers no terminal.
  const log = (line: string) => options.log(`Webhook: ${line}`.replace(/\p{Cc}/gu, '?'));
  const closed = new AbortController();
  // Only pauses end with the subscription, so that no request is cut off.
  const deliverer = createDeliverer({ clock, pauseSignal: closed.signal });
  if (options.handshake) {
    log(`asking ${target.url} for its consent.`);
    const result = await deliverer.validate(target, {
      onWaiting: (url) => log(`waiting up to ten minutes for the validation URL to be opened: ${url}`),
    });
    if (!result.passed) throw new Error(`Webhook ${target.url}: ${handshakeText(result)}`);
    log(handshakeText(result));
  }
  const underWay = new Set<Promise<void>>();
  return {
    deliver: (event) => {
      const wired = eventInSchema(event, schema);
      if (!wired) return;
      const done = deliverer
        .deliver(wired, target, {
          retries: options.retries ? eventGridPolicy : noRetries,
          onAttempt: (attempt, number, pause) => {
            if (!pause) return;
            const next = `Next attempt in ${pause.ms / 1000} s.`;
            log(
              `event ${wired.id}, attempt ${number}, ${when(attempt)}: ${outcomeText(attempt.outcome)} ${next}`,
            );
          },
        })
        .then((delivery) => {
          const last = delivery.attempts.at(-1);
          log(`event ${wired.id}${last ? `, ${when(last)}` : ''}: ${deliveryText(delivery)}`);
          underWay.delete(done);
        });
      underWay.add(done);
    },
    close: async () => {
      closed.abort();
      await Promise.all(underWay);
    },
  };
}

/** When an attempt was made, and how long it took. */
function when({ time, outcome }: DeliveryAttempt): string {
  return `${time}, ${outcome.durationMs} ms`;
}
