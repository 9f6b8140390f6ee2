import * as l10n from '@vscode/l10n';
import type { StoreError } from './storeError.ts';
import { accessErrorText } from '../accessErrorText.ts';
import type { ErrorText } from '../../base/explanation.ts';

/** Explains the failure of a store: what, why, and what to do next. */
export function explainStoreError(error: StoreError): ErrorText {
  return accessErrorText(error) ?? networkErrorText(error) ?? fileErrorText(error);
}

function networkErrorText({ reason }: StoreError): ErrorText | undefined {
  switch (reason) {
    case 'unknownHost':
      return {
        title: l10n.t('Unknown host'),
        why: l10n.t('No storage account answers to this name.'),
        next: l10n.t(
          'Check the account name in the container URL. An account with only a private endpoint is known in its own network alone: connect to that network or VPN.',
        ),
      };
    case 'noNetwork':
      return {
        title: l10n.t('No network'),
        why: l10n.t('The network or the name server cannot be reached.'),
        next: l10n.t('Check the network connection, VPN and proxy, then retry.'),
      };
    case 'connectionRefused':
      return {
        title: l10n.t('Nothing answers at this address'),
        why: l10n.t('The machine is there, but nothing listens on that port.'),
        next: l10n.t('If this is Azurite, start it; otherwise check the port in the URL. Then retry.'),
      };
    case 'timedOut':
      return {
        title: l10n.t('No answer in time'),
        why: l10n.t('The storage account did not answer in time.'),
        next: l10n.t('Check the network connection, VPN and firewall, then retry.'),
      };
    case 'tlsFailed':
      return {
        title: l10n.t('No secure connection'),
        why: l10n.t("The server's certificate is not trusted, or does not belong to this host."),
        next: l10n.t(
          "Behind a proxy that inspects traffic, install the proxy's certificate on this machine. For Azurite with HTTPS, trust its certificate. Check the date of this machine as well.",
        ),
      };
    case 'brokenConnection':
      return {
        title: l10n.t('The connection broke'),
        why: l10n.t('The connection ended before the answer was complete, several times.'),
        next: l10n.t('Retry. If it happens again, check the network connection, VPN and proxy.'),
      };
    case 'badAnswer':
      return {
        title: l10n.t('Not an answer of Azure Storage'),
        why: l10n.t('Something else answered: a proxy, the sign-in page of a network, or another server.'),
        next: l10n.t(
          'Check the container URL and the network: open the URL in a browser to see who answers.',
        ),
      };
    case 'throttled':
      return {
        title: l10n.t('The storage account is busy'),
        why: l10n.t('Azure slowed the account down, and several retries did not get through.'),
        next: l10n.t('Wait a minute, then retry.'),
      };
    case 'serverError':
      return {
        title: l10n.t('Azure Storage has a problem'),
        why: l10n.t('The service failed several times while it worked on the request.'),
        next: l10n.t('Retry later. If it lasts, look at the Azure status page.'),
      };
    case 'clockSkew':
      return {
        title: l10n.t('The clock of this machine is wrong'),
        why: l10n.t(
          "The time of this machine is too far from Azure's, so signatures and tokens are refused.",
        ),
        next: l10n.t('Set the clock (turn on automatic time), then retry.'),
      };
    default:
      return undefined;
  }
}

function fileErrorText(error: StoreError): ErrorText {
  switch (error.reason) {
    case 'containerMissing':
      return error.code === 'NoFolder'
        ? {
            title: l10n.t('Folder not found'),
            why: l10n.t('The folder does not exist on this machine, or its disk is not connected.'),
            next: l10n.t('Connect the disk and retry, or remove it from this list and add the folder anew.'),
          }
        : {
            title: l10n.t('Container not found'),
            why: l10n.t('The account is there, but has no container of this name.'),
            next: l10n.t('Check the container name in the URL, or create the container.'),
          };
    case 'fileMissing':
      return {
        title: l10n.t('File not found'),
        why: l10n.t('The file was deleted or moved since it was listed.'),
        next: l10n.t('Refresh the view.'),
      };
    case 'fileArchived':
      return {
        title: l10n.t('The file is archived'),
        why: l10n.t('It lies in the archive tier, from which nothing can be read at once.'),
        next: l10n.t('Move it to the hot or cool tier in the Azure portal; that takes up to 15 hours.'),
      };
    case 'fileChanged':
      return {
        title: l10n.t('The file changed meanwhile'),
        why: l10n.t('It was replaced while it was read.'),
        next: l10n.t('Retry.'),
      };
    case 'fileExists':
      return {
        title: l10n.t('The file exists already'),
        why: l10n.t('A file of this name is there and was left as it is.'),
        next: l10n.t('Choose another folder or another name.'),
      };
    case 'diskFailed':
      return {
        title: l10n.t('The disk refused'),
        why: l10n.t('The folder or file could not be read or written. {0}', error.message),
        next: l10n.t('Check the permissions of the folder and the free space on the disk.'),
      };
    case 'cancelled':
      return { title: l10n.t('Cancelled'), why: l10n.t('It was stopped before it was done.'), next: '' };
    default:
      return {
        title: l10n.t('Unexpected error'),
        why: error.message,
        next: l10n.t('Retry. The log has the details.'),
      };
  }
}
