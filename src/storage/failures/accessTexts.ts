import * as l10n from '@vscode/l10n';
import type { Explanation } from '../../base/explanation.ts';
import type { AccessReason, LinkObstacle, SasFault, StoreErrorDetail, StoreErrorText } from './storeError.ts';

// The names of the roles are those of the Azure portal and are not translated.
const reader = 'Storage Blob Data Reader';
const contributor = 'Storage Blob Data Contributor';
const delegator = 'Storage Blob Delegator';

/** Failures of sign-in, permission and firewall. */
export const accessTexts: Readonly<Record<AccessReason, StoreErrorText>> = {
  noDataRole: () => ({
    title: l10n.t('Signed in, but without a data role'),
    why: l10n.t(
      'Your account may not read the data of this container. Owner and Contributor manage the account, but give no access to its data.',
    ),
    next: l10n.t(
      'Ask for the role {0} (to delete as well: {1}) on the container or its account, for example with: {2}. It takes up to ten minutes to take effect.',
      reader,
      contributor,
      `az role assignment create --role "${reader}" --assignee <you> --scope <storage account ID>`,
    ),
  }),
  notSignedIn: ({ detail }) =>
    detail === 'noSecret'
      ? {
          title: l10n.t('No secret is stored'),
          why: l10n.t('The key, SAS or connection string of this container is not on this machine.'),
          next: l10n.t('Edit the sign-in and enter it.'),
        }
      : {
          title: l10n.t('Not signed in'),
          why: l10n.t('No valid token for Azure Storage could be obtained.'),
          next: l10n.t(
            'Sign in and retry. For the sign-in of the environment, run {0} in a terminal.',
            'az login',
          ),
        },
  wrongTenant: () => ({
    title: l10n.t('Signed in to another tenant'),
    why: l10n.t("The token is from another Microsoft Entra tenant than the storage account's."),
    next: l10n.t(
      "Sign in with an account of the storage account's tenant; with the Azure CLI: {0}.",
      'az login --tenant <tenant>',
    ),
  }),
  firewall: () => ({
    title: l10n.t("Blocked by the account's firewall"),
    why: l10n.t('The network rules of the storage account block this machine.'),
    next: l10n.t(
      'Add your IP address under Networking of the storage account in the Azure portal, or connect to a network that is allowed. It takes a minute to take effect.',
    ),
  }),
  keyAccessDisabled: () => ({
    title: l10n.t('Keys are disabled'),
    why: l10n.t('The storage account does not accept account keys, nor SAS tokens made with them.'),
    next: l10n.t('Edit the sign-in and choose a Microsoft account that has the role {0}.', reader),
  }),
  anonymousDisabled: () => ({
    title: l10n.t('Not public'),
    why: l10n.t('This container cannot be read or found without a sign-in.'),
    next: l10n.t('Edit the sign-in and choose another kind.'),
  }),
  accountDisabled: () => ({
    title: l10n.t('The storage account is disabled'),
    why: l10n.t('Azure has disabled the account, as it does when its subscription has ended or is unpaid.'),
    next: l10n.t('Look at the subscription of the account in the Azure portal, and reactivate it there.'),
  }),
  wrongKey: () => ({
    title: l10n.t('Wrong account key'),
    why: l10n.t('The key does not belong to this storage account, or has been rotated.'),
    next: l10n.t('Copy the current key from the Azure portal, and edit the sign-in.'),
  }),
  badSecret: ({ detail }) =>
    detail === 'customDomain'
      ? {
          title: l10n.t('The account name is not known'),
          why: l10n.t('A key needs the name of its account, which this host does not contain.'),
          next: l10n.t('Edit the sign-in and use a connection string.'),
        }
      : {
          title: l10n.t('Malformed secret'),
          why: l10n.t('The stored key or connection string is incomplete.'),
          next: l10n.t('Edit the sign-in and paste all of it again.'),
        },
  expiredSas: () => ({
    title: l10n.t('The SAS has expired'),
    why: l10n.t('The SAS token of this container was valid for a limited time only.'),
    next: l10n.t('Get a new SAS with the permissions Read and List, and edit the sign-in.'),
  }),
  badSas: ({ detail, said }) => ({
    title: l10n.t('The SAS is not accepted'),
    why: [
      isSasFault(detail)
        ? sasFaults[detail]()
        : l10n.t('It is incomplete, for another container, or the key it was made with has been rotated.'),
      ...(said === undefined ? [] : [l10n.t('The service says: {0}', said)]),
    ].join(' '),
    next:
      detail === 'notYetValid'
        ? l10n.t('Wait until it is valid, or get a new SAS that begins earlier. Check the clock as well.')
        : l10n.t('Get a new SAS with the permissions Read and List, and edit the sign-in.'),
  }),
  sasLacksPermission: () => ({
    title: l10n.t('The SAS does not allow this'),
    why: l10n.t(
      'It lacks a permission (Read, List, for some actions Write or Delete), or is not for this service, protocol or IP address.',
    ),
    next: l10n.t('Get a SAS that allows it, and edit the sign-in.'),
  }),
  notSecure: () => ({
    title: l10n.t('Not sent over plain HTTP'),
    why: l10n.t('Anyone on the network could read the token or SAS that goes to an http:// address.'),
    next: l10n.t('Use the https:// address of the container.'),
  }),
  linkNotPossible: ({ detail }) => ({ title: l10n.t('No link can be made'), ...linkText(detail) }),
};

const sasFaults: Readonly<Record<SasFault, () => string>> = {
  notYetValid: () => l10n.t('It is not valid yet: its start time is in the future.'),
  wrongSignature: () =>
    l10n.t(
      'Its signature is wrong: it was changed or cut off when it was copied, or the key it was made with has been rotated.',
    ),
  incomplete: () => l10n.t('A part of it is missing: it was not copied as a whole.'),
};

function isSasFault(detail: string | undefined): detail is SasFault {
  return detail !== undefined && detail in sasFaults;
}

const linkObstacles: Readonly<Record<LinkObstacle, () => Omit<Explanation, 'title'>>> = {
  sasSignIn: () => ({
    why: l10n.t('This container is opened with a SAS, and a link could only pass on that whole SAS.'),
    next: l10n.t('Sign in with a Microsoft account or the account key to make links for one file.'),
  }),
  noDelegationKey: () => ({
    why: l10n.t('Your account may read the container, but not make links for the storage account.'),
    next: l10n.t('Ask for the role {0} or {1} on the storage account itself.', delegator, reader),
  }),
  customDomain: () => ({
    why: l10n.t('The host of this container does not contain the name of its account.'),
    next: l10n.t("Add the container with the account's own address to make links."),
  }),
};

function isLinkObstacle(detail: StoreErrorDetail | undefined): detail is LinkObstacle {
  return detail !== undefined && detail in linkObstacles;
}

function linkText(detail: StoreErrorDetail | undefined): Omit<Explanation, 'title'> {
  if (isLinkObstacle(detail)) return linkObstacles[detail]();
  return {
    why: l10n.t('The file cannot be opened without this extension.'),
    next: l10n.t('Download it instead.'),
  };
}
