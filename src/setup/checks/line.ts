import * as l10n from '@vscode/l10n';
import { failureText } from '../management/failureText.ts';
import type { Evidence, Finding, PartialEvidence, Question } from '../evidence/evidence.ts';
import type { SetupTarget } from '../target.ts';

/** What a line of the checklist says. `checking` is a line whose answers are not all there yet. */
export type LineState = 'passed' | 'failed' | 'warning' | 'unknown' | 'notApplicable' | 'checking';

/** The lines of the checklist, in order. */
export type LineId =
  | 'signIn'
  | 'tenants'
  | 'resource'
  | 'identity'
  | 'resourceAccess'
  | 'localAuth'
  | 'resourceNetwork'
  | 'role'
  | 'deny'
  | 'account'
  | 'network'
  | 'transport'
  | 'softDelete'
  | 'container'
  | 'containerUrl'
  | 'youList'
  | 'youRead'
  | 'youDelete'
  | 'youLink'
  | 'lifecycle'
  | 'immutability'
  | 'eventProvider'
  | 'eventSubscription'
  | 'eventDelivery'
  | 'diagnostics'
  | 'clock'
  | 'localService'
  | 'localContainer';

/** The groups that the lines are shown in. */
export type SectionId =
  | 'signIn'
  | 'resource'
  | 'role'
  | 'account'
  | 'container'
  | 'you'
  | 'retention'
  | 'events'
  | 'diagnostics'
  | 'clock'
  | 'local';

/** What the extension can do about a line. */
export type MendKind = 'identity' | 'role' | 'container' | 'events' | 'diagnostics' | 'provider';

/** One judged line. */
export interface Line {
  readonly id: LineId;
  readonly section: SectionId;
  readonly label: string;
  readonly state: LineState;
  /** What was seen, in a few words. */
  readonly seen: string;
  /** Why it matters. */
  readonly why: string;
  /** What to do about it. */
  readonly next?: string;
  readonly mend?: MendKind;
  /** More of what was seen, a line each. */
  readonly details?: readonly string[];
}

/** What a check comes to; label and reason are the same each time. */
export type Verdict = Pick<Line, 'state' | 'seen' | 'next' | 'mend' | 'details'>;

/** One check: the answers that it needs, and the judgement. */
export interface Check {
  readonly id: LineId;
  readonly section: SectionId;
  readonly label: () => string;
  readonly why: () => string;
  readonly needs: readonly Question[];
  /** False where the line makes no sense for a target. */
  readonly applies: (target: SetupTarget) => boolean;
  readonly judge: (evidence: Evidence, target: SetupTarget) => Verdict;
}

/** True for a resource in Azure. */
export const resourceInAzure = ({ resource }: SetupTarget): boolean => resource.kind === 'azure';
/** True for a container in Azure. */
export const containerInAzure = ({ container }: SetupTarget): boolean => container.kind === 'azure';
/** True where both are in Azure. */
export const bothInAzure = (target: SetupTarget): boolean =>
  resourceInAzure(target) && containerInAzure(target);

/** Judges one line by what is known so far. */
export function lineOf(check: Check, known: PartialEvidence, target: SetupTarget): Line {
  const base = { id: check.id, section: check.section, label: check.label(), why: check.why() };
  if (!check.applies(target))
    return { ...base, state: 'notApplicable', seen: l10n.t('Not part of this setup.') };
  if (check.needs.some((question) => known[question] === undefined))
    return { ...base, state: 'checking', seen: l10n.t('Checking…') };
  return { ...base, ...check.judge(known as Evidence, target) };
}

/** A line that cannot be judged, with the reason. */
export function unknownVerdict(finding: Finding<unknown>): Verdict {
  switch (finding.kind) {
    case 'failed': {
      const { title, why, next } = failureText(finding.failure);
      return { state: 'unknown', seen: `${title}. ${why}`, next };
    }
    case 'missing':
      return { state: 'unknown', seen: l10n.t('What it depends on was not found.') };
    case 'notAsked':
    case 'seen':
      return { state: 'unknown', seen: l10n.t('It depends on a check above that has not passed.') };
  }
}
