import * as l10n from '@vscode/l10n';
import type { HandshakeResult } from './handshake.ts';
import { networkFailureText } from '../http/networkFailureText.ts';

/** Why the endpoint failed the handshake, and what to do about it. */
export function handshakeFailureText({ failure, outcome }: HandshakeResult): string {
  const status = outcome.kind === 'answer' ? outcome.status : '';
  switch (failure) {
    case 'accepted202':
      return l10n.t(
        'the endpoint answered 202 Accepted. Event Grid takes only 200 for the validation; answer it at once, not later.',
      );
    case 'wrongStatus':
      return l10n.t(
        'the endpoint answered {0}. Event Grid needs a 200 for the validation: let the endpoint handle it before anything else, its own sign-in included.',
        status,
      );
    case 'redirected':
      return l10n.t(
        'the endpoint answered {0} and sends elsewhere. Event Grid follows no redirects; use the final address.',
        status,
      );
    case 'notJson':
      return l10n.t(
        'the endpoint answered 200, but its body is no JSON. Answer with {"validationResponse": "<validationCode of the event>"}.',
      );
    case 'noCode':
      return l10n.t(
        'the endpoint answered 200, but without validationResponse. Answer with {"validationResponse": "<validationCode of the event>"}.',
      );
    case 'wrongCode':
      return l10n.t(
        'the endpoint answered with another code than the one it was sent. Answer with data.validationCode of the event that came.',
      );
    case 'validationUrlNotOpened':
      return l10n.t(
        'the endpoint answered 200 without the code, and the validation URL was not opened in time.',
      );
    case 'noAllowedOrigin':
      return l10n.t(
        'the endpoint did not answer OPTIONS with the header WebHook-Allowed-Origin. The status alone says nothing: answer with the origin that was sent, or with *.',
      );
    case 'wrongAllowedOrigin':
      return l10n.t(
        'the endpoint allows another origin: {0}. Answer with the value of WebHook-Request-Origin, or with *.',
        outcome.kind === 'answer' ? (outcome.headers['webhook-allowed-origin'] ?? '') : '',
      );
    default:
      return outcome.kind === 'failure'
        ? networkFailureText(outcome)
        : l10n.t('there was no fitting answer.');
  }
}
