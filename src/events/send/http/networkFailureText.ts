import * as l10n from '@vscode/l10n';
import type { HttpFailure } from './exchange.ts';

/** Why an endpoint gave no answer, and what to do about it. */
export function networkFailureText({ reason, code, durationMs }: HttpFailure): string {
  switch (reason) {
    case 'refused':
      return l10n.t('Nothing is listening at this address. Start the endpoint, and check host and port.');
    case 'unknownHost':
      return l10n.t('No host has this name. Check the spelling, and the network or VPN.');
    case 'unreachable':
      return l10n.t('This host cannot be reached. Check the network, the VPN and firewalls.');
    case 'broken':
      return l10n.t(
        'The endpoint closed the connection before it answered. Look at its log; at a port for HTTPS, the URL must begin with https.',
      );
    case 'timedOut':
      return l10n.t(
        'The endpoint did not answer within {0} seconds. Event Grid waits 30 seconds: answer first, and do long work afterwards.',
        Math.round(durationMs / 1000),
      );
    case 'tlsSelfSigned':
      return l10n.t(
        'The certificate of the endpoint is self-signed, which Event Grid never accepts. For a local test use http, or trust the certificate on this machine.',
      );
    case 'tlsUntrusted':
      return l10n.t(
        'The certificate of the endpoint comes from an authority that is not trusted, or intermediate certificates are missing. Let the endpoint send its whole chain.',
      );
    case 'tlsExpired':
      return l10n.t(
        'The certificate of the endpoint has expired or is not valid yet. Renew it, and check the clock.',
      );
    case 'tlsWrongName':
      return l10n.t('The certificate of the endpoint is for another host name. Use a name that it covers.');
    case 'tlsFailed':
      return l10n.t(
        'No secure connection could be made ({0}). If the endpoint speaks plain HTTP, the URL must begin with http.',
        code,
      );
    case 'notHttp':
      return l10n.t('What answered does not speak HTTP ({0}). Check the port.', code);
    case 'badRequest':
      return l10n.t('A header or the URL holds characters that cannot be sent ({0}).', code);
    case 'cancelled':
      return l10n.t('The request was cancelled.');
    case 'unknown':
      return l10n.t('The request failed: {0}', code === '' ? l10n.t('no reason was given') : code);
  }
}
