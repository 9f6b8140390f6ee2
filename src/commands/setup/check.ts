import * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import { UserError } from '../../base/userError.ts';
import { type SetupReport, reportMarkdown } from '../../setup/report.ts';
import type { App } from '../../views/app.ts';
import { Cancelled } from '../../views/messages/cancelled.ts';
import { notify } from '../../views/messages/notify.ts';
import { withProgress } from '../../views/messages/progress.ts';
import type { AzureSignIn } from '../../views/setup/azureAccount.ts';
import type { Pair } from '../../views/setup/pair.ts';
import type { SetupCheck } from '../../views/setup/services.ts';
import type { ReportArgument, SetupArgument } from './arguments.ts';
import { askPair } from './pairs.ts';
import { showQuickPick } from '../../views/prompts.ts';

/** Checks a pair of resource and container; shows the lines as they become known. */
export async function checkSetup(app: App, given: SetupArgument = {}): Promise<SetupReport> {
  const pair = await askPair(app, given);
  if (!pair.resource && !pair.container) {
    await offerToConnect();
    throw new Cancelled();
  }
  await vscode.commands.executeCommand('callRecordings.setup.focus');
  return runCheck(app, pair, given.signIn ?? signInOf(pair));
}

/** Checks a pair that is known. */
export async function runCheck(app: App, pair: Pair, signIn: AzureSignIn): Promise<SetupReport> {
  const services = await app.setup.services();
  const check = await withProgress(l10n.t('Checking the setup'), ({ signal }) =>
    services.check(pair, signIn, signal),
  );
  return services.report(check);
}

/** Copies the report of the last check as Markdown. */
export async function copySetupReport(app: App, given: ReportArgument = {}): Promise<string> {
  const text = await reportText(app, given);
  await vscode.env.clipboard.writeText(text);
  return text;
}

/** Shows the report of the last check in an editor. */
export async function showSetupReport(app: App, given: ReportArgument = {}): Promise<string> {
  const text = await reportText(app, given);
  await (await app.setup.services()).showText(l10n.t('Setup report'), text);
  return text;
}

/** The last check. @throws UserError where there was none */
export async function lastCheck(app: App): Promise<SetupCheck> {
  const last = await (await app.setup.services()).last();
  if (!last) throw new UserError(l10n.t('Nothing has been checked yet. Run Check Setup first.'));
  return last;
}

async function reportText(app: App, { maskIds }: ReportArgument): Promise<string> {
  const report = (await app.setup.services()).report(await lastCheck(app));
  return reportMarkdown(report, maskIds ?? (await askMask()));
}

async function askMask(): Promise<boolean> {
  const items = [
    {
      label: l10n.t('With IDs'),
      description: l10n.t('subscriptions, tenants and identities in full'),
      mask: false,
    },
    { label: l10n.t('IDs Masked'), description: l10n.t('to share with others'), mask: true },
  ];
  return Cancelled.unless(await showQuickPick(items, { title: l10n.t('Setup report') })).mask;
}

/** The sign-in that the pair uses itself, where it uses one. */
function signInOf({ resource, container }: Pair): AzureSignIn {
  const own = container?.kind === 'blob' ? container.signIn : undefined;
  return resource?.signIn === 'default' || own === 'default' ? 'default' : 'vscode';
}

async function offerToConnect(): Promise<void> {
  const [connect, add] = [l10n.t('Connect Resource…'), l10n.t('Add Container…')];
  const picked = await notify.info(
    l10n.t(
      'Connect a Communication Services resource and a container first; then their setup can be checked.',
    ),
    connect,
    add,
  );
  if (picked === connect) await vscode.commands.executeCommand('callRecordings.connectResource');
  if (picked === add) await vscode.commands.executeCommand('callRecordings.addContainer');
}
