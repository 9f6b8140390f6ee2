import * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import { CallingError, type CallingErrorReason } from '../../calling/failures/callingError.ts';
import { callingErrorMessage } from '../../calling/failures/callingErrorText.ts';
import { checkEndpoint, parseConnectionString } from '../../calling/connection/string.ts';
import { connectionStringAdvice } from '../../calling/connection/stringText.ts';
import type { CommunicationResource } from '../../calling/connection/resource.ts';
import { localResourceId } from '../../views/active/resources.ts';
import type { App } from '../../views/app.ts';
import { Cancelled } from '../../views/messages/cancelled.ts';
import { withProgress } from '../../views/messages/progress.ts';
import type { NewResource, ResourceArgument } from '../record/arguments.ts';
import { type PickItem, type Step, askPick, askText, back, runSteps } from '../prompts/wizard.ts';
import { withoutLinks } from '../../views/messages/withoutLinks.ts';

type Way = 'connectionString' | 'vscode' | 'default' | 'local';

interface Draft {
  readonly way?: Way;
  readonly connectionString?: string;
  readonly endpoint?: string;
}

/** Connects a Communication Services resource, asking for what is not given, and tries whether it answers. */
export async function connectResource(app: App, given: NewResource = {}): Promise<CommunicationResource> {
  const { resources, localService } = await app.recording.services();
  const draft = await runSteps<Draft>(
    l10n.t('Connect a Communication Services resource'),
    steps,
    draftOf(given),
  );
  const { way = 'vscode', connectionString = '', endpoint = '' } = draft;
  if (way === 'local') return localService.start();
  if (way === 'connectionString') {
    const resource = await resources.addConnectionString(connectionString, given.name);
    await tryOut(app, resource);
    return resource;
  }
  const checked = checkEndpoint(endpoint);
  if (checked.kind === 'invalid')
    throw new CallingError('badConnectionString', 'Not usable', { problem: checked.problem });
  const resource = await resources.addEndpoint(checked.endpoint, way, given.name);
  await tryOut(app, resource);
  return resource;
}

/** Forgets a resource and its connection string, after a confirmation. */
export async function disconnectResource(app: App, given?: ResourceArgument): Promise<boolean> {
  const { resources } = await app.recording.services();
  const all = resources.list().filter(({ id }) => id !== localResourceId);
  if (all.length === 0) throw new Error(l10n.t('No Communication Services resource is connected.'));
  const resource = given
    ? all.find(({ id }) => id === resources.find(given.resource)?.id)
    : Cancelled.unless(
        await vscode.window.showQuickPick(
          all.map((one) => ({ label: one.name, description: one.endpoint, resource: one })),
          { placeHolder: l10n.t('Which resource?') },
        ),
      ).resource;
  if (!resource) throw new Error(l10n.t('No resource has this name: {0}', given?.resource ?? ''));
  const action = l10n.t('Disconnect');
  const picked = await vscode.window.showWarningMessage(
    l10n.t('Disconnect {0}?', resource.name),
    { modal: true, detail: l10n.t('Its connection string is forgotten. Recordings that run go on.') },
    action,
  );
  if (picked !== action) throw new Cancelled();
  await resources.remove(resource);
  return true;
}

function draftOf({ connectionString, endpoint, signIn, local }: NewResource): Draft {
  if (local === true) return { way: 'local' };
  if (connectionString !== undefined) return { way: 'connectionString', connectionString };
  return {
    ...(signIn === undefined ? {} : { way: signIn }),
    ...(endpoint === undefined ? {} : { endpoint }),
  };
}

const askWay: Step<Draft> = async (draft, place) => {
  if (draft.way !== undefined) return undefined;
  const items: readonly PickItem<Way>[] = [
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
  const way = await askPick(place, l10n.t('How do you connect?'), items);
  return way === back ? back : { ...draft, way };
};

const askAddress: Step<Draft> = async (draft, place) => {
  if (draft.way === 'local' || draft.connectionString !== undefined || draft.endpoint !== undefined)
    return undefined;
  if (draft.way === 'connectionString') {
    const text = await askText(place, {
      prompt: l10n.t('Connection string of the resource. It is kept in the secret storage of VS Code.'),
      placeholder: 'endpoint=https://NAME.communication.azure.com/;accesskey=KEY',
      password: true,
      check: (value) => {
        const parsed = parseConnectionString(value);
        return parsed.kind === 'invalid' ? connectionStringAdvice(parsed.problem).why : undefined;
      },
    });
    return text === back ? back : { ...draft, connectionString: text };
  }
  const endpoint = await askText(place, {
    prompt: l10n.t('Endpoint of the resource'),
    placeholder: 'https://NAME.communication.azure.com',
    check: (value) => {
      const checked = checkEndpoint(value);
      return checked.kind === 'invalid' ? connectionStringAdvice(checked.problem).why : undefined;
    },
  });
  return endpoint === back ? back : { ...draft, endpoint };
};

const steps: readonly Step<Draft>[] = [askWay, askAddress];

/** Looks like a recording ID and is none: whoever may ask is told that there is no such recording. */
const noRecordingId = Buffer.from(
  JSON.stringify({
    PlatformEndpointId: '00000000-0000-0000-0000-000000000000',
    ResourceSpecificId: '00000000-0000-0000-0000-000000000000',
  }),
)
  .toString('base64')
  .replace(/=+$/, '');

/** What a service says that has let us in; and nothing is known after a cancel. */
const letIn: readonly CallingErrorReason[] = [
  'recordingNotFound',
  'callNotFound',
  'notAServerCallId',
  'invalidRequest',
  'internalError',
  'cancelled',
];

/** Tells at once where the resource refuses the sign-in or does not answer; it stays connected. */
async function tryOut(app: App, resource: CommunicationResource): Promise<void> {
  const { resources } = await app.recording.services();
  try {
    const control = await resources.control(resource.id, 'command');
    await withProgress(l10n.t('Connecting to {0}', resource.name), ({ signal }) =>
      control.getState(noRecordingId, signal),
    );
  } catch (error) {
    if (!CallingError.is(error) || letIn.includes(error.reason)) return;
    app.log.warn(`${resource.name}: ${error.reason}: ${error.message}`);
    void vscode.window.showWarningMessage(
      withoutLinks(
        l10n.t('Connected {0}, but it cannot be used yet. {1}', resource.name, callingErrorMessage(error)),
      ),
    );
  }
}
