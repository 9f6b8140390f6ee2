import * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import { withoutUndefined } from '../../../base/withoutUndefined.ts';
import { UserError } from '../../../base/userError.ts';
import type { ListenerFault } from '../../../events/receive/listener/fault.ts';
import { checkPublicAddress } from '../../../events/receive/listener/publicAddress.ts';
import { publicProblemText } from '../../../events/receive/listener/publicProblemText.ts';
import { subscribeCommand } from '../../../events/receive/subscribeCommand.ts';
import type { App } from '../../../views/app.ts';
import { listenerReport } from '../../../views/events/receiving/listenerReport.ts';
import type { Listening } from '../../../views/events/receiving/listening.ts';
import { KnownIds } from '../../../views/setup/knownIds.ts';
import { Cancelled } from '../../../views/messages/cancelled.ts';
import { notify } from '../../../views/messages/notify.ts';
import { withProgress } from '../../../views/messages/progress.ts';
import { withoutIcons } from '../../../views/messages/withoutIcons.ts';
import { showInputBox, showQuickPick } from '../../../views/prompts.ts';

/** How to listen. */
export interface ListenerArgument {
  /** Default: that of the last time, else any that is free. */
  readonly port?: number;
}

/** Listens for events, in one window for all. @returns the address for events, without key */
export async function startListener(app: App, argument: ListenerArgument | undefined): Promise<string> {
  const { listening } = await app.events.receiving();
  const was = listening.state;
  try {
    await listening.start(typeof argument?.port === 'number' ? argument.port : undefined);
  } catch (error) {
    if (!isPortTaken(error)) throw error;
    await listening.start(await askForPort(argument?.port ?? listening.lastPort ?? 0));
  }
  const address = await listening.address('events');
  if (!was) void tellAddress(app, listening);
  return address;
}

export async function stopListener(app: App): Promise<boolean> {
  const { listening } = await app.events.receiving();
  return listening.stop();
}

/** Shows on a page what the listener accepts, and what it has seen. */
export async function showListener(app: App): Promise<void> {
  const { listening } = await app.events.receiving();
  const { state } = listening;
  if (!state) throw new UserError(l10n.t('Nothing listens for events.'));
  const uri = app.inspector.reports.add(l10n.t('Event listener'), listenerReport(state, new Date()));
  await vscode.commands.executeCommand('markdown.showPreview', uri);
}

/** Copies where to deliver to: the public address where there is one. @param withKey also the key, which is a secret */
export async function copyListenerAddress(app: App, withKey: boolean): Promise<string> {
  const listening = await running(app);
  const origin = listening.state?.publicOrigin;
  const address = await listening.address('events', origin);
  await vscode.env.clipboard.writeText(withKey ? await listening.addressWithKey('events', origin) : address);
  vscode.window.setStatusBarMessage(
    withKey
      ? l10n.t('$(check) Address with key copied: keep it secret.')
      : l10n.t('$(check) Address copied.'),
    4000,
  );
  return address;
}

/** Copies the command that makes Event Grid deliver to the listener; the key is in a variable. */
export async function copySubscribeCommand(app: App): Promise<string> {
  const listening = await running(app);
  const { publicOrigin, hasKey } = listening.state ?? {};
  const endpoint = await listening.address('events', publicOrigin ?? 'https://<host>');
  const resourceId = await askResourceId(app);
  const command = subscribeCommand({
    endpoint,
    hasKey: hasKey === true,
    ...withoutUndefined({ resourceId }),
  });
  await vscode.env.clipboard.writeText(command);
  vscode.window.setStatusBarMessage(l10n.t('$(check) Command copied.'), 4000);
  return command;
}

/** The resource ID of a resource that was picked from Azure; asked for where there are several. */
async function askResourceId(app: App): Promise<string | undefined> {
  const ids = new KnownIds(app.context.globalState);
  const { resources } = await app.active.services();
  const known = resources.list().flatMap(({ name, endpoint }) => {
    const id = ids.get(endpoint)?.id;
    return id === undefined ? [] : [{ label: withoutIcons(name), description: endpoint, id }];
  });
  if (known.length < 2) return known[0]?.id;
  const picked = await showQuickPick(known, {
    title: l10n.t('Copy Subscribe Command'),
    placeHolder: l10n.t('Whose events should be delivered?'),
  });
  return Cancelled.unless(picked).id;
}

/** Takes a public address of the listener, and checks that it leads here. @returns the address for events */
export async function openListener(app: App, given: { readonly url?: string } | undefined): Promise<string> {
  const { listening } = await app.events.receiving();
  if (!listening.state) await startListener(app, undefined);
  if (given?.url === undefined) await explainPublic(listening);
  const address =
    given?.url === undefined ? await askUntilPublic(listening) : await checkPublic(listening, given.url);
  void notify
    .info(
      l10n.t('Azure can reach the listener now. Anyone who knows the address can send to it.'),
      l10n.t('Copy Address with Key'),
      l10n.t('Copy Command for Azure'),
    )
    .then((picked) => {
      if (picked === l10n.t('Copy Address with Key')) return copyListenerAddress(app, true);
      return picked === undefined ? undefined : copySubscribeCommand(app);
    });
  return address;
}

const checkPublic = (listening: Listening, text: string): Promise<string> =>
  withProgress(l10n.t('Checking that this address leads here'), ({ signal }) =>
    usePublic(listening, text, signal),
  );

/** Asks again, with what was typed and what is wrong with it, until an address leads here. @throws Cancelled */
async function askUntilPublic(
  listening: Listening,
  before?: { readonly text: string; readonly problem: string },
): Promise<string> {
  const text = await askForAddress(listening, before);
  try {
    return await checkPublic(listening, text);
  } catch (error) {
    if (!UserError.is(error)) throw error;
    return askUntilPublic(listening, { text, problem: error.message });
  }
}

async function usePublic(listening: Listening, text: string, signal: AbortSignal): Promise<string> {
  const { token, key } = await listening.secrets();
  const result = await checkPublicAddress(text, token, signal);
  if ('problem' in result) {
    const { title, why, next } = publicProblemText(result.problem);
    throw new UserError(`${title}. ${why} ${next}`);
  }
  // The key comes first, so that nothing is taken from the internet without it.
  if (key === undefined) await listening.setKey(listening.newKey());
  await listening.setPublicOrigin(result.origin);
  return listening.address('events', result.origin);
}

async function explainPublic(listening: Listening): Promise<void> {
  const forward = l10n.t('Open Ports View');
  const haveIt = l10n.t('I Have the Address');
  const queue = l10n.t('Use a Queue Instead…');
  const picked = await notify.tell(
    l10n.t('Open the listener to the internet?'),
    l10n.t(
      'Event Grid must reach this machine from the internet. Forward port {0} in the Ports view, set its visibility to Public, and paste the forwarded address here. Anyone who knows the address can then send to the listener; a key is added to it. A storage queue needs no open port.',
      listening.state?.port ?? 0,
    ),
    forward,
    haveIt,
    queue,
  );
  if (picked === queue) {
    void vscode.commands.executeCommand('callRecordings.connectEventQueue');
    throw new Cancelled();
  }
  if (picked === forward)
    await vscode.commands.executeCommand('~remote.forwardedPorts.focus').then(undefined, () => undefined);
  else if (picked !== haveIt) throw new Cancelled();
}

async function askForAddress(
  listening: Listening,
  before: { readonly text: string; readonly problem: string } | undefined,
): Promise<string> {
  return Cancelled.unless(
    await showInputBox({
      title: l10n.t('Public Address of the Listener'),
      prompt:
        before?.problem ??
        l10n.t(
          'The forwarded address of port {0}. Its visibility must be Public.',
          listening.state?.port ?? 0,
        ),
      placeHolder: 'https://abc123-7071.euw.devtunnels.ms',
      value: before?.text ?? '',
    }),
  );
}

interface FaultItem extends vscode.QuickPickItem {
  readonly fault?: ListenerFault;
}

/** What the listener answers from now on. */
export async function setListenerAnswer(app: App, given: ListenerFault | undefined): Promise<void> {
  const listening = await running(app);
  if (listening.state?.isOurs === false)
    throw new UserError(l10n.t('The listener runs in another window. Set its answer there.'));
  const isGiven = given !== undefined && ('status' in given || 'delayMs' in given || 'every' in given);
  listening.setFault(isGiven ? given : await askForFault());
}

async function askForFault(): Promise<ListenerFault | undefined> {
  const items: FaultItem[] = [
    { label: l10n.t('Accept each event (200)'), description: l10n.t('as usual') },
    {
      label: l10n.t('Refuse each with 500'),
      description: l10n.t('the sender tries again'),
      fault: { status: 500 },
    },
    {
      label: l10n.t('Refuse every third with 503'),
      description: l10n.t('the sender waits 30 s or more'),
      fault: { status: 503, every: 3 },
    },
    {
      label: l10n.t('Refuse each with 404'),
      description: l10n.t('the sender waits 5 minutes'),
      fault: { status: 404 },
    },
    {
      label: l10n.t('Refuse each with 400'),
      description: l10n.t('Event Grid drops the event'),
      fault: { status: 400 },
    },
    { label: l10n.t('Answer after 5 s'), fault: { delayMs: 5_000 } },
    {
      label: l10n.t('Answer after 35 s'),
      description: l10n.t('Event Grid gives up after 30 s'),
      fault: { delayMs: 35_000 },
    },
  ];
  const picked = await showQuickPick(items, {
    title: l10n.t('Set Answer of the Listener'),
    placeHolder: l10n.t('What should a sender receive?'),
  });
  return Cancelled.unless(picked).fault;
}

async function running(app: App): Promise<Listening> {
  const { listening } = await app.events.receiving();
  if (!listening.state) await startListener(app, undefined);
  return listening;
}

async function tellAddress(app: App, listening: Listening): Promise<void> {
  const copy = l10n.t('Copy Address');
  const open = l10n.t('Open to Azure…');
  const picked = await notify.info(
    l10n.t(
      'Listening for events at 127.0.0.1:{0}. They appear in the Events view under Received.',
      listening.state?.port ?? 0,
    ),
    copy,
    open,
  );
  if (picked === copy) await copyListenerAddress(app, false);
  if (picked === open) await vscode.commands.executeCommand('callRecordings.openListener');
}

function isPortTaken(error: unknown): boolean {
  return (
    error instanceof Error && 'code' in error && (error.code === 'EADDRINUSE' || error.code === 'EACCES')
  );
}

async function askForPort(taken: number): Promise<number> {
  const any = { label: l10n.t('Use Any Free Port'), port: 0 };
  const other = { label: l10n.t('Choose a Port…'), port: undefined };
  const picked = Cancelled.unless(
    await showQuickPick([any, other], {
      title: l10n.t('Start Event Listener'),
      placeHolder: l10n.t('Port {0} is in use by another program.', taken),
    }),
  );
  if (picked.port !== undefined) return picked.port;
  const text = await showInputBox({
    title: l10n.t('Port of the Listener'),
    value: String(taken + 1),
    validateInput: (value) =>
      /^\d{1,5}$/.test(value) && Number(value) < 65_536
        ? undefined
        : l10n.t('A port is a number from 0 to 65535.'),
  });
  return Number(Cancelled.unless(text));
}
