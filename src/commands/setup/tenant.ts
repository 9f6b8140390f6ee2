import * as l10n from '@vscode/l10n';
import { listTenants } from '../../setup/management/finding.ts';
import type { App } from '../../views/app.ts';
import { Cancelled } from '../../views/messages/cancelled.ts';
import { notify } from '../../views/messages/notify.ts';
import { withProgress } from '../../views/messages/progress.ts';
import { signInToTenant } from '../../views/setup/azureAccount.ts';
import { withoutIcons } from '../../views/messages/withoutIcons.ts';
import { showQuickPick } from '../../views/prompts.ts';

/** Signs in to one of the account's tenants. @returns the account */
export async function signInToAzure(app: App): Promise<string> {
  const services = await app.setup.services();
  const label = await services.access.label('vscode');
  const tenants = await withProgress(l10n.t('Listing tenants'), ({ signal }) =>
    listTenants(services.manager('vscode'), signal),
  );
  if (tenants.length <= 1) return said(label);
  const items = tenants.map(({ id, name, domain }) => ({
    label: withoutIcons(name ?? id),
    description: withoutIcons([domain, id].filter(Boolean).join(', ')),
    id,
  }));
  const picked = await showQuickPick(items, {
    title: l10n.t('Sign in to Azure'),
    placeHolder: l10n.t('Which tenant? Its resources can be listed after the sign-in.'),
    matchOnDescription: true,
  });
  return said(await signInToTenant(Cancelled.unless(picked).id));
}

function said(label: string): string {
  void notify.info(l10n.t('Signed in to Azure as {0}.', label));
  return label;
}
