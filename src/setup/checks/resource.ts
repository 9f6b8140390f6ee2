import * as l10n from '@vscode/l10n';
import { type Subscription } from '../management/finding.ts';
import { failureText } from '../management/failureText.ts';
import { type Evidence, valueOf } from '../evidence/evidence.ts';
import {
  type Check,
  type Verdict,
  bothInAzure,
  containerInAzure,
  resourceInAzure,
  unknownVerdict,
} from './line.ts';

/** Lines 1 and 2: who is signed in, the tenants, and the Communication Services resource itself. */
export const resourceChecks: readonly Check[] = [
  {
    id: 'signIn',
    section: 'signIn',
    label: () => l10n.t('Signed in'),
    why: () => l10n.t('What is set up in Azure can only be read with a sign-in.'),
    needs: ['signIn'],
    applies: (target) => resourceInAzure(target) || containerInAzure(target),
    judge: ({ signIn }) => {
      if (signIn.kind === 'seen') return { state: 'passed', seen: signIn.value };
      if (signIn.kind !== 'failed') return unknownVerdict(signIn);
      const { title, why, next } = failureText(signIn.failure);
      const isRefusal = ['notSignedIn', 'signInCancelled', 'conditionalAccess', 'notInTenant'].includes(
        signIn.failure.reason,
      );
      return { state: isRefusal ? 'failed' : 'unknown', seen: `${title}. ${why}`, next };
    },
  },
  {
    id: 'tenants',
    section: 'signIn',
    label: () => l10n.t('Tenant and subscription'),
    why: () =>
      l10n.t(
        'A managed identity can be given a role only in its own tenant, so both must be in the same one.',
      ),
    needs: ['resourceSubscription', 'accountSubscription'],
    applies: bothInAzure,
    judge: judgeTenants,
  },
  {
    id: 'resource',
    section: 'resource',
    label: () => l10n.t('Communication Services resource'),
    why: () => l10n.t('Recordings are started on it, and it writes them.'),
    needs: ['resource'],
    applies: resourceInAzure,
    judge: ({ resource }) => {
      if (resource.kind === 'missing') return notVisible();
      if (resource.kind !== 'seen') return unknownVerdict(resource);
      const { provisioningState: state, name, dataLocation } = resource.value;
      if (state === 'Succeeded')
        return { state: 'passed', seen: [name, dataLocation].filter(Boolean).join(', ') };
      if (state === undefined || state === 'Unknown')
        return { state: 'unknown', seen: l10n.t('It does not report its state.') };
      const isUnderWay = ['Running', 'Creating', 'Updating', 'Moving'].includes(state);
      return {
        state: isUnderWay ? 'warning' : 'failed',
        seen: l10n.t('Provisioning: {0}', state),
        next: isUnderWay
          ? l10n.t('Wait until it is done, then check again.')
          : l10n.t('Look at the resource in the Azure portal.'),
      };
    },
  },
  {
    id: 'identity',
    section: 'resource',
    label: () => l10n.t('Managed identity'),
    why: () =>
      l10n.t(
        'The service writes recordings as the system-assigned identity of the resource. Without it, a start can succeed and the files never arrive.',
      ),
    needs: ['resource'],
    applies: resourceInAzure,
    judge: ({ resource }) => {
      if (resource.kind !== 'seen') return unknownVerdict(resource);
      const { identityType, principalId, userAssignedIds } = resource.value;
      const hasSystem = identityType === 'SystemAssigned' || identityType === 'SystemAssigned,UserAssigned';
      if (hasSystem && principalId !== undefined)
        return {
          state: 'passed',
          seen: l10n.t('The system-assigned identity is on.'),
          details: [principalId],
        };
      if (hasSystem) return { state: 'unknown', seen: l10n.t('It is on, but the answer does not name it.') };
      return {
        state: 'failed',
        seen:
          userAssignedIds.length > 0
            ? l10n.t('Only user-assigned identities are on, which recordings do not use.')
            : l10n.t('The system-assigned identity is off.'),
        next: l10n.t('Turn it on. User-assigned identities are kept.'),
        mend: 'identity',
      };
    },
  },
  {
    id: 'resourceAccess',
    section: 'resource',
    label: () => l10n.t('Your access to the resource'),
    why: () => l10n.t('Starting, pausing and stopping recordings needs a key or a sign-in that it accepts.'),
    needs: ['resourceTrial'],
    applies: ({ resource }) => resource.kind !== 'none',
    judge: ({ resourceTrial }, { resource }) => {
      if (resourceTrial.kind !== 'seen') return unknownVerdict(resourceTrial);
      const byKey = resource.kind !== 'azure' || resource.signIn === 'connectionString';
      switch (resourceTrial.value) {
        case 'accepted':
          return {
            state: 'passed',
            seen: byKey ? l10n.t('The key is accepted.') : l10n.t('Your sign-in is accepted.'),
          };
        case 'keyRefused':
          return {
            state: 'failed',
            seen: byKey
              ? l10n.t('The key is not accepted (401).')
              : l10n.t('Your sign-in is not accepted (401).'),
            next: l10n.t('Connect the resource again with a current connection string, or another sign-in.'),
          };
        case 'forbidden':
          return {
            state: 'failed',
            seen: l10n.t('Access is forbidden (403).'),
            next: l10n.t(
              'With a sign-in, ask for a role on the resource, such as Contributor. Otherwise look at its networking.',
            ),
          };
      }
    },
  },
  {
    id: 'localAuth',
    section: 'resource',
    label: () => l10n.t('Access keys'),
    why: () => l10n.t('A resource can refuse access keys altogether; then connection strings do not work.'),
    needs: ['resource'],
    applies: resourceInAzure,
    judge: ({ resource }, target) => {
      if (resource.kind !== 'seen') return unknownVerdict(resource);
      const byKey = target.resource.kind === 'azure' && target.resource.signIn === 'connectionString';
      if (resource.value.disableLocalAuth !== true)
        return { state: 'passed', seen: l10n.t('Keys are allowed.') };
      return byKey
        ? {
            state: 'failed',
            seen: l10n.t('Keys are disabled, and this resource is connected by connection string.'),
            next: l10n.t('Connect it with its endpoint and your Microsoft account.'),
          }
        : { state: 'passed', seen: l10n.t('Keys are disabled; you use a sign-in.') };
    },
  },
  {
    id: 'resourceNetwork',
    section: 'resource',
    label: () => l10n.t('Public network access of the resource'),
    why: () => l10n.t('This machine and your application reach the resource over the public network.'),
    needs: ['resource'],
    applies: resourceInAzure,
    judge: ({ resource }) => {
      if (resource.kind !== 'seen') return unknownVerdict(resource);
      switch (resource.value.publicNetworkAccess) {
        case undefined:
        case 'Enabled':
          return { state: 'passed', seen: l10n.t('Enabled.') };
        case 'Disabled':
          return {
            state: 'failed',
            seen: l10n.t('Disabled: only private endpoints reach it.'),
            next: l10n.t('Enable public network access, or work from the private network.'),
          };
        default:
          return {
            state: 'unknown',
            seen: l10n.t('A network security perimeter decides: {0}.', resource.value.publicNetworkAccess),
          };
      }
    },
  },
];

function notVisible(): Verdict {
  return {
    state: 'failed',
    seen: l10n.t('Not found in any subscription that this account can see.'),
    next: l10n.t('Sign in with another account or to another tenant, or pick the resource from Azure.'),
  };
}

function judgeTenants({ resourceSubscription, accountSubscription, resource }: Evidence): Verdict {
  if (resourceSubscription.kind !== 'seen') return unknownVerdict(resourceSubscription);
  if (accountSubscription.kind !== 'seen') return unknownVerdict(accountSubscription);
  const [first, second] = [resourceSubscription.value, accountSubscription.value];
  const unusable = [first, second].find(({ state }) => state === 'Disabled' || state === 'Deleted');
  if (unusable)
    return {
      state: 'failed',
      seen: l10n.t('The subscription {0} is {1}.', unusable.name, unusable.state),
      next: l10n.t('Reactivate it in the Azure portal under Subscriptions.'),
    };
  const tenants = [first.tenantId ?? valueOf(resource)?.tenantId, second.tenantId];
  if (tenants.some((id) => id === undefined))
    return { state: 'unknown', seen: l10n.t('Azure does not say which tenants they are in.') };
  if (tenants[0] !== tenants[1])
    return {
      state: 'failed',
      seen: l10n.t(
        'The resource is in tenant {0}, the storage account in {1}.',
        tenants[0] ?? '?',
        tenants[1] ?? '?',
      ),
      next: l10n.t(
        'Use a storage account in the tenant of the resource: the identity cannot get a role in another one.',
      ),
    };
  const late = [first, second].find(({ state }) => state !== 'Enabled');
  if (late)
    return {
      state: 'warning',
      seen: l10n.t('The subscription {0} is {1}.', late.name, late.state),
      next: l10n.t('Resolve this in the Azure portal under Subscriptions before it is disabled.'),
    };
  return { state: 'passed', seen: subscriptionsText(first, second) };
}

function subscriptionsText(first: Subscription, second: Subscription): string {
  return first.id.toLowerCase() === second.id.toLowerCase()
    ? l10n.t('Both in {0}.', first.name)
    : l10n.t(
        'The resource is in {0}, the storage account in {1}, in the same tenant.',
        first.name,
        second.name,
      );
}
