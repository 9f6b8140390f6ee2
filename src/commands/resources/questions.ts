import * as l10n from '@vscode/l10n';
import { checkEndpoint, parseConnectionString } from '../../calling/connection/string.ts';
import { connectionStringAdvice } from '../../calling/connection/stringText.ts';
import { withoutUndefined } from '../../base/withoutUndefined.ts';
import type { NewResource } from '../record/arguments.ts';
import { type PickItem, type Step, askPick, askText, back } from '../prompts/wizard.ts';

type Way = 'connectionString' | 'vscode' | 'default' | 'local' | 'azure';

/** What is known so far of the resource to connect. */
export interface ConnectDraft {
  readonly way?: Way;
  readonly connectionString?: string;
  readonly endpoint?: string;
  /** The texts of a try before this one, to be changed. */
  readonly typed?: { readonly connectionString?: string; readonly endpoint?: string };
}

/** What the argument answers already. */
export function draftOf({ connectionString, endpoint, signIn, local, edit }: NewResource): ConnectDraft {
  if (local === true) return { way: 'local' };
  if (connectionString !== undefined) return { way: 'connectionString', connectionString };
  return withoutUndefined({ way: signIn, endpoint, typed: edit });
}

/** The questions of a connection, each skipped where the answer is known. */
export const connectQuestions: readonly Step<ConnectDraft>[] = [
  {
    isNeeded: ({ way }) => way === undefined,
    async ask(draft, place) {
      const items = ways();
      const last = draft.typed?.connectionString === undefined ? 'vscode' : 'connectionString';
      const active = draft.typed && items.find(({ value }) => value === last);
      const way = await askPick(place, l10n.t('How do you connect?'), items, active);
      return way === back ? back : { ...draft, way };
    },
  },
  {
    isNeeded: ({ way, connectionString, endpoint }) =>
      way !== 'local' && way !== 'azure' && connectionString === undefined && endpoint === undefined,
    async ask(draft, place) {
      if (draft.way === 'connectionString') {
        const text = await askText(place, {
          prompt: l10n.t('Connection string of the resource. It is kept in the secret storage of VS Code.'),
          placeholder: 'endpoint=https://NAME.communication.azure.com/;accesskey=KEY',
          value: draft.typed?.connectionString ?? '',
          password: true,
          check: connectionStringProblem,
        });
        return text === back ? back : { ...draft, connectionString: text };
      }
      const endpoint = await askText(place, {
        prompt: l10n.t('Endpoint of the resource'),
        placeholder: 'https://NAME.communication.azure.com',
        value: draft.typed?.endpoint ?? '',
        check: endpointProblem,
      });
      return endpoint === back ? back : { ...draft, endpoint };
    },
  },
];

function connectionStringProblem(text: string): string | undefined {
  const parsed = parseConnectionString(text);
  return parsed.kind === 'invalid' ? connectionStringAdvice(parsed.problem).why : undefined;
}

function endpointProblem(text: string): string | undefined {
  const checked = checkEndpoint(text);
  return checked.kind === 'invalid' ? connectionStringAdvice(checked.problem).why : undefined;
}

function ways(): readonly PickItem<Way>[] {
  return [
    {
      value: 'azure',
      label: `$(azure) ${l10n.t('From Azure…')}`,
      description: l10n.t('pick the resource by sign-in'),
    },
    {
      value: 'connectionString',
      label: `$(key) ${l10n.t('Connection string…')}`,
      description: l10n.t('from Keys in the Azure portal; kept in secret storage'),
    },
    {
      value: 'vscode',
      label: `$(account) ${l10n.t('Endpoint and Microsoft account…')}`,
      description: l10n.t('the one VS Code is signed in with'),
    },
    {
      value: 'default',
      label: `$(terminal) ${l10n.t('Endpoint and Azure CLI, environment or managed identity…')}`,
      description: 'DefaultAzureCredential',
    },
    {
      value: 'local',
      label: `$(server-process) ${l10n.t('Local service')}`,
      description: l10n.t('records made-up calls on this computer; no Azure account is needed'),
    },
  ];
}
