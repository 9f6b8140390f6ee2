import * as l10n from '@vscode/l10n';
import type { PartialEvidence } from '../evidence/evidence.ts';
import type { SetupTarget } from '../target.ts';
import { accountChecks } from './account.ts';
import { containerChecks } from './container.ts';
import { eventChecks } from './events.ts';
import { type Check, type Line, type LineState, type SectionId, lineOf } from './line.ts';
import { operationChecks } from './operations.ts';
import { resourceChecks } from './resource.ts';
import { retentionChecks } from './retention.ts';
import { roleChecks } from './role.ts';

/** All checks in the order in which they are shown. @param now ms since 1970 */
function allChecks(now: () => number): readonly Check[] {
  return [
    ...resourceChecks,
    ...roleChecks(now),
    ...accountChecks,
    ...containerChecks,
    ...retentionChecks,
    ...eventChecks(now),
    ...operationChecks,
  ];
}

/** The lines as far as they are known; those that make no sense for the target are left out. */
export function checklist(known: PartialEvidence, target: SetupTarget, now: () => number): readonly Line[] {
  return allChecks(now)
    .filter((check) => check.applies(target))
    .map((check) => lineOf(check, known, target));
}

/** What a group of lines is called. */
export function sectionTitle(section: SectionId): string {
  return {
    signIn: l10n.t('Sign-in and tenants'),
    resource: l10n.t('Resource'),
    role: l10n.t('Role of its identity'),
    account: l10n.t('Storage account'),
    container: l10n.t('Container'),
    you: l10n.t('What you may do'),
    retention: l10n.t('What happens to recordings later'),
    events: l10n.t('Events'),
    diagnostics: l10n.t('Logs'),
    clock: l10n.t('Clock'),
    local: l10n.t('Without Azure'),
  }[section];
}

/** What a state is called. */
export function stateText(state: LineState): string {
  return {
    passed: l10n.t('passed'),
    failed: l10n.t('failed'),
    warning: l10n.t('warning'),
    unknown: l10n.t('unknown'),
    notApplicable: l10n.t('not applicable'),
    checking: l10n.t('checking'),
  }[state];
}

/** The state of several lines: that of the worst. */
export function worstState(lines: readonly Line[]): LineState {
  const order: readonly LineState[] = ['checking', 'failed', 'unknown', 'warning', 'passed'];
  return order.find((state) => lines.some((line) => line.state === state)) ?? 'notApplicable';
}
