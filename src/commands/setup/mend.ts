import * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import { systemClock } from '../../base/clock.ts';
import { UserError } from '../../base/userError.ts';
import { withoutUndefined } from '../../base/withoutUndefined.ts';
import { valueOf } from '../../setup/evidence/evidence.ts';
import { allowsAction } from '../../setup/facts/rights.ts';
import { failureLine } from '../../setup/management/failureText.ts';
import { type MendOutcome, applyMend } from '../../setup/mends/apply.ts';
import type { MendPlan } from '../../setup/mends/plan.ts';
import { previewMarkdown } from '../../setup/mends/preview.ts';
import { writtenText } from '../../setup/report.ts';
import type { App } from '../../views/app.ts';
import { Cancelled } from '../../views/messages/cancelled.ts';
import { notify } from '../../views/messages/notify.ts';
import { withProgress } from '../../views/messages/progress.ts';
import type { SetupNode } from '../../views/setup/row.ts';
import type { SetupCheck, SetupServices } from '../../views/setup/services.ts';
import type { MendArgument, MendResult, MendTarget } from './arguments.ts';
import { lastCheck, runCheck } from './check.ts';
import { planOf } from './plan.ts';
import { settleUnfinished, takeBack } from './settle.ts';
import { showQuickPick } from '../../views/prompts.ts';

/** Mends one line of the last check: shows what changes, asks, does it, and checks again. */
export async function mendSetup(app: App, given: MendTarget | undefined): Promise<MendResult> {
  const check = await lastCheck(app);
  const services = await app.setup.services();
  if (isUnfinished(given) && (await settleUnfinished(services, check, given.mend)) === 'settled') {
    await runCheck(app, check.pair, check.signIn);
    return { done: [] };
  }
  const wanted = await wantedOf(services, check, given);
  const answers = isUnfinished(given) ? given.mend.answers : {};
  const plan = await planOf(services, check, { ...answers, ...wanted });
  await confirm(services, plan, check);
  const outcome = await withProgress(plan.title, ({ signal, report }) =>
    applyMend(plan, {
      manager: services.managerFor(check, plan),
      clock: systemClock,
      signal,
      onStage: (stage, { change }) =>
        report(stage === 'writing' ? change : l10n.t('Waiting until the change is visible…')),
    }),
  );
  await services.note(check, plan, outcome);
  await runCheck(app, check.pair, check.signIn);
  void tell(app, services, check, plan, outcome);
  const queue = outcome.failed ? undefined : await connectQueue(check, plan, wanted);
  return withoutUndefined({
    queue,
    done: outcome.done.map(({ change }) => change),
    failed: outcome.failed && failureLine(outcome.failed.failure),
  });
}

function isUnfinished(given: MendTarget | undefined): given is Extract<SetupNode, { kind: 'unfinished' }> {
  return given !== undefined && 'kind' in given && given.kind === 'unfinished';
}

/** Reads the queue that events now come to. @returns its address; undefined where it could not be connected */
async function connectQueue(
  { known, signIn }: SetupCheck,
  { queue }: MendPlan,
  wanted: MendArgument,
): Promise<string | undefined> {
  const endpoint = valueOf(known.account)?.queueEndpoint;
  if (queue === undefined || endpoint === undefined) return undefined;
  // A program is asked nothing.
  const mode = wanted.queueMode ?? (wanted.queue === undefined ? undefined : 'watch');
  return vscode.commands.executeCommand<string | undefined>('callRecordings.connectEventQueue', {
    url: `${endpoint.replace(/\/$/, '')}/${queue}`,
    signIn,
    ...withoutUndefined({ mode }),
  });
}

async function wantedOf(
  services: SetupServices,
  check: SetupCheck,
  given: MendTarget | undefined,
): Promise<MendArgument> {
  if (isUnfinished(given)) return { mend: given.mend.kind };
  if (given && 'mend' in given) return given;
  const { lines } = services.report(check);
  const mends = lines.filter(({ mend }) => mend !== undefined);
  // The row may be that of a moment ago, when the line was not known yet.
  const pressed = given?.kind === 'line' ? given.line.id : undefined;
  const line = lines.find(({ id }) => id === pressed);
  if (line?.mend) return { mend: line.mend };
  if (mends.length === 0)
    throw new UserError(l10n.t('The last check found nothing that can be fixed from here.'));
  const items = mends.flatMap(({ label, seen, mend }) => (mend ? [{ label, description: seen, mend }] : []));
  const picked = await showQuickPick(items, {
    title: l10n.t('Fix Setup'),
    placeHolder: l10n.t('What should be fixed?'),
  });
  return { mend: Cancelled.unless(picked).mend };
}

/** Shows what will change, and asks. @throws Cancelled */
async function confirm(services: SetupServices, plan: MendPlan, check: SetupCheck): Promise<void> {
  const [make, show, copy] = [
    l10n.t('Make the Change'),
    l10n.t('Show Request, CLI and Bicep'),
    l10n.t('Copy CLI'),
  ];
  const changes = plan.steps.map(({ change, request }) => `${change}\n${request.method} ${request.path}`);
  const detail = [...changes, ...missingText(plan, check), plan.note ?? '']
    .filter((part) => part !== '')
    .join('\n\n');
  const picked = await notify.ask(plan.title, detail, make, show, copy);
  if (picked === make) return;
  if (picked === copy) await vscode.env.clipboard.writeText(plan.cli);
  if (picked === show) {
    await services.showText(plan.title, previewMarkdown(plan));
    if ((await notify.info(l10n.t('{0}?', plan.title), make)) === make) return;
  }
  throw new Cancelled();
}

/** The rights that a person seems to lack. A hint only: roles with conditions, locks and policies are not in it. */
function missingText({ steps }: MendPlan, { known }: SetupCheck): readonly string[] {
  const rights = valueOf(known.rights);
  if (!rights) return [];
  return steps.flatMap(({ right: { action, scope } }) => {
    const permissions = /\/storageAccounts\//i.test(scope) ? rights.account : rights.resource;
    return allowsAction(permissions, action)
      ? []
      : [
          l10n.t(
            'Your account seems to lack the action {0} at {1}. An administrator can run the CLI text.',
            action,
            scope,
          ),
        ];
  });
}

/** Says what was done and what was not, with a way back. */
async function tell(
  app: App,
  services: SetupServices,
  check: SetupCheck,
  plan: MendPlan,
  { done, failed, undo }: MendOutcome,
): Promise<void> {
  const [undoIt, copy] = [l10n.t('Undo'), l10n.t('Copy CLI')];
  const parts = [
    ...done.filter((step) => step !== failed?.step).map(({ change }) => change),
    ...(failed
      ? [writtenText({ failed: failed.step.change, written: failed.written }), failureLine(failed.failure)]
      : []),
    failed ? '' : (plan.note ?? ''),
  ];
  const text = parts.filter((part) => part !== '').join(' ');
  const buttons = [...(undo.length > 0 ? [undoIt] : []), ...(failed ? [copy] : [])];
  const picked = await (failed ? notify.warn(text, ...buttons) : notify.info(text, ...buttons));
  if (picked === copy) await vscode.env.clipboard.writeText(plan.cli);
  if (picked !== undoIt) return;
  try {
    await takeBack(services, check, { ...plan, undo });
    await runCheck(app, check.pair, check.signIn);
  } catch (error) {
    if (Cancelled.is(error)) return;
    await (await import('../../views/messages/showError.ts')).showError(app, error);
  }
}
