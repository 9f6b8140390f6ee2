import * as l10n from '@vscode/l10n';
import { prettyPrint } from '../../../recording/prettyJson.ts';
import type { Delivery, DeliveryAttempt } from './delivery.ts';
import { deliveryText, handshakeText, outcomeText } from './text.ts';
import type { HttpOutcome } from '../http/exchange.ts';

/** A delivery as plain text: what happened in words, then the last answer as it came over the wire. */
export function deliveryDocument(delivery: Delivery): string {
  const last = delivery.attempts.at(-1)?.outcome ?? delivery.handshake?.outcome;
  return [
    deliveryText(delivery),
    '',
    l10n.t('Sent to: {0}', delivery.shownUrl),
    l10n.t('At: {0}', delivery.time),
    ...(delivery.handshake ? [l10n.t('Handshake: {0}', handshakeText(delivery.handshake))] : []),
    ...(delivery.attempts.length > 1 ? delivery.attempts.map(attemptLine) : []),
    ...(last?.kind === 'answer' ? ['', ...answerLines(last)] : []),
  ]
    .join('\n')
    .trimEnd()
    .concat('\n');
}

function attemptLine({ time, outcome }: DeliveryAttempt, index: number): string {
  return l10n.t('Attempt {0}, {1}: {2}', index + 1, time, outcomeText(outcome));
}

function answerLines(answer: Extract<HttpOutcome, { kind: 'answer' }>): readonly string[] {
  return [
    l10n.t('Answered in {0} ms:', answer.durationMs),
    '',
    `HTTP/1.1 ${answer.status} ${answer.statusText}`.trimEnd(),
    ...Object.entries(answer.headers).map(([name, value]) => `${name}: ${value}`),
    '',
    answer.truncated ? answer.body : prettyPrint(answer.body).text.trimEnd(),
    ...(answer.truncated ? ['', l10n.t('The answer was longer; the rest was not read.')] : []),
  ];
}
