import * as l10n from '@vscode/l10n';
import type { LifecycleAction } from '../facts/account.ts';
import { type Check, type Verdict, containerInAzure, unknownVerdict } from './line.ts';

/** Line 7: what will move, delete or lock recordings. */
export const retentionChecks: readonly Check[] = [
  {
    id: 'lifecycle',
    section: 'retention',
    label: () => l10n.t('Lifecycle rules'),
    why: () => l10n.t('A rule can delete recordings, or archive them so that they cannot be read.'),
    needs: ['lifecycle'],
    applies: containerInAzure,
    judge: ({ lifecycle }, { container }) => {
      if (lifecycle.kind === 'missing')
        return { state: 'passed', seen: l10n.t('The account has no lifecycle rules.') };
      if (lifecycle.kind !== 'seen') return unknownVerdict(lifecycle);
      const [name, prefix] =
        container.kind === 'azure' ? [container.containerName, container.prefix] : ['', ''];
      return judgeLifecycle(lifecycle.value.filter((one) => reaches(one, `${name}/${prefix}`)));
    },
  },
  {
    id: 'immutability',
    section: 'retention',
    label: () => l10n.t('Immutability, legal hold and lease'),
    why: () => l10n.t('They prevent recordings from being deleted or replaced, by you and by rules.'),
    needs: ['container'],
    applies: containerInAzure,
    judge: ({ container }) => {
      if (container.kind !== 'seen') return unknownVerdict(container);
      const { legalHold, immutableDays, immutabilityLocked, leased } = container.value;
      const found = [
        ...(legalHold ? [l10n.t('A legal hold: nothing can be deleted until it is removed.')] : []),
        ...(immutableDays === undefined
          ? []
          : [
              immutabilityLocked
                ? l10n.t('Blobs cannot be deleted for {0} days, and the policy is locked.', immutableDays)
                : l10n.t(
                    'Blobs cannot be deleted for {0} days; the policy is not locked yet.',
                    immutableDays,
                  ),
            ]),
        ...(leased ? [l10n.t('The container is leased: it cannot be deleted.')] : []),
      ];
      const [first, ...rest] = found;
      return first === undefined
        ? { state: 'passed', seen: l10n.t('None.') }
        : { state: 'warning', seen: first, ...(rest.length > 0 ? { details: rest } : {}) };
    },
  },
];

/** True where a rule may reach a blob below a place: it is for the whole account, or one is the start of the other. */
function reaches({ prefixes }: LifecycleAction, place: string): boolean {
  return (
    prefixes.length === 0 || prefixes.some((prefix) => place.startsWith(prefix) || prefix.startsWith(place))
  );
}

function judgeLifecycle(actions: readonly LifecycleAction[]): Verdict {
  const worst =
    actions.find(({ action }) => action === 'delete') ??
    actions.find(({ action }) => action === 'tierToArchive');
  const details = actions.map(actionText);
  if (!worst)
    return actions.length === 0
      ? { state: 'passed', seen: l10n.t('No rule touches this container.') }
      : {
          state: 'passed',
          seen: l10n.t('Rules only move recordings between tiers that can be read.'),
          details,
        };
  return {
    state: 'warning',
    seen: actionText(worst),
    next: l10n.t(
      'Download what you need before then, or change the rule under Lifecycle management of the account.',
    ),
    details,
  };
}

function actionText({ rule, action, days, since, prefixes, byTag }: LifecycleAction): string {
  const when = days === undefined ? l10n.t('at a time that is not known') : sinceText(days, since);
  const where = prefixes.length === 0 ? l10n.t('the whole account') : prefixes.join(', ');
  const what = {
    delete: l10n.t('deletes'),
    tierToArchive: l10n.t('archives'),
    tierToCool: l10n.t('moves to the cool tier'),
    tierToCold: l10n.t('moves to the cold tier'),
    tierToHot: l10n.t('moves to the hot tier'),
  }[action];
  const text = l10n.t('Rule {0} {1} blobs in {2} {3}.', rule, what, where, when);
  return byTag ? `${text} ${l10n.t('Only those with certain index tags.')}` : text;
}

function sinceText(days: number, since: LifecycleAction['since']): string {
  switch (since) {
    case 'modified':
      return l10n.t('{0} days after they were written', days);
    case 'created':
      return l10n.t('{0} days after they were created', days);
    case 'accessed':
      return l10n.t('{0} days after they were last read', days);
    case 'moved':
      return l10n.t('{0} days after they were last moved', days);
    case 'unknown':
      return l10n.t('after {0} days', days);
  }
}
