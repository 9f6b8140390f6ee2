import * as l10n from '@vscode/l10n';
import type { NetworkReason, StoreErrorText } from './storeError.ts';

/** Failures on the way to the service, and of the service as a whole. */
export const networkTexts: Readonly<Record<NetworkReason, StoreErrorText>> = {
  unknownHost: () => ({
    title: l10n.t('Unknown host'),
    why: l10n.t('No storage account has this name.'),
    next: l10n.t(
      'Check the account name in the container URL. An account with only a private endpoint resolves only inside its own network: connect to that network or VPN.',
    ),
  }),
  noNetwork: () => ({
    title: l10n.t('No network'),
    why: l10n.t('The network or the name server cannot be reached.'),
    next: l10n.t('Check the network connection, VPN and proxy, then retry.'),
  }),
  connectionRefused: () => ({
    title: l10n.t('Nothing answers at this address'),
    why: l10n.t('The machine is there, but nothing listens on that port.'),
    next: l10n.t('If this is Azurite, start it; otherwise check the port in the URL. Then retry.'),
  }),
  timedOut: () => ({
    title: l10n.t('No answer in time'),
    why: l10n.t('The storage account did not answer in time.'),
    next: l10n.t('Check the network connection, VPN and firewall, then retry.'),
  }),
  tlsFailed: () => ({
    title: l10n.t('No secure connection'),
    why: l10n.t("The server's certificate is not trusted, or does not belong to this host."),
    next: l10n.t(
      "Behind a proxy that inspects traffic, install the proxy's certificate on this machine. For Azurite with HTTPS, trust its certificate. Check the date of this machine as well.",
    ),
  }),
  brokenConnection: () => ({
    title: l10n.t('The connection was interrupted'),
    why: l10n.t('The connection ended before the answer was complete, several times.'),
    next: l10n.t('Retry. If it happens again, check the network connection, VPN and proxy.'),
  }),
  badAnswer: () => ({
    title: l10n.t('Unexpected response'),
    why: l10n.t(
      'The answer is not from Azure Storage, but from a proxy, the sign-in page of a network, or another server.',
    ),
    next: l10n.t('Check the container URL and the network: open the URL in a browser to see who answers.'),
  }),
  azuriteTooOld: () => ({
    title: l10n.t('This Azurite is too old'),
    why: l10n.t('It rejects the storage API version, which is newer than this Azurite.'),
    next: l10n.t('Update Azurite, or start it with {0}.', '--skipApiVersionCheck'),
  }),
  throttled: () => ({
    title: l10n.t('The storage account is busy'),
    why: l10n.t('Azure throttled the account, and several retries failed.'),
    next: l10n.t('Wait a minute, then retry.'),
  }),
  serverError: () => ({
    title: l10n.t('Azure Storage has a problem'),
    why: l10n.t('The service failed several times while it worked on the request.'),
    next: l10n.t('Retry later. If the problem persists, look at the Azure status page.'),
  }),
  clockSkew: () => ({
    title: l10n.t('The clock of this machine is wrong'),
    why: l10n.t(
      "The clock of this machine differs too much from Azure's, so signatures and tokens are refused.",
    ),
    next: l10n.t('Set the clock (turn on automatic time), then retry.'),
  }),
};
