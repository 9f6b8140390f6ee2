import * as l10n from '@vscode/l10n';
import type { HandshakeFailed, HandshakeFailure } from './handshake.ts';
import type { HttpOutcome } from '../http/exchange.ts';
import { networkFailureText } from '../http/networkFailureText.ts';

/** Why the endpoint failed the handshake, and what to do about it. */
export function handshakeFailureText({ failure, outcome }: HandshakeFailed): string {
  return texts[failure](outcome);
}

const texts: Readonly<Record<HandshakeFailure, (outcome: HttpOutcome) => string>> = {
  noAnswer: (outcome) =>
    outcome.kind === 'failure' ? networkFailureText(outcome) : l10n.t('no answer was valid.'),
  accepted202: () =>
    l10n.t(
      'the endpoint answered 202 Accepted. Event Grid accepts only 200 for the validation; answer it at once, not later.',
    ),
  wrongStatus: (outcome) =>
    l10n.t(
      'the endpoint answered {0}. Event Grid needs a 200 for the validation: let the endpoint handle it before anything else, including its own sign-in.',
      statusOf(outcome),
    ),
  redirected: (outcome) =>
    l10n.t(
      'the endpoint answered {0} and redirects. Event Grid follows no redirects; use the final address.',
      statusOf(outcome),
    ),
  notJson: () =>
    l10n.t(
      'the endpoint answered 200, but its body is not JSON. Answer with {"validationResponse": "<validationCode of the event>"}.',
    ),
  noCode: () =>
    l10n.t(
      'the endpoint answered 200, but without validationResponse. Answer with {"validationResponse": "<validationCode of the event>"}.',
    ),
  wrongCode: () =>
    l10n.t(
      'the endpoint answered with a different code from the one it was sent. Answer with data.validationCode of the event.',
    ),
  validationUrlNotOpened: () =>
    l10n.t('the endpoint answered 200 without the code, and the validation URL was not opened in time.'),
  noAllowedOrigin: () =>
    l10n.t(
      'the endpoint did not answer OPTIONS with the header WebHook-Allowed-Origin. The status alone says nothing: answer with the origin that was sent, or with *.',
    ),
  wrongAllowedOrigin: (outcome) =>
    l10n.t(
      'the endpoint allows another origin: {0}. Answer with the value of WebHook-Request-Origin, or with *.',
      outcome.kind === 'answer' ? (outcome.headers['webhook-allowed-origin'] ?? '') : '',
    ),
};

function statusOf(outcome: HttpOutcome): string {
  return outcome.kind === 'answer' ? String(outcome.status) : '';
}
