import * as l10n from '@vscode/l10n';
import type { StoreError } from './failures/storeError.ts';
import type { ErrorText } from '../base/explanation.ts';

// The names of the roles are those of the Azure portal and are not translated.
const reader = 'Storage Blob Data Reader';
const contributor = 'Storage Blob Data Contributor';
const delegator = 'Storage Blob Delegator';

/** Explains failures of sign-in, permission and firewall; undefined for others. */
export function accessErrorText(error: StoreError): ErrorText | undefined {
  switch (error.reason) {
    case 'noDataRole':
      return {
        title: l10n.t('Signed in, but without a data role'),
        why: l10n.t(
          'Your account may not read the data of this container. Owner and Contributor manage the account, but give no access to its data.',
        ),
        next: l10n.t(
          'Ask for the role {0} (to delete as well: {1}) on the container or its account, for example with: {2}. It takes up to ten minutes to work.',
          reader,
          contributor,
          `az role assignment create --role "${reader}" --assignee <you> --scope <storage account ID>`,
        ),
      };
    case 'notSignedIn':
      return error.code === 'NoSecret'
        ? {
            title: l10n.t('No secret is stored'),
            why: l10n.t('The key, SAS or connection string of this container is not on this machine.'),
            next: l10n.t('Edit the sign-in and enter it.'),
          }
        : {
            title: l10n.t('Not signed in'),
            why: l10n.t('No valid token for Azure Storage could be had.'),
            next: l10n.t(
              'Sign in and retry. For the sign-in of the environment, run {0} in a terminal.',
              'az login',
            ),
          };
    case 'wrongTenant':
      return {
        title: l10n.t('Signed in to another tenant'),
        why: l10n.t("The token is from another Microsoft Entra tenant than the storage account's."),
        next: l10n.t(
          "Sign in with an account of the storage account's tenant; with the Azure CLI: {0}.",
          'az login --tenant <tenant>',
        ),
      };
    case 'firewall':
      return {
        title: l10n.t("Blocked by the account's firewall"),
        why: l10n.t('The network rules of the storage account do not let this machine in.'),
        next: l10n.t(
          'Add your IP address under Networking of the storage account in the Azure portal, or connect to a network that is allowed. It takes a minute to work.',
        ),
      };
    case 'keyAccessDisabled':
      return {
        title: l10n.t('Keys are disabled'),
        why: l10n.t('The storage account does not take account keys, nor SAS tokens made with them.'),
        next: l10n.t('Edit the sign-in and choose a Microsoft account that has the role {0}.', reader),
      };
    case 'anonymousDisabled':
      return {
        title: l10n.t('Not public'),
        why: l10n.t('This container cannot be read, or does not show itself, without a sign-in.'),
        next: l10n.t('Edit the sign-in and choose another kind.'),
      };
    case 'wrongKey':
      return {
        title: l10n.t('Wrong account key'),
        why: l10n.t('The key does not belong to this storage account, or has been rotated.'),
        next: l10n.t('Copy the current key from the Azure portal, and edit the sign-in.'),
      };
    case 'badSecret':
      return error.code === 'CustomDomain'
        ? {
            title: l10n.t('The account name is not known'),
            why: l10n.t('A key needs the name of its account, and this host does not tell it.'),
            next: l10n.t('Edit the sign-in and use a connection string.'),
          }
        : {
            title: l10n.t('Malformed secret'),
            why: l10n.t('The stored key or connection string is incomplete.'),
            next: l10n.t('Edit the sign-in and paste all of it again.'),
          };
    case 'expiredSas':
      return {
        title: l10n.t('The SAS has expired'),
        why: l10n.t('The SAS token of this container was valid for a limited time only.'),
        next: l10n.t('Get a new SAS with the permissions Read and List, and edit the sign-in.'),
      };
    case 'badSas':
      return {
        title: l10n.t('The SAS is not accepted'),
        why: l10n.t(
          'It is incomplete, for another container, not valid yet, or the key it was made with has been rotated.',
        ),
        next: l10n.t('Get a new SAS with the permissions Read and List, and edit the sign-in.'),
      };
    case 'sasLacksPermission':
      return {
        title: l10n.t('The SAS does not allow this'),
        why: l10n.t(
          'It lacks a permission (Read, List, for some actions Write or Delete), or is not for this service, protocol or IP address.',
        ),
        next: l10n.t('Get a SAS that allows it, and edit the sign-in.'),
      };
    case 'notSecure':
      return {
        title: l10n.t('Not sent over plain HTTP'),
        why: l10n.t('Anyone on the network could read the token or SAS that goes to an http:// address.'),
        next: l10n.t('Use the https:// address of the container.'),
      };
    case 'linkNotPossible':
      return { title: l10n.t('No link can be made'), ...linkText(error) };
    default:
      return undefined;
  }
}

function linkText({ code }: StoreError): Omit<ErrorText, 'title'> {
  switch (code) {
    case 'SasSignIn':
      return {
        why: l10n.t('This container is opened with a SAS, and a link could only pass on that whole SAS.'),
        next: l10n.t('Sign in with a Microsoft account or the account key to make links for one file.'),
      };
    case 'NoDelegationKey':
      return {
        why: l10n.t('Your account may read the container, but not make links for the storage account.'),
        next: l10n.t('Ask for the role {0} or {1} on the storage account itself.', delegator, reader),
      };
    case 'CustomDomain':
      return {
        why: l10n.t('The host of this container does not tell the name of its account.'),
        next: l10n.t("Add the container with the account's own address to make links."),
      };
    default:
      return {
        why: l10n.t('The file cannot be opened without this extension.'),
        next: l10n.t('Download it instead.'),
      };
  }
}
