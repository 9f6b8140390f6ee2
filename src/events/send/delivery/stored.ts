import { withoutUndefined } from '../../../base/withoutUndefined.ts';
import { isObject } from '../../../recording/event/fields.ts';
import { type Delivery, type DeliveryAttempt, stopReasons } from './delivery.ts';
import { isWireEvent } from '../webhook/request.ts';
import { handshakeFailures, handshakeHints, type HandshakeResult } from '../handshake/handshake.ts';
import type { HttpOutcome } from '../http/exchange.ts';
import { networkFailures } from '../http/networkFailure.ts';

/**
 * A delivery from the state of VS Code, where this version or another put it. What this version does not know
 * is left out or unknown, so that each text is found by its reason.
 * @returns undefined where it is no delivery
 */
export function readDelivery(value: unknown): Delivery | undefined {
  if (!isObject(value)) return undefined;
  const { id, time, shownUrl, url, schema, event, delivered, durationMs } = value;
  if (typeof id !== 'string' || typeof time !== 'string') return undefined;
  if (typeof shownUrl !== 'string' || typeof url !== 'string') return undefined;
  if (schema !== 'eventGrid' && schema !== 'cloudEvents') return undefined;
  if (typeof delivered !== 'boolean' || !isWireEvent(event)) return undefined;
  const stored: unknown = value['attempts'];
  const attempts = Array.isArray(stored) ? stored.map(readAttempt) : [undefined];
  if (!attempts.every((attempt) => attempt !== undefined)) return undefined;
  return {
    ...{ id, time, shownUrl, url, schema, event, attempts, delivered },
    ...withoutUndefined({
      handshake: readHandshake(value['handshake']),
      stopped: stopReasons.find((reason) => reason === value['stopped']),
    }),
    durationMs: typeof durationMs === 'number' ? durationMs : 0,
  };
}

function readAttempt(value: unknown): DeliveryAttempt | undefined {
  if (!isObject(value)) return undefined;
  const outcome = readOutcome(value['outcome']);
  const { time } = value;
  return outcome && { time: typeof time === 'string' ? time : '', outcome };
}

function readHandshake(value: unknown): HandshakeResult | undefined {
  if (!isObject(value)) return undefined;
  const outcome = readOutcome(value['outcome']);
  if (!outcome) return undefined;
  const { passed } = value;
  const hints: readonly unknown[] = Array.isArray(value['hints']) ? value['hints'] : [];
  if (passed === 'answer' || passed === 'validationUrl')
    return { passed, outcome, hints: handshakeHints.filter((hint) => hints.includes(hint)) };
  const failure = handshakeFailures.find((reason) => reason === value['failure']);
  return failure && { failure, outcome };
}

function readOutcome(value: unknown): HttpOutcome | undefined {
  if (!isObject(value)) return undefined;
  const { kind, status, headers, body, code } = value;
  const durationMs = typeof value['durationMs'] === 'number' ? value['durationMs'] : 0;
  if (kind === 'failure') {
    // A reason that another version knows is none that this one can explain.
    const reason = networkFailures.find((one) => one === value['reason']) ?? 'unknown';
    return { kind, reason, code: typeof code === 'string' ? code : '', durationMs };
  }
  if (kind !== 'answer' || typeof status !== 'number' || typeof body !== 'string') return undefined;
  if (!isObject(headers)) return undefined;
  const { statusText, truncated, forgotten } = value;
  return {
    ...{ kind, status, body, durationMs },
    statusText: typeof statusText === 'string' ? statusText : '',
    headers: Object.fromEntries(Object.entries(headers).filter(isText)),
    truncated: truncated === true,
    ...withoutUndefined({ forgotten: forgotten === true || undefined }),
  };
}

function isText(entry: [string, unknown]): entry is [string, string] {
  return typeof entry[1] === 'string';
}
