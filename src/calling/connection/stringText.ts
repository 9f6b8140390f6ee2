import * as l10n from '@vscode/l10n';
import type { Explanation } from '../../base/explanation.ts';
import type { ConnectionStringProblem } from './string.ts';

/** Says what is wrong with a connection string and how to get the right one, repeating nothing of it. */
export function connectionStringAdvice(problem: ConnectionStringProblem): Omit<Explanation, 'title'> {
  const [why, next] = texts[problem];
  return { why: why(), next: next() };
}

const copyWhole = (): string =>
  l10n.t(
    'Copy the whole connection string from Keys in the Azure portal. It looks like {0}',
    'endpoint=https://NAME.communication.azure.com/;accesskey=KEY',
  );
const endpointShape = (): string =>
  l10n.t('An endpoint looks like {0}', 'https://NAME.communication.azure.com');

const texts: Readonly<Record<ConnectionStringProblem, readonly [why: () => string, next: () => string]>> = {
  empty: [() => l10n.t('The connection string is empty.'), copyWhole],
  tooLong: [() => l10n.t('This text is too long for a connection string.'), copyWhole],
  endpointOnly: [() => l10n.t('This is the endpoint alone, without the access key.'), copyWhole],
  keyOnly: [() => l10n.t('This is the access key alone, without the endpoint.'), copyWhole],
  otherService: [
    () => l10n.t('This is the connection string of another service, not of Communication Services.'),
    copyWhole,
  ],
  endpointMissing: [() => l10n.t('The connection string has no "endpoint=".'), copyWhole],
  keyMissing: [() => l10n.t('The connection string has no "accesskey=".'), copyWhole],
  badEndpoint: [
    () => l10n.t('The endpoint is not the address of a Communication Services resource.'),
    endpointShape,
  ],
  httpsNeeded: [
    () =>
      l10n.t('The endpoint does not begin with "https://", which only a service on this computer may omit.'),
    endpointShape,
  ],
  badKey: [() => l10n.t('The access key is incomplete or contains invalid characters.'), copyWhole],
};
