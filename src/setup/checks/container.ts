import * as l10n from '@vscode/l10n';
import type { Evidence, Finding, Trial } from '../evidence/evidence.ts';
import type { SetupTarget } from '../target.ts';
import { type Check, type LineState, type Verdict, containerInAzure, unknownVerdict } from './line.ts';

/** Lines 5 and 6: the container, its URL, and what you may do with it. */
export const containerChecks: readonly Check[] = [
  {
    id: 'container',
    section: 'container',
    label: () => l10n.t('Container'),
    why: () => l10n.t('The service writes into an existing container; do not rely on it to create one.'),
    needs: ['container', 'list'],
    applies: containerInAzure,
    judge: ({ container, list }) => {
      if (container.kind === 'missing' || (list.kind === 'seen' && list.value === 'containerMissing'))
        return {
          state: 'failed',
          seen: l10n.t('The container does not exist.'),
          next: l10n.t('Create it.'),
          mend: 'container',
        };
      if (container.kind === 'seen')
        return container.value.deleted
          ? {
              state: 'failed',
              seen: l10n.t('The container was deleted and can still be restored.'),
              next: l10n.t('Restore it in the Azure portal, or create it again.'),
            }
          : { state: 'passed', seen: l10n.t('{0} exists.', container.value.name) };
      // Management could not be asked, but its blobs could be listed.
      if (list.kind === 'seen' && list.value === 'allowed')
        return { state: 'passed', seen: l10n.t('It exists: its blobs can be listed.') };
      return unknownVerdict(container);
    },
  },
  {
    id: 'containerUrl',
    section: 'container',
    label: () => l10n.t('Address of the container'),
    why: () => l10n.t('The start names the container by its URL, and the service takes only its plain form.'),
    needs: ['account'],
    applies: containerInAzure,
    judge: judgeUrl,
  },
  youCheck(
    'youList',
    'list',
    () => l10n.t('You may list'),
    () => l10n.t('The Recordings view needs it to list the container.'),
  ),
  youCheck(
    'youRead',
    'read',
    () => l10n.t('You may read'),
    () => l10n.t('Opening, playing and downloading recordings need it.'),
  ),
  youCheck(
    'youDelete',
    'remove',
    () => l10n.t('You may delete'),
    () => l10n.t('Only deleting recordings here needs it; recording does not.'),
  ),
  {
    ...youCheck(
      'youLink',
      'delegationKey',
      () => l10n.t('You may make links'),
      () => l10n.t('A link that opens one file for a short time is signed with a user delegation key.'),
    ),
    applies: ({ container }) => container.kind === 'azure' && container.signIn === 'token',
  },
];

function youCheck(
  id: Right,
  question: 'list' | 'read' | 'remove' | 'delegationKey',
  label: () => string,
  why: () => string,
): Check {
  return {
    id,
    section: 'you',
    label,
    why,
    needs: [question],
    applies: ({ container }) => container.kind === 'azure',
    judge: (evidence) => judgeTrial(evidence[question], id),
  };
}

function judgeTrial(trial: Finding<Trial>, id: Right): Verdict {
  if (trial.kind !== 'seen') return unknownVerdict(trial);
  switch (trial.value) {
    case 'allowed':
      return { state: 'passed', seen: l10n.t('Tried: allowed.') };
    case 'refused':
      return {
        state: refusals[id].state,
        seen: l10n.t('Tried: refused.'),
        next: refusals[id].next(),
      };
    case 'firewall':
      return {
        state: 'failed',
        seen: l10n.t('A network rule of the account blocks this machine.'),
        next: l10n.t(
          'Allow the address of this machine under Networking of the account, or connect to its network.',
        ),
      };
    case 'keyDisabled':
      return {
        state: 'failed',
        seen: l10n.t('The account does not accept its keys.'),
        next: l10n.t('Edit the sign-in of the container: use your Microsoft account.'),
      };
    case 'containerMissing':
      return { state: 'unknown', seen: l10n.t('The container does not exist.') };
  }
}

type Right = 'youList' | 'youRead' | 'youDelete' | 'youLink';

const askForReader = (): string =>
  l10n.t('Ask for Storage Blob Data Reader for yourself, or edit the sign-in of the container.');

const refusals: Readonly<Record<Right, { readonly state: LineState; readonly next: () => string }>> = {
  youList: { state: 'failed', next: askForReader },
  youRead: { state: 'failed', next: askForReader },
  youDelete: {
    state: 'warning',
    next: () => l10n.t('To delete from here, ask for Storage Blob Data Contributor for yourself.'),
  },
  youLink: {
    state: 'warning',
    next: () =>
      l10n.t('Ask for Storage Blob Delegator at the storage account; a role at the container is not enough.'),
  },
};

function judgeUrl({ account }: Evidence, { container }: SetupTarget): Verdict {
  if (container.kind !== 'azure') return unknownVerdict({ kind: 'notAsked' });
  const url = URL.parse(container.url);
  if (!url) return { state: 'failed', seen: l10n.t('This is not a URL.') };
  const problem = urlProblem(url, container.containerName);
  if (problem !== undefined)
    return {
      state: 'failed',
      seen: problem,
      next: l10n.t('Use the URL in the properties of the container in the Azure portal.'),
    };
  if (account.kind !== 'seen') return unknownVerdict(account);
  const { blobEndpoint } = account.value;
  if (blobEndpoint === undefined)
    return { state: 'unknown', seen: l10n.t('The account has no blob service.') };
  return container.url.toLowerCase().startsWith(blobEndpoint.toLowerCase())
    ? { state: 'passed', seen: container.url }
    : {
        state: 'failed',
        seen: l10n.t('The blob service of the account is at {0}.', blobEndpoint),
        next: l10n.t('Use a container URL that begins with it.'),
      };
}

function urlProblem(url: URL, name: string): string | undefined {
  if (url.search !== '') return l10n.t('It has a query, such as a SAS. The service signs in by itself.');
  if (url.protocol !== 'https:') return l10n.t('It does not begin with https://.');
  if (/\.dfs\./i.test(url.hostname))
    return l10n.t('This is the Data Lake host (dfs); recordings need the blob host.');
  if (name.startsWith('$')) return l10n.t('{0} is reserved for Azure itself.', name);
  return undefined;
}
