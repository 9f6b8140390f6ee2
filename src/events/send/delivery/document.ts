import * as l10n from '@vscode/l10n';
import { formatMoment } from '../../../base/display.ts';
import { prettyPrint } from '../../../recording/prettyJson.ts';
import type { Delivery, DeliveryAttempt } from './delivery.ts';
import { deliveryText, handshakeText, outcomeText } from './text.ts';
import { deliveryRequest } from '../webhook/request.ts';
import type { HttpOutcome } from '../http/exchange.ts';

/** A delivery as plain text: what happened in words, then the last answer as it came over the wire. */
export function deliveryDocument(delivery: Delivery): string {
  const last = delivery.attempts.at(-1)?.outcome ?? delivery.handshake?.outcome;
  return [
    deliveryText(delivery),
    '',
    l10n.t('Sent to: {0}', delivery.shownUrl),
    l10n.t('At: {0}', formatMoment(new Date(delivery.time))),
    ...(delivery.handshake ? [l10n.t('Handshake: {0}', handshakeText(delivery.handshake))] : []),
    ...(delivery.attempts.length > 1 ? delivery.attempts.map(attemptLine) : []),
    ...requestLines(delivery),
    ...(last?.kind === 'answer' ? ['', ...answerLines(last)] : []),
  ]
    .join('\n')
    .trimEnd()
    .concat('\n');
}

/** The request as it was sent last, without what is secret: the query's values and custom headers. */
function requestLines({ event, shownUrl, schema, attempts }: Delivery): readonly string[] {
  if (attempts.length === 0) return [];
  const target = { url: shownUrl, query: '', headers: {}, schema };
  const { method, url, headers } = deliveryRequest(event, target, attempts.length - 1);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return ['', l10n.t('Request, without custom headers:'), '', `${method} ${url}`, ...lines];
}

function attemptLine({ time, outcome }: DeliveryAttempt, index: number): string {
  return l10n.t('Attempt {0}, {1}: {2}', index + 1, formatMoment(new Date(time)), outcomeText(outcome));
}

function answerLines(answer: Extract<HttpOutcome, { kind: 'answer' }>): readonly string[] {
  return [
    l10n.t('Answered in {0} ms:', answer.durationMs),
    '',
    `HTTP/1.1 ${answer.status} ${answer.statusText}`.trimEnd(),
    ...(answer.forgotten ? forgottenLines() : contentLines(answer)),
  ];
}

/** What was kept of an answer of an earlier session. */
function forgottenLines(): readonly string[] {
  return ['', l10n.t('Headers and body of an answer are kept until the window is closed or reloaded.')];
}

function contentLines(answer: Extract<HttpOutcome, { kind: 'answer' }>): readonly string[] {
  return [
    ...Object.entries(answer.headers).map(([name, value]) => `${name}: ${value}`),
    '',
    answer.truncated ? answer.body : prettyPrint(answer.body).text.trimEnd(),
    ...(answer.truncated ? ['', l10n.t('The answer was longer; only its beginning is shown.')] : []),
  ];
}
