import * as l10n from '@vscode/l10n';
import { UserError } from '../../base/userError.ts';
import { withoutUndefined } from '../../base/withoutUndefined.ts';
import { valueOf } from '../../setup/evidence/evidence.ts';
import type { StorageAccount } from '../../setup/facts/account.ts';
import type { CommunicationServices } from '../../setup/facts/communication.ts';
import { listWorkspaces } from '../../setup/management/finding.ts';
import { parseResourceId } from '../../setup/management/resourceId.ts';
import { containerPlan, identityPlan, rolePlan } from '../../setup/mends/access.ts';
import { type EventTarget, diagnosticsPlan, eventsPlan, providerPlan } from '../../setup/mends/events.ts';
import type { MendPlan } from '../../setup/mends/plan.ts';
import { Cancelled } from '../../views/messages/cancelled.ts';
import { withoutIcons } from '../../views/messages/withoutIcons.ts';
import { withProgress } from '../../views/messages/progress.ts';
import type { SetupCheck, SetupServices } from '../../views/setup/services.ts';
import type { MendArgument } from './arguments.ts';
import { showInputBox, showQuickPick } from '../../views/prompts.ts';

/** What is asked of the pair, made a plan; what is not given is asked for. @throws Cancelled, UserError */
export async function planOf(
  services: SetupServices,
  check: SetupCheck,
  wanted: MendArgument,
): Promise<MendPlan> {
  const { known, target } = check;
  const resource = (): CommunicationServices =>
    needed(valueOf(known.resource), l10n.t('The resource was not found.'));
  const account = (): StorageAccount =>
    needed(valueOf(known.account), l10n.t('The storage account was not found.'));
  const containerName = target.container.kind === 'azure' ? target.container.containerName : '';
  switch (wanted.mend) {
    case 'identity':
      return identityPlan(resource());
    case 'role': {
      const principalId = needed(resource().principalId, l10n.t('Turn on the managed identity first.'));
      const at = wanted.at ?? (await askScope(account().name, containerName));
      return { ...rolePlan(principalId, account().id, containerName, at), answers: { at } };
    }
    case 'container':
      return containerPlan(account().id, containerName);
    case 'provider':
      return providerPlan(resource().id);
    case 'events': {
      const taken = valueOf(known.events)?.subscriptions.map(({ name }) => name) ?? [];
      const name = freeName(`${containerName || 'call'}-recording-events`.slice(0, 60), taken);
      const target = await eventTarget(wanted, valueOf(known.account));
      const withCallStarted = wanted.withCallStarted ?? (await askCallStarted());
      const queue = target.kind === 'queue' ? target.queue : undefined;
      return {
        ...eventsPlan({ resourceId: resource().id, name, target, withCallStarted }),
        answers: { withCallStarted, ...withoutUndefined({ queue }) },
      };
    }
    case 'diagnostics': {
      const taken = valueOf(known.diagnostics)?.map(({ name }) => name) ?? [];
      const workspace = wanted.workspace ?? (await askWorkspace(services, check, resource().id));
      const name = freeName('call-recordings', taken);
      return { ...diagnosticsPlan(resource().id, workspace, name), answers: { workspace } };
    }
  }
}

/** A name that nothing has yet: a write would replace what has it. */
function freeName(name: string, taken: readonly string[]): string {
  const isTaken = (one: string): boolean => taken.some((other) => other.toLowerCase() === one.toLowerCase());
  for (let count = 1; ; count++) {
    const free = count === 1 ? name : `${name}-${count}`;
    if (!isTaken(free)) return free;
  }
}

function needed<T>(value: T | undefined, otherwise: string): T {
  if (value === undefined || value === '') throw new UserError(otherwise);
  return value;
}

async function askScope(account: string, container: string): Promise<'account' | 'container'> {
  const items = [
    {
      label: l10n.t('Storage account {0}', account),
      description: l10n.t('as the documentation requires'),
      at: 'account' as const,
    },
    {
      label: l10n.t('Container {0} alone', container),
      description: l10n.t('narrower, and not documented to be enough'),
      at: 'container' as const,
    },
  ];
  const picked = await showQuickPick(items, {
    title: l10n.t('Assign the role'),
    placeHolder: l10n.t('At which scope?'),
  });
  return Cancelled.unless(picked).at;
}

async function eventTarget(wanted: MendArgument, account: StorageAccount | undefined): Promise<EventTarget> {
  if (wanted.webhook !== undefined) return { kind: 'webhook', url: checkedUrl(wanted.webhook) };
  const toQueue = (queue: string): EventTarget => {
    const { id, kind, queueEndpoint } = needed(account, l10n.t('The storage account was not found.'));
    needed(
      queueEndpoint,
      l10n.t('The storage account has no queue service ({0}). Send the events to a webhook.', kind),
    );
    return { kind: 'queue', accountId: id, queue: checkedQueue(queue) };
  };
  if (wanted.queue !== undefined) return toQueue(wanted.queue);
  const items = [
    {
      label: l10n.t('Storage queue'),
      description: l10n.t('recommended: nothing has to be reachable from the internet'),
      way: 'queue',
    },
    {
      label: l10n.t('Webhook'),
      description: l10n.t('an HTTPS endpoint that Event Grid can reach'),
      way: 'webhook',
    },
  ];
  const { way } = Cancelled.unless(
    await showQuickPick(items, {
      title: l10n.t('Subscribe to recording events'),
      placeHolder: l10n.t('Where to?'),
    }),
  );
  const title = l10n.t('Subscribe to recording events');
  const text = await showInputBox(
    way === 'queue'
      ? {
          title,
          prompt: l10n.t('Name of the queue; it is created if it does not exist'),
          value: 'recording-events',
          validateInput: (name) => (queueShape.test(name) ? undefined : queueProblem()),
        }
      : {
          title,
          prompt: l10n.t('URL of the webhook'),
          placeHolder: 'https://example.com/api/events',
          validateInput: (url) => (isHttps(url) ? undefined : urlProblem()),
        },
  );
  const given = Cancelled.unless(text);
  return way === 'queue' ? toQueue(given) : { kind: 'webhook', url: checkedUrl(given) };
}

const queueShape = /^(?!.*--)[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/;
const queueProblem = (): string =>
  l10n.t('3 to 63 lowercase letters, digits and single hyphens are allowed.');
const urlProblem = (): string => l10n.t('Event Grid delivers to https:// only.');
const isHttps = (text: string): boolean => URL.parse(text)?.protocol === 'https:';

function checkedQueue(name: string): string {
  if (!queueShape.test(name)) throw new UserError(queueProblem());
  return name;
}

function checkedUrl(url: string): string {
  if (!isHttps(url)) throw new UserError(urlProblem());
  return url;
}

async function askCallStarted(): Promise<boolean> {
  const items = [
    { label: l10n.t('Files of recordings only'), withCallStarted: false },
    {
      label: l10n.t('Also the start of calls'),
      description: l10n.t('it carries the server call ID that a start needs'),
      withCallStarted: true,
    },
  ];
  const picked = await showQuickPick(items, {
    title: l10n.t('Subscribe to recording events'),
    placeHolder: l10n.t('Which events?'),
  });
  return Cancelled.unless(picked).withCallStarted;
}

async function askWorkspace(services: SetupServices, check: SetupCheck, resourceId: string): Promise<string> {
  const { subscriptionId = '' } = parseResourceId(resourceId) ?? {};
  const manager = services.manager(check.signIn, services.tenantOf(check, 'resource'));
  const found = await withProgress(l10n.t('Listing workspaces'), ({ signal }) =>
    listWorkspaces(manager, subscriptionId, signal),
  );
  const items = found.map(({ id, name, location = '' }) => ({
    label: withoutIcons(name),
    description: location,
    detail: id,
    id,
  }));
  if (items.length === 0)
    throw new UserError(
      l10n.t('The subscription has no Log Analytics workspace. Create one in the Azure portal first.'),
    );
  const picked = await showQuickPick(items, {
    title: l10n.t('Keep the recording logs'),
    placeHolder: l10n.t('In which Log Analytics workspace?'),
    matchOnDetail: true,
  });
  return Cancelled.unless(picked).id;
}
