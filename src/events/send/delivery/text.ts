import * as l10n from '@vscode/l10n';
import type { Delivery, StopReason } from './delivery.ts';
import type { HandshakeHint, HandshakeResult } from '../handshake/handshake.ts';
import type { HttpAnswer, HttpOutcome } from '../http/exchange.ts';
import { handshakeFailureText } from '../handshake/resultText.ts';
import { networkFailureText } from '../http/networkFailureText.ts';
import { isDelivered } from './retrySchedule.ts';

/** What became of a delivery, in one or two sentences: what failed, why, and what to do next. */
export function deliveryText(delivery: Delivery): string {
  const last = delivery.attempts.at(-1);
  if (delivery.stopped === 'handshakeFailed' && delivery.handshake) return handshakeText(delivery.handshake);
  if (!last) return stopText(delivery.stopped ?? 'cancelled');
  const attempts = delivery.attempts.length;
  if (delivery.delivered) {
    return attempts === 1
      ? l10n.t('Delivered. {0}', outcomeText(last.outcome))
      : l10n.t('Delivered at attempt {0}. {1}', attempts, outcomeText(last.outcome));
  }
  const texts = [l10n.t('Not delivered. {0}', outcomeText(last.outcome))];
  if (delivery.stopped && delivery.stopped !== 'cannotBeSent') {
    // With one attempt wanted, that it was the last one is no news.
    if (!(delivery.stopped === 'attemptsUsedUp' && attempts === 1)) texts.push(stopText(delivery.stopped));
  }
  return texts.join(' ');
}

/** How a handshake went. */
export function handshakeText(result: HandshakeResult): string {
  if (result.passed === undefined) return l10n.t('The handshake failed: {0}', handshakeFailureText(result));
  return result.passed === 'answer'
    ? [l10n.t('The endpoint passed the handshake.'), ...result.hints.map(hintText)].join(' ')
    : l10n.t('The endpoint passed the handshake: the validation URL was opened.');
}

/** What one attempt came to. */
export function outcomeText(outcome: HttpOutcome): string {
  return outcome.kind === 'failure' ? networkFailureText(outcome) : statusText(outcome);
}

function statusText(answer: HttpAnswer): string {
  const status = [answer.status, answer.statusText].filter((part) => part !== '').join(' ');
  if (isDelivered(answer)) return l10n.t('The endpoint answered {0}.', status);
  if (answer.status >= 300 && answer.status < 400) {
    const location = answer.headers['location'];
    return location === undefined
      ? l10n.t(
          'The endpoint answered {0}, a redirect. Event Grid follows no redirects; use the final address.',
          status,
        )
      : l10n.t(
          'The endpoint answered {0} and redirects to {1}. Event Grid follows no redirects; use the final address.',
          status,
          location,
        );
  }
  return `${l10n.t('The endpoint answered {0}.', status)} ${adviceFor(answer.status)}`;
}

/** What a status says of the endpoint; of those without a meaning of their own, by their hundred. */
function adviceFor(status: number): string {
  switch (status) {
    case 400:
      return l10n.t('It does not understand the event. Look at its log.');
    case 401:
    case 403:
      return l10n.t('It requires a key or a token. Add it as a query key or a header.');
    case 404:
      return l10n.t('Nothing is at this path. Check the path of the URL.');
    case 405:
      return l10n.t('It does not accept POST at this path. Check the path of the URL.');
    case 413:
      return l10n.t('The event is too large for it.');
    case 415:
      return l10n.t('It does not accept this content type. Check the schema.');
    case 429:
    case 503:
      return l10n.t('It is busy. Try again later.');
    default:
      return status >= 500
        ? l10n.t('It failed. Look at its log.')
        : l10n.t('Event Grid accepts only the statuses 200 to 204 for a delivery.');
  }
}

function stopText(reason: StopReason): string {
  return stopTexts[reason]();
}

const stopTexts: Readonly<Record<StopReason, () => string>> = {
  finalStatus: () => l10n.t('Event Grid does not retry after this status.'),
  attemptsUsedUp: () => l10n.t('All attempts are used up.'),
  tooOld: () => l10n.t('The event became too old for another attempt.'),
  cancelled: () => l10n.t('The delivery was cancelled.'),
  handshakeFailed: () => l10n.t('The handshake failed.'),
  cannotBeSent: () => l10n.t('The request cannot be sent.'),
};

function hintText(hint: HandshakeHint): string {
  return hintTexts[hint]();
}

const hintTexts: Readonly<Record<HandshakeHint, () => string>> = {
  noAllowedRate: () => l10n.t('It should also answer with the header WebHook-Allowed-Rate.'),
  noAllow: () => l10n.t('It should also answer with the header Allow: POST.'),
};
