import * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import { createText } from '../../setup/mends/create.ts';
import type { App } from '../../views/app.ts';
import { Cancelled } from '../../views/messages/cancelled.ts';
import type { CreateArgument, CreateTexts } from './arguments.ts';
import { showQuickPick } from '../../views/prompts.ts';

/** Names that stand in the texts until a person has chosen better ones. */
const examples = {
  subscriptionId: '00000000-0000-0000-0000-000000000000',
  resourceGroup: 'call-recordings',
  location: 'westeurope',
  dataLocation: 'Europe',
  resource: 'my-communication',
  account: 'mycallrecordings',
  container: 'recordings',
};

/** Hands out what makes a resource and an account from nothing: the portal's pages, Azure CLI, Bicep. */
export async function createInAzure(app: App, given: CreateArgument | undefined): Promise<CreateTexts> {
  const services = await app.setup.services();
  if (given) return createText({ ...examples, ...given });
  const portal = services.access.cloud().portalUrl;
  const pages = [
    {
      label: `$(link-external) ${l10n.t('Portal: new Communication Services resource')}`,
      page: '#create/Microsoft.Communication',
    },
    {
      label: `$(link-external) ${l10n.t('Portal: new storage account')}`,
      page: '#create/Microsoft.StorageAccount',
    },
  ];
  const items = [
    {
      label: `$(code) ${l10n.t('Azure CLI and Bicep')}`,
      description: l10n.t('both at once, with the identity turned on and the role assigned'),
      page: undefined,
    },
    ...(portal === undefined ? [] : pages),
  ];
  const picked = Cancelled.unless(
    await showQuickPick(items, {
      title: l10n.t('Create Setup in Azure'),
      placeHolder: l10n.t('How do you want to create the resource and the storage account?'),
    }),
  );
  const texts = createText(examples);
  if (picked.page !== undefined)
    await vscode.env.openExternal(vscode.Uri.parse(`${portal ?? ''}/${picked.page}`));
  else await services.showText(l10n.t('Create Setup in Azure'), createMarkdown(texts));
  return texts;
}

function createMarkdown({ cli, bicep }: CreateTexts): string {
  return [
    `# ${l10n.t('Create Setup in Azure')}`,
    l10n.t(
      'Both texts create a Communication Services resource with its managed identity turned on, a storage account, a container, and the role of the identity. Replace the names first; the name of an account must be unique in all of Azure.',
    ),
    `## ${l10n.t('Azure CLI, in Bash (as in Azure Cloud Shell)')}`,
    `\`\`\`sh\n${cli}\n\`\`\``,
    '## Bicep',
    l10n.t(
      'Not compiled here. Deploy it with: {0}',
      '`az deployment group create --resource-group call-recordings --template-file main.bicep`',
    ),
    `\`\`\`bicep\n${bicep}\`\`\``,
    '',
  ].join('\n\n');
}
