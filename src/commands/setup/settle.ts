import * as l10n from '@vscode/l10n';
import { systemClock } from '../../base/clock.ts';
import { undoMend } from '../../setup/mends/apply.ts';
import type { MendPlan, WriteRequest } from '../../setup/mends/plan.ts';
import { writtenText } from '../../setup/report.ts';
import { Cancelled } from '../../views/messages/cancelled.ts';
import { notify } from '../../views/messages/notify.ts';
import { withProgress } from '../../views/messages/progress.ts';
import type { SetupCheck, SetupServices } from '../../views/setup/services.ts';
import type { KeptMend } from '../../views/setup/unfinished.ts';
import { showQuickPick } from '../../views/prompts.ts';

/** Takes a repair back, whole or half done. @throws ManagementError */
export async function takeBack(
  services: SetupServices,
  check: SetupCheck,
  { kind, title, undo }: Pick<MendPlan, 'kind' | 'title'> & { readonly undo: readonly WriteRequest[] },
): Promise<void> {
  await withProgress(l10n.t('Undo: {0}', title), ({ signal }) =>
    undoMend(undo, { manager: services.managerFor(check, { kind }), clock: systemClock, signal }),
  );
  await services.settle(check, kind);
}

/**
 * Asks what is to become of a repair that ended half way. @returns `again` where it is to be tried again
 * @throws Cancelled, ManagementError
 */
export async function settleUnfinished(
  services: SetupServices,
  check: SetupCheck,
  mend: KeptMend,
): Promise<'again' | 'settled'> {
  const items = [
    {
      label: `$(debug-restart) ${l10n.t('Try Again')}`,
      description: l10n.t('shows what changes, and asks'),
      detail: writtenText(mend),
      way: 'again' as const,
    },
    ...(mend.undo.length === 0
      ? []
      : [
          {
            label: `$(discard) ${l10n.t('Undo')}`,
            description: l10n.t('reverses what was done'),
            way: 'undo' as const,
          },
        ]),
    {
      label: `$(close) ${l10n.t('Leave It as It Is')}`,
      description: l10n.t('is not shown here again'),
      way: 'leave' as const,
    },
  ];
  const { way } = Cancelled.unless(
    await showQuickPick(items, {
      title: l10n.t('Half done: {0}', mend.title),
      placeHolder: l10n.t('What do you want to do about it?'),
    }),
  );
  if (way === 'again') return way;
  if (way === 'leave') {
    await services.settle(check, mend.kind);
    return 'settled';
  }
  const changes = mend.undo.map(({ method, path }) => `${method} ${path}`).join('\n');
  const undo = l10n.t('Undo');
  if ((await notify.ask(l10n.t('Undo: {0}?', mend.title), changes, undo)) !== undo) throw new Cancelled();
  await takeBack(services, check, mend);
  return 'settled';
}
