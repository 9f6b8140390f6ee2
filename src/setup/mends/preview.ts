import * as l10n from '@vscode/l10n';
import { withVersion } from '../management/apiVersions.ts';
import { withoutQueries } from '../report.ts';
import { bicepText } from './bicep.ts';
import type { MendPlan } from './plan.ts';

/** Everything that a repair is about to do, as Markdown: changes, requests, and the same as Azure CLI and Bicep. */
export function previewMarkdown(plan: MendPlan): string {
  const requests = plan.steps.map(({ request: { method, path, version, body } }) => {
    const text = body === undefined ? '' : `\n\n${JSON.stringify(body, null, 2)}`;
    return fenced('http', `${method} ${withVersion(path, version)}${text}`);
  });
  const parts = [
    `# ${plan.title}`,
    plan.steps.map(({ change }) => `- ${change}`).join('\n'),
    ...(plan.note === undefined ? [] : [plan.note]),
    `## ${l10n.t('Permissions you need')}`,
    plan.steps
      .map(({ right: { action, scope } }) => `- \`${action}\`\n  ${l10n.t('at')} \`${scope}\``)
      .join('\n'),
    `## ${l10n.t('Requests')}`,
    ...requests,
    `## ${l10n.t('Azure CLI, in Bash (as in Azure Cloud Shell)')}`,
    fenced('sh', plan.cli),
    '## Bicep',
    plan.bicep.length === 0 ? l10n.t('Bicep cannot express this.') : fenced('bicep', bicepText(plan.bicep)),
    ...(plan.bicep.length === 0
      ? []
      : [
          l10n.t(
            'Deploy it into the resource group of the resource that it changes. A resource that is replaced as a whole keeps only what the text names.',
          ),
        ]),
  ];
  return withoutQueries(`${parts.join('\n\n')}\n`);
}

/** A code block that no text can end early. */
function fenced(language: string, text: string): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text.trimEnd()}\n${fence}`;
}
