import * as l10n from '@vscode/l10n';
import { formatZonedTime } from '../../base/display.ts';
import { type Evidence, type HeldRole } from '../evidence/evidence.ts';
import { blobDataContributor } from '../facts/roles.ts';
import { denies, missingDataActions } from '../facts/rights.ts';
import { type Check, type Verdict, bothInAzure, unknownVerdict } from './line.ts';

/** A new assignment takes up to this long to take effect, in ms. https://learn.microsoft.com/azure/role-based-access-control/troubleshooting */
const roleDelayMs = 10 * 60_000;

/** Line 3: what the identity may do with the container. @param now ms since 1970 */
export function roleChecks(now: () => number): readonly Check[] {
  return [
    {
      id: 'role',
      section: 'role',
      label: () => l10n.t('Role of the identity on the storage account'),
      why: () =>
        l10n.t(
          'The identity needs to write blobs into the container, usually by the role {0}. Owner and Contributor do not hold that right.',
          blobDataContributor.name,
        ),
      needs: ['resource', 'account', 'roles'],
      applies: bothInAzure,
      judge: (evidence) => judgeRoles(evidence, now()),
    },
    {
      id: 'deny',
      section: 'role',
      label: () => l10n.t('Deny assignments'),
      why: () => l10n.t('A deny assignment removes a right, whatever the roles are.'),
      needs: ['resource', 'denies'],
      applies: bothInAzure,
      judge: ({ resource, denies: found }) => {
        if (resource.kind !== 'seen') return unknownVerdict(resource);
        if (found.kind !== 'seen') return unknownVerdict(found);
        const { principalId } = resource.value;
        if (principalId === undefined) return unknownVerdict({ kind: 'notAsked' });
        const hits = found.value.filter((one) => denies(one, principalId));
        const [first] = hits;
        if (!first)
          return { state: 'passed', seen: l10n.t('None removes the right of the identity to write blobs.') };
        return {
          state: hits.every(({ hasCondition }) => hasCondition) ? 'unknown' : 'failed',
          seen: l10n.t('{0} denies it at {1}.', first.name, first.scope),
          next: l10n.t(
            'Only what created the deny assignment can remove it: a managed application, a blueprint or a deployment stack.',
          ),
        };
      },
    },
  ];
}

function judgeRoles({ resource, account, roles }: Evidence, now: number): Verdict {
  if (resource.kind !== 'seen') return unknownVerdict(resource);
  if (account.kind !== 'seen') return unknownVerdict(account);
  if (roles.kind !== 'seen') return unknownVerdict(roles);
  const accountScope = account.value.id.toLowerCase();
  const principalId = resource.value.principalId?.toLowerCase() ?? '';
  const sufficient = roles.value.filter(isSufficient);
  const plain = sufficient.filter(({ assignment }) => assignment.condition === undefined);
  const atAccount = plain.find(({ assignment }) => !isBelow(assignment.scope, accountScope));
  const best = atAccount ?? plain[0];
  if (best) return granted(best, principalId, atAccount !== undefined, now);
  const [conditional] = sufficient;
  if (conditional)
    return {
      state: 'unknown',
      seen: l10n.t('{0} is assigned with a condition, which is not evaluated here.', roleName(conditional)),
      next: l10n.t('Read the condition: it must allow writing blobs into the container.'),
      details: [conditional.assignment.condition ?? ''],
    };
  const unreadable = roles.value.find(({ definition }) => !definition);
  if (unreadable)
    return {
      state: 'unknown',
      seen: l10n.t('It has a role that could not be read: {0}.', unreadable.assignment.roleId),
    };
  if (account.value.hierarchical)
    return {
      state: 'unknown',
      seen: l10n.t(
        'No role, but the account has a hierarchical namespace, whose access control lists can grant the right too.',
      ),
      mend: 'role',
    };
  const held = [...new Set(roles.value.map(roleName))];
  return {
    state: 'failed',
    seen:
      held.length === 0
        ? l10n.t('The identity has no role there.')
        : l10n.t('Its roles do not allow writing blobs: {0}.', held.join(', ')),
    next: l10n.t('Assign {0} at the storage account.', blobDataContributor.name),
    mend: 'role',
  };
}

function granted(role: HeldRole, principalId: string, isAtAccount: boolean, now: number): Verdict {
  const { assignment } = role;
  const details = [assignment.scope];
  const isDirect = assignment.principalId.toLowerCase() === principalId;
  const createdMs = Date.parse(assignment.createdOn ?? '');
  if (now - createdMs < roleDelayMs)
    return {
      state: 'warning',
      seen: l10n.t(
        'Assigned at {0}; it may not have taken effect yet.',
        formatZonedTime(new Date(createdMs)),
      ),
      next: l10n.t('A new role takes up to 10 minutes. Try Setup for Real is the proof.'),
      details,
    };
  if (!isAtAccount)
    return {
      state: 'warning',
      seen: l10n.t('{0} at the container alone.', roleName(role)),
      next: l10n.t(
        'The documentation asks for the role at the storage account. Try Setup for Real shows whether this is enough.',
      ),
      mend: 'role',
      details,
    };
  return {
    state: 'passed',
    seen: isDirect
      ? l10n.t('{0}.', roleName(role))
      : l10n.t(
          '{0}, through a group. A change of the group takes up to 24 hours for an identity.',
          roleName(role),
        ),
    details,
  };
}

function isSufficient({ definition }: HeldRole): boolean {
  return definition !== undefined && missingDataActions(definition.permissions).length === 0;
}

function roleName({ definition, assignment }: HeldRole): string {
  return definition?.name ?? assignment.roleId;
}

/** True for a scope below the account. */
function isBelow(scope: string, accountScope: string): boolean {
  return scope.toLowerCase().startsWith(`${accountScope}/`);
}
