import { randomUUID } from 'node:crypto';
import type { WireEvent } from '../../../recording/event/event.ts';
import { withoutUndefined } from '../../../base/withoutUndefined.ts';
import { systemClock, type Clock } from '../../clock.ts';
import type { Delivery, DeliveryAttempt, StopReason } from './delivery.ts';
import { deliveryRequest, isCallback, isValidation } from '../webhook/request.ts';
import { handshake, judgeValidation, redacted, type HandshakeResult } from '../handshake/handshake.ts';
import { exchange } from '../http/exchange.ts';
import { isDelivered, nextAttempt, noRetries, type RetryPolicy } from './retrySchedule.ts';
import { openValidationLink, validationLinkLifetimeMs } from '../handshake/validationLink.ts';
import { isLoopbackUrl, shownUrl, type WebhookTarget } from '../webhook/target.ts';

export interface DelivererOptions {
  readonly clock?: Clock;
  /** How long an endpoint may take to answer; 30 seconds, as Event Grid gives it, unless told. */
  readonly timeoutMs?: number;
  /** How long to wait for the validation URL to be opened; 0 offers none. Ten minutes unless told. */
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
  /** One attempt unless told. */
  readonly retries?: RetryPolicy;
  /** Told of each attempt, and how long the pause before the next one is, where there is one. */
  readonly onAttempt?: (attempt: DeliveryAttempt, number: number, pauseMs?: number) => void;
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
      ...(validationUrlMs > 0 && isLoopbackUrl(target.url)
        ? { validationLink: (code, linkSignal) => openValidationLink(code, validationUrlMs, linkSignal) }
        : {}),
      ...withoutUndefined({ signal, onWaiting }),
    });

  return {
    validate,
    async deliver(event, target, { handshake: wanted, retries, signal, onWaiting, onAttempt } = {}) {
      const started = clock.now();
      const attempts: DeliveryAttempt[] = [];
      // Nothing asks for consent before a callback of Call Automation, and a validation event is the asking itself.
      const asks = wanted && !isCallback(event) && !isValidation(event);
      let consent = asks ? await validate(target, withoutUndefined({ signal, onWaiting })) : undefined;
      let stopped: StopReason | undefined;
      if (consent && !consent.passed) stopped = signal?.aborted ? 'cancelled' : 'handshakeFailed';
      while (stopped === undefined) {
        const time = new Date(clock.now()).toISOString();
        const request = deliveryRequest(event, target, attempts.length);
        const raw = await exchange(request, withoutUndefined({ timeoutMs, signal }));
        const attempt = { time, outcome: redacted(raw, target) };
        attempts.push(attempt);
        if (isValidation(event)) consent = judgeValidation(event, raw, attempt.outcome);
        if (isValidation(event) ? consent?.passed : isDelivered(raw)) {
          onAttempt?.(attempt, attempts.length);
          break;
        }
        const next = nextAttempt(raw, attempts.length, clock.now() - started, retries ?? noRetries);
        onAttempt?.(attempt, attempts.length, next.kind === 'retry' ? next.delayMs : undefined);
        if (signal?.aborted) stopped = 'cancelled';
        else if (isValidation(event)) stopped = 'handshakeFailed';
        else if (next.kind === 'stop') stopped = next.reason;
        else stopped = await pause(clock, next.delayMs, signal);
      }
      return {
        id: randomUUID(),
        time: new Date(started).toISOString(),
        shownUrl: shownUrl(target),
        url: target.url,
        schema: target.schema,
        event,
        ...(consent ? { handshake: consent } : {}),
        attempts,
        delivered: stopped === undefined,
        ...(stopped === undefined ? {} : { stopped }),
        durationMs: clock.now() - started,
      };
    },
  };
}

async function pause(clock: Clock, delayMs: number, signal?: AbortSignal): Promise<'cancelled' | undefined> {
  try {
    await clock.delay(delayMs, signal);
    return undefined;
  } catch {
    return 'cancelled';
  }
}
