import { randomUUID } from 'node:crypto';
import type { WireEvent } from '../../../recording/event/event.ts';
import { withoutUndefined } from '../../../base/withoutUndefined.ts';
import { type Clock, delay, systemClock } from '../../../base/clock.ts';
import type { Delivery, DeliveryAttempt } from './delivery.ts';
import { deliveryRequest, isCallback, isValidation } from '../webhook/request.ts';
import { handshake, judgeValidation, redacted, type HandshakeResult } from '../handshake/handshake.ts';
import type { Log } from '../../../base/log.ts';
import { exchangeLine } from '../http/logLine.ts';
import { exchange } from '../http/exchange.ts';
import { isLoopback } from '../../../base/loopback.ts';
import { isDelivered, nextAttempt, noRetries, type RetryPolicy } from './retrySchedule.ts';
import { openValidationLink, validationLinkLifetimeMs } from '../handshake/validationLink.ts';
import { shownUrl, webhookName, type WebhookTarget } from '../webhook/target.ts';

export interface DelivererOptions {
  readonly clock?: Clock;
  /** Gets a line for each request. */
  readonly log?: Log;
  /** Keeps connections open between deliveries; default: no. */
  readonly keepAlive?: boolean;
  /** Ends pauses between attempts; a request under way is still answered. */
  readonly pauseSignal?: AbortSignal;
  /** How long an endpoint may take to answer; default: 30 s, as Event Grid gives it. */
  readonly timeoutMs?: number;
  /** How long to wait for the validation URL to be opened; 0 offers none; default: 10 min. */
  readonly validationUrlMs?: number;
}

export interface ValidateOptions {
  readonly signal?: AbortSignal;
  /** Told when all hangs on the validation URL being opened, by the endpoint or by hand. */
  readonly onWaiting?: (validationUrl: string) => void;
}

export interface DeliverOptions extends ValidateOptions {
  /** Asks for consent first, and does not deliver without it. */
  readonly handshake?: boolean;
  /** Default: one attempt. */
  readonly retries?: RetryPolicy;
  /** Told of each attempt, and of the pause before the next one, where there is one. */
  readonly onAttempt?: (attempt: DeliveryAttempt, number: number, pause?: AttemptPause) => void;
}

/** The time between two attempts. */
export interface AttemptPause {
  readonly ms: number;
  /** Ends it. */
  readonly retryNow: () => void;
}

/** Delivers events to webhooks as Event Grid does. */
export interface Deliverer {
  /** Never rejects: what went wrong is in the result. */
  validate(target: WebhookTarget, options?: ValidateOptions): Promise<HandshakeResult>;
  /** Never rejects: what went wrong is in the delivery. */
  deliver(event: WireEvent, target: WebhookTarget, options?: DeliverOptions): Promise<Delivery>;
}

export function createDeliverer(options: DelivererOptions = {}): Deliverer {
  const clock = options.clock ?? systemClock;
  const timeoutMs = options.timeoutMs ?? 30_000;
  const validationUrlMs = options.validationUrlMs ?? validationLinkLifetimeMs;

  const validate = (
    target: WebhookTarget,
    { signal, onWaiting }: ValidateOptions = {},
  ): Promise<HandshakeResult> =>
    handshake(target, {
      timeoutMs,
      newId: randomUUID,
      now: () => new Date(clock.now()),
      // Only an endpoint on this machine can open a URL of this machine.
      ...(validationUrlMs > 0 && isLoopback(target.url)
        ? { validationLink: (code, linkSignal) => openValidationLink(code, validationUrlMs, linkSignal) }
        : {}),
      ...withoutUndefined({ signal, onWaiting, log: options.log }),
    });

  /** Sends until the endpoint accepts the event, or the schedule or the user ends it. */
  async function attemptAll(
    event: WireEvent,
    target: WebhookTarget,
    { retries = noRetries, signal, onAttempt }: DeliverOptions,
  ): Promise<Course> {
    const started = clock.now();
    const attempts: DeliveryAttempt[] = [];
    for (;;) {
      const time = new Date(clock.now()).toISOString();
      const request = deliveryRequest(event, target, attempts.length);
      const raw = await exchange(
        request,
        withoutUndefined({ timeoutMs, signal, keepAlive: options.keepAlive }),
      );
      options.log?.(exchangeLine(request, raw));
      const attempt = { time, outcome: redacted(raw, target) };
      attempts.push(attempt);
      const consent = isValidation(event) ? judgeValidation(event, raw, attempt.outcome) : undefined;
      const course = withoutUndefined({ attempts, handshake: consent });
      const isDone = consent ? consent.passed !== undefined : isDelivered(raw);
      const next = isDone ? undefined : nextAttempt(raw, attempts.length, clock.now() - started, retries);
      const early = new AbortController();
      const wait = next?.kind === 'retry' ? { ms: next.delayMs, retryNow: () => early.abort() } : undefined;
      onAttempt?.(attempt, attempts.length, wait);
      if (!next) return course;
      if (signal?.aborted) return { ...course, stopped: 'cancelled' };
      if (consent) return { ...course, stopped: 'handshakeFailed' };
      if (next.kind === 'stop') return { ...course, stopped: next.reason };
      const end = either(signal, options.pauseSignal);
      await delay(clock, next.delayMs, either(end, early.signal)).catch(() => undefined);
      if (end.aborted) return { ...course, stopped: 'cancelled' };
    }
  }

  async function courseOf(event: WireEvent, target: WebhookTarget, wanted: DeliverOptions): Promise<Course> {
    // Nothing asks for consent before a callback of Call Automation, and a validation event is the asking itself.
    if (!wanted.handshake || isCallback(event) || isValidation(event))
      return attemptAll(event, target, wanted);
    const consent = await validate(target, wanted);
    return consent.passed === undefined
      ? {
          handshake: consent,
          attempts: [],
          stopped: wanted.signal?.aborted ? 'cancelled' : 'handshakeFailed',
        }
      : { handshake: consent, ...(await attemptAll(event, target, wanted)) };
  }

  return {
    validate,
    async deliver(event, target, wanted = {}) {
      const started = clock.now();
      const course = await courseOf(event, target, wanted);
      return {
        id: randomUUID(),
        time: new Date(started).toISOString(),
        shownUrl: shownUrl(target),
        url: webhookName(target.url),
        schema: target.schema,
        event,
        ...course,
        delivered: course.stopped === undefined,
        durationMs: clock.now() - started,
      };
    },
  };
}

/** What was tried, and how it ended. */
type Course = Pick<Delivery, 'handshake' | 'attempts' | 'stopped'>;

function either(...signals: readonly (AbortSignal | undefined)[]): AbortSignal {
  return AbortSignal.any(signals.filter((signal) => signal !== undefined));
}
