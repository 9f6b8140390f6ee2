import * as l10n from '@vscode/l10n';
import { recordingLogCategories } from '../facts/diagnostics.ts';
import type { DiagnosticSetting } from '../facts/diagnostics.ts';
import { lastSegment } from '../management/resourceId.ts';
import { type Check, type Verdict, containerInAzure, resourceInAzure, unknownVerdict } from './line.ts';

/** Signatures and tokens tolerate so much. */
const toleratedMs = 5 * 60_000;
const noticedMs = 60_000;

/** Lines 9 to 11: diagnostic settings, clocks, and the local service or Azurite in place of Azure. */
export const operationChecks: readonly Check[] = [
  {
    id: 'diagnostics',
    section: 'diagnostics',
    label: () => l10n.t('Diagnostic settings'),
    why: () =>
      l10n.t('The recording logs say why a recording ended or failed; without a setting they are not kept.'),
    needs: ['diagnostics'],
    applies: resourceInAzure,
    judge: ({ diagnostics }) => {
      if (diagnostics.kind !== 'seen') return unknownVerdict(diagnostics);
      const carried = recordingLogCategories.filter((one) =>
        diagnostics.value.some(({ categories }) => categories.includes(one)),
      );
      const details = diagnostics.value.filter(({ categories }) => categories.length > 0).map(settingText);
      const lacking = recordingLogCategories.filter((one) => !carried.includes(one));
      if (lacking.length === 0)
        return { state: 'passed', seen: l10n.t('Both recording logs are kept.'), details };
      return {
        state: 'warning',
        seen: l10n.t('Not kept: {0}.', lacking.join(', ')),
        next: l10n.t('Create a diagnostic setting for them. Recording works without it.'),
        mend: 'diagnostics',
        details,
      };
    },
  },
  {
    id: 'clock',
    section: 'clock',
    label: () => l10n.t('Clock of this machine'),
    why: () => l10n.t('Requests signed with a wrong time are refused.'),
    needs: ['clocks'],
    applies: (target) =>
      containerInAzure(target) || resourceInAzure(target) || target.container.kind === 'local',
    judge: ({ clocks }): Verdict => {
      if (clocks.kind !== 'seen') return unknownVerdict(clocks);
      const offsets = clocks.value.map(({ aheadMs }) => aheadMs);
      if (offsets.length === 0) return { state: 'unknown', seen: l10n.t('No service said what time it is.') };
      const worst = offsets.reduce((one, other) => (Math.abs(other) > Math.abs(one) ? other : one));
      const seconds = Math.round(Math.abs(worst) / 1000);
      const seen = worst > 0 ? l10n.t('{0} s ahead.', seconds) : l10n.t('{0} s behind.', seconds);
      const next = l10n.t('Set the clock of this machine, with network time on.');
      if (Math.abs(worst) >= toleratedMs) return { state: 'failed', seen, next };
      if (Math.abs(worst) >= noticedMs) return { state: 'warning', seen, next };
      return { state: 'passed', seen: l10n.t('Within a minute of the clock of each service that answered.') };
    },
  },
  {
    id: 'localService',
    section: 'local',
    label: () => l10n.t('Local service'),
    why: () => l10n.t('It stands in for the Communication Services resource on this machine.'),
    needs: ['resourceTrial'],
    applies: ({ resource }) => resource.kind === 'local',
    judge: ({ resourceTrial }) => {
      if (resourceTrial.kind !== 'seen')
        return { ...unknownVerdict(resourceTrial), next: l10n.t('Start the local service.') };
      return resourceTrial.value === 'accepted'
        ? {
            state: 'passed',
            seen: l10n.t('It answers and accepts its key. It needs no identity, no role and no Event Grid.'),
          }
        : {
            state: 'failed',
            seen: l10n.t('It does not accept its key.'),
            next: l10n.t('Stop it and start it again.'),
          };
    },
  },
  {
    id: 'localContainer',
    section: 'local',
    label: () => l10n.t('Container in Azurite'),
    why: () => l10n.t('The local service writes recordings into it with the same requests.'),
    needs: ['list', 'read', 'remove'],
    applies: ({ container }) => container.kind === 'local',
    judge: ({ list, read, remove }) => {
      if (list.kind !== 'seen')
        return { ...unknownVerdict(list), next: l10n.t('Start Azurite, then check again.') };
      if (list.value === 'containerMissing')
        return {
          state: 'failed',
          seen: l10n.t('The container does not exist.'),
          next: l10n.t(
            'Create it, for instance with Azure Storage Explorer or: az storage container create --connection-string UseDevelopmentStorage=true',
          ),
        };
      const trials = [list, read, remove];
      if (trials.every((one) => one.kind === 'seen' && one.value === 'allowed'))
        return { state: 'passed', seen: l10n.t('Listing, reading and deleting are allowed.') };
      const refused = trials.find((one) => one.kind === 'seen' && one.value !== 'allowed');
      return refused
        ? {
            state: 'failed',
            seen: l10n.t('Azurite refused.'),
            next: l10n.t('Edit the sign-in of the container.'),
          }
        : unknownVerdict(trials.find((one) => one.kind !== 'seen') ?? list);
    },
  },
];

function settingText({
  name,
  categories,
  workspaceId,
  storageAccountId,
  eventHubRuleId,
}: DiagnosticSetting): string {
  const places = [workspaceId, storageAccountId, eventHubRuleId].flatMap((id) =>
    id === undefined ? [] : lastSegment(id),
  );
  return `${name}: ${categories.join(', ')} → ${places.join(', ') || '?'}`;
}
