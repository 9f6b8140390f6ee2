import * as l10n from '@vscode/l10n';
import { CallingError } from '../../calling/failures/callingError.ts';
import { explainCallingError } from '../../calling/failures/callingErrorText.ts';
import { checkEndpoint, parseConnectionString } from '../../calling/connection/string.ts';
import { askForNoRecording } from '../../calling/connection/trial.ts';
import { type CommunicationResource, localResourceId } from '../../calling/connection/resource.ts';
import { UserError } from '../../base/userError.ts';
import { withoutUndefined } from '../../base/withoutUndefined.ts';
import type { Resources } from '../../views/active/resources.ts';
import type { App } from '../../views/app.ts';
import { Cancelled } from '../../views/messages/cancelled.ts';
import { withProgress } from '../../views/messages/progress.ts';
import { runSteps } from '../prompts/wizard.ts';
import type { NewResource, ResourceArgument } from '../record/arguments.ts';
import { type ConnectDraft, connectQuestions, draftOf } from './questions.ts';
import { notify } from '../../views/messages/notify.ts';
import { withoutIcons } from '../../views/messages/withoutIcons.ts';
import { showQuickPick } from '../../views/prompts.ts';

/** How a resource is to be signed in to, checked but not kept yet. */
type NewSignIn =
  | { readonly signIn: 'connectionString'; readonly endpoint: string; readonly connectionString: string }
  | { readonly signIn: 'vscode' | 'default'; readonly endpoint: string };

/**
 * Connects a Communication Services resource, asking for what is not given, and tries whether it answers. The
 * sign-in of a resource that is connected already is replaced only after a question, by one that works.
 */
export async function connectResource(app: App, given: NewResource = {}): Promise<CommunicationResource> {
  const { resources, localService } = await app.active.services();
  const draft = await runSteps<ConnectDraft>(
    l10n.t('Connect a Communication Services resource'),
    connectQuestions,
    draftOf(given),
  );
  if (draft.way === 'local') return localService.start();
  if (draft.way === 'azure') {
    const picked = await (await import('../setup/pick.ts')).pickCommunication(app);
    return connectResource(app, withoutUndefined({ name: given.name, ...picked }));
  }
  const signIn = signInOf(draft);
  const connected = resources
    .list()
    .find(({ id, endpoint }) => id !== localResourceId && endpoint === signIn.endpoint);
  if (connected) await confirmReplacement(connected);
  const failure = await tryOut(app, resources, signIn, given.name ?? connected?.name);
  const edit = () => connectResource(app, editable(draft, given.name));
  if (failure && connected) {
    void offer(
      app,
      failure,
      l10n.t('{0} keeps its former sign-in: the new one does not work.', connected.name),
      {
        [l10n.t('Edit…')]: edit,
      },
    );
    return connected;
  }
  const resource = await keep(resources, signIn, given.name ?? connected?.name);
  if (failure)
    void offer(app, failure, l10n.t('Connected {0}, but it cannot be used yet.', resource.name), {
      [l10n.t('Edit…')]: async () => {
        await resources.remove(resource);
        await edit();
      },
      [l10n.t('Remove Again')]: () => resources.remove(resource),
    });
  return resource;
}

/** Forgets a resource and its connection string, after a confirmation. */
export async function disconnectResource(app: App, given?: ResourceArgument): Promise<boolean> {
  const { resources } = await app.active.services();
  const all = resources.list().filter(({ id }) => id !== localResourceId);
  if (all.length === 0) {
    void notify.info(l10n.t('No Communication Services resource is connected.'));
    return false;
  }
  const resource = given
    ? all.find(({ id }) => id === resources.find(given.resource)?.id)
    : Cancelled.unless(
        await showQuickPick(
          all.map((one) => ({ label: withoutIcons(one.name), description: one.endpoint, resource: one })),
          {
            title: l10n.t('Disconnect a Communication Services resource'),
            placeHolder: l10n.t('Which resource?'),
          },
        ),
      ).resource;
  if (!resource) throw new UserError(l10n.t('No resource has this name: {0}', given?.resource ?? ''));
  const action = l10n.t('Disconnect');
  const picked = await notify.ask(
    l10n.t('Disconnect {0}?', resource.name),
    l10n.t('Its connection string is deleted from this machine. Recordings in progress continue.'),
    action,
  );
  if (picked !== action) throw new Cancelled();
  await resources.remove(resource);
  return true;
}

/** @throws CallingError `badConnectionString` */
function signInOf({ way = 'vscode', connectionString = '', endpoint = '' }: ConnectDraft): NewSignIn {
  const checked =
    way === 'connectionString' ? parseConnectionString(connectionString) : checkEndpoint(endpoint);
  if (checked.kind === 'invalid')
    throw new CallingError('badConnectionString', `Not usable: ${checked.problem}`, {
      problem: checked.problem,
    });
  return way === 'vscode' || way === 'default'
    ? { signIn: way, endpoint: checked.endpoint }
    : { signIn: 'connectionString', endpoint: checked.endpoint, connectionString };
}

function keep(
  resources: Resources,
  signIn: NewSignIn,
  name: string | undefined,
): Promise<CommunicationResource> {
  return signIn.signIn === 'connectionString'
    ? resources.addConnectionString(signIn.connectionString, name)
    : resources.addEndpoint(signIn.endpoint, signIn.signIn, name);
}

/** What was answered, to be asked for once more with the text kept. */
function editable({ connectionString, endpoint }: ConnectDraft, name: string | undefined): NewResource {
  return withoutUndefined({ name, edit: withoutUndefined({ connectionString, endpoint }) });
}

/** @throws Cancelled where the resource is to keep its sign-in */
async function confirmReplacement({ name, endpoint }: CommunicationResource): Promise<void> {
  const replace = l10n.t('Replace');
  const picked = await notify.ask(
    l10n.t('{0} is connected already. Replace its sign-in?', name),
    l10n.t('{0}\nThe former sign-in is kept until the new one works.', endpoint),
    replace,
  );
  if (picked !== replace) throw new Cancelled();
}

/** @returns why the resource refuses the sign-in or does not answer; undefined where it can be used */
async function tryOut(
  app: App,
  resources: Resources,
  signIn: NewSignIn,
  name = new URL(signIn.endpoint).hostname,
): Promise<CallingError | undefined> {
  const asked = signIn.signIn === 'connectionString' ? signIn.connectionString : signIn;
  const failure = await withProgress(l10n.t('Connecting to {0}', name), ({ signal }) =>
    askForNoRecording(() => resources.trialControl(asked), signal),
  );
  // After a cancel nothing is known; a defect of the service says nothing against the sign-in.
  if (!failure || ['cancelled', 'internalError'].includes(failure.reason)) return undefined;
  app.log.warn(`${name}: ${failure.reason}: ${failure.message}`);
  return failure;
}

async function offer(
  app: App,
  failure: CallingError,
  happened: string,
  actions: Readonly<Record<string, () => Promise<unknown>>>,
): Promise<void> {
  const { why, next, quote = '' } = explainCallingError(failure);
  const message = [happened, why, next, quote].filter((part) => part !== '').join(' ');
  const picked = await notify.warn(message, ...Object.keys(actions));
  try {
    await actions[picked ?? '']?.();
  } catch (error) {
    if (!Cancelled.is(error)) app.log.error(`Connect: ${error instanceof Error ? error.message : 'failed'}`);
  }
}
