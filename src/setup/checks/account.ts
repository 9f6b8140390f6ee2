import * as l10n from '@vscode/l10n';
import type { StorageAccount } from '../facts/account.ts';
import { type Check, type Verdict, containerInAzure, unknownVerdict } from './line.ts';

/** Line 4: whether the service can reach the storage account. */
export const accountChecks: readonly Check[] = [
  {
    id: 'account',
    section: 'account',
    label: () => l10n.t('Storage account'),
    why: () => l10n.t('Recordings are written into a blob container of it.'),
    needs: ['account'],
    applies: containerInAzure,
    judge: ({ account }) => {
      if (account.kind === 'missing')
        return {
          state: 'failed',
          seen: l10n.t('Not found in any subscription that this account can see.'),
          next: l10n.t(
            'Sign in with another account or to another tenant, or pick the container from Azure.',
          ),
        };
      if (account.kind !== 'seen') return unknownVerdict(account);
      const { blobEndpoint, kind, name, location, provisioningState } = account.value;
      if (blobEndpoint === undefined)
        return {
          state: 'failed',
          seen: l10n.t('The account has no blob service ({0}).', kind),
          next: l10n.t('Use a general-purpose v2 account.'),
        };
      if (provisioningState !== undefined && provisioningState !== 'Succeeded')
        return { state: 'warning', seen: l10n.t('Provisioning: {0}', provisioningState) };
      return { state: 'passed', seen: [name, kind, location].filter(Boolean).join(', ') };
    },
  },
  {
    id: 'network',
    section: 'account',
    label: () => l10n.t('Reachable for the service'),
    why: () =>
      l10n.t(
        'Communication Services is not on the list of trusted Azure services, so a storage firewall blocks it, whatever exceptions are set.',
      ),
    needs: ['account'],
    applies: containerInAzure,
    judge: ({ account }) => (account.kind === 'seen' ? judgeNetwork(account.value) : unknownVerdict(account)),
  },
  {
    id: 'transport',
    section: 'account',
    label: () => l10n.t('HTTPS and TLS'),
    why: () =>
      l10n.t(
        'Azure itself uses HTTPS with TLS 1.2. An account that allows less also accepts insecure connections.',
      ),
    needs: ['account'],
    applies: containerInAzure,
    judge: ({ account }) => {
      if (account.kind !== 'seen') return unknownVerdict(account);
      const { httpsOnly, minimumTls } = account.value;
      if (httpsOnly === undefined || minimumTls === undefined)
        return { state: 'unknown', seen: l10n.t('The account does not report it.') };
      if (minimumTls === 'TLS1_3')
        return {
          state: 'warning',
          seen: l10n.t('At least TLS 1.3, which not every service supports.'),
          next: l10n.t('Set the minimum to TLS 1.2 if recordings do not arrive.'),
        };
      if (!httpsOnly || minimumTls !== 'TLS1_2')
        return {
          state: 'warning',
          seen: l10n.t(
            'HTTPS only: {0}. At least {1}.',
            httpsOnly ? l10n.t('yes') : l10n.t('no'),
            minimumTls,
          ),
          next: l10n.t(
            'Recordings work with it. Require secure transfer and TLS 1.2 in the settings of the account.',
          ),
        };
      return { state: 'passed', seen: l10n.t('HTTPS only, at least TLS 1.2.') };
    },
  },
  {
    id: 'softDelete',
    section: 'account',
    label: () => l10n.t('Soft delete and versioning'),
    why: () =>
      l10n.t(
        'They determine whether a deleted recording can be restored, and whether it is still stored and billed.',
      ),
    needs: ['blobService'],
    applies: containerInAzure,
    judge: ({ blobService }) => {
      if (blobService.kind !== 'seen') return unknownVerdict(blobService);
      const { softDeleteDays, versioning } = blobService.value;
      const soft =
        softDeleteDays === undefined
          ? l10n.t('No soft delete.')
          : l10n.t('Soft delete keeps deleted blobs for {0} days.', softDeleteDays);
      return {
        state: 'passed',
        seen: `${soft} ${versioning ? l10n.t('Versions are kept.') : l10n.t('No versions.')}`,
      };
    },
  },
];

function judgeNetwork({
  publicNetworkAccess,
  defaultAction,
  bypass,
  ipRules,
  approvedPrivateEndpoints,
}: StorageAccount): Verdict {
  const open = l10n.t('Allow public network access from all networks, under Networking of the account.');
  switch (publicNetworkAccess) {
    case 'Disabled':
      return {
        state: 'failed',
        seen:
          approvedPrivateEndpoints > 0
            ? l10n.t('Only private endpoints can reach it, and the service has none.')
            : l10n.t('Public network access is disabled.'),
        next: open,
      };
    case 'Enabled':
      if (defaultAction === 'Allow') return { state: 'passed', seen: l10n.t('Open to all networks.') };
      if (defaultAction !== 'Deny')
        return { state: 'unknown', seen: l10n.t('The firewall says {0}.', defaultAction) };
      return {
        state: 'failed',
        seen: bypass?.includes('AzureServices')
          ? l10n.t(
              'Only selected networks. The exception for trusted services does not include Communication Services.',
            )
          : l10n.t('Only selected networks.'),
        next: open,
        ...(ipRules.length > 0 ? { details: [l10n.t('Allowed addresses: {0}', ipRules.join(', '))] } : {}),
      };
    default:
      return {
        state: 'unknown',
        seen: l10n.t('A network security perimeter decides: {0}.', publicNetworkAccess),
        next: l10n.t('If recordings do not arrive, allow public network access.'),
      };
  }
}
