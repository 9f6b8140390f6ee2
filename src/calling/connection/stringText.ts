import * as l10n from '@vscode/l10n';
import type { ConnectionStringProblem } from './string.ts';

/** Says what is wrong with a connection string and how to get the right one, repeating nothing of it. */
export function connectionStringAdvice(problem: ConnectionStringProblem): {
  readonly why: string;
  readonly next: string;
} {
  return { why: problemText(problem), next: nextText(problem) };
}

function problemText(problem: ConnectionStringProblem): string {
  switch (problem) {
    case 'empty':
      return l10n.t('The connection string is empty.');
    case 'endpointOnly':
      return l10n.t('This is the endpoint alone, without the access key.');
    case 'keyOnly':
      return l10n.t('This is the access key alone, without the endpoint.');
    case 'otherService':
      return l10n.t('This is the connection string of another service, not of Communication Services.');
    case 'endpointMissing':
      return l10n.t('The connection string has no "endpoint=".');
    case 'keyMissing':
      return l10n.t('The connection string has no "accesskey=".');
    case 'badEndpoint':
      return l10n.t('The endpoint is not the address of a Communication Services resource.');
    case 'httpsNeeded':
      return l10n.t(
        'The endpoint does not begin with "https://". Only a service on this computer may do without.',
      );
    case 'badKey':
      return l10n.t('The access key is cut off or has characters that no key has.');
  }
}

function nextText(problem: ConnectionStringProblem): string {
  if (problem === 'badEndpoint' || problem === 'httpsNeeded')
    return l10n.t('An endpoint looks like {0}', 'https://NAME.communication.azure.com');
  return l10n.t(
    'Copy the whole connection string from Keys in the Azure portal. It looks like {0}',
    'endpoint=https://NAME.communication.azure.com/;accesskey=KEY',
  );
}
