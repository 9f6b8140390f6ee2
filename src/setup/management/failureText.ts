import * as l10n from '@vscode/l10n';
import type { Explanation } from '../../base/explanation.ts';
import type { Failure, FailureReason } from './failure.ts';

/** What failed, why, and what to do next. */
export function failureText(failure: Failure): Explanation {
  return texts[failure.reason](failure);
}

/** A failure in one line of text. */
export function failureLine(failure: Failure): string {
  const { title, why, next } = failureText(failure);
  return `${title}: ${why} ${next}`;
}

const retry = (): string => l10n.t('Check the network connection, VPN and proxy, then check again.');

const texts: Readonly<Record<FailureReason, (failure: Failure) => Explanation>> = {
  notSignedIn: () => ({
    title: l10n.t('Not signed in'),
    why: l10n.t('Azure did not accept the sign-in, or no one is signed in.'),
    next: l10n.t('Sign in to Azure and check again.'),
  }),
  signInCancelled: () => ({
    title: l10n.t('Sign-in cancelled'),
    why: l10n.t('The sign-in to Azure was closed, or not allowed for this extension.'),
    next: l10n.t('Check again and complete the sign-in. With Azure CLI: az login.'),
  }),
  conditionalAccess: () => ({
    title: l10n.t('Your organization requires more'),
    why: l10n.t('A conditional access policy of this tenant requires a stronger or newer sign-in.'),
    next: l10n.t(
      'Sign in again and complete all steps. If VS Code does not ask, update it to 1.105 or newer, or use Azure CLI: az login.',
    ),
  }),
  notInTenant: ({ tenantId }) => ({
    title: l10n.t('Not a member of this tenant'),
    why: l10n.t('The signed-in account is not known in tenant {0}.', tenantId ?? '?'),
    next: l10n.t(
      'Ask an administrator of that tenant to invite you as a guest, or sign in with another account.',
    ),
  }),
  wrongTenant: ({ tenantId }) => ({
    title: l10n.t('Another tenant'),
    why: l10n.t(
      'The subscription belongs to tenant {0}, and the sign-in is for another one.',
      tenantId ?? '?',
    ),
    next: l10n.t('Sign in to that tenant and check again.'),
  }),
  noRight: ({ action, scope, code }) => ({
    title: l10n.t('Permission missing'),
    why:
      action === undefined
        ? l10n.t('Azure refused the request ({0}).', code ?? '403')
        : l10n.t('The action {0} is missing at {1}, or that scope does not exist.', action, scope ?? '?'),
    next: l10n.t(
      'Ask an administrator for a role that has the action, or hand over the CLI text. If a role of yours is eligible in Privileged Identity Management, activate it first: the extension cannot see it. A new role takes up to 10 minutes; signing in again shortens that.',
    ),
  }),
  noLinkedRight: ({ action, scope }) => ({
    title: l10n.t('Permission missing on a linked resource'),
    why: l10n.t('The action {0} is missing at {1}.', action ?? '?', scope ?? '?'),
    next: l10n.t('Ask an administrator for a role that has the action there, or hand over the CLI text.'),
  }),
  throttled: ({ retryAfterSeconds }) => ({
    title: l10n.t('Azure is throttling'),
    why:
      retryAfterSeconds === undefined
        ? l10n.t('Too many requests were sent for this subscription or tenant.')
        : l10n.t('Too many requests were sent. Azure asks to wait {0} s.', Math.ceil(retryAfterSeconds)),
    next: l10n.t('Wait and check again.'),
  }),
  subscriptionMissing: () => ({
    title: l10n.t('Subscription not found'),
    why: l10n.t('The subscription is gone, or it belongs to a tenant that you are not signed in to.'),
    next: l10n.t('Pick the resource again from Azure.'),
  }),
  subscriptionDisabled: () => ({
    title: l10n.t('Subscription disabled'),
    why: l10n.t('The subscription is disabled and can only be read.'),
    next: l10n.t('Reactivate it in the Azure portal under Subscriptions.'),
  }),
  notFound: () => ({
    title: l10n.t('Not found'),
    why: l10n.t('It does not exist, or was deleted or moved meanwhile.'),
    next: l10n.t('Pick it again from Azure, or create it.'),
  }),
  providerNotRegistered: ({ namespace }) => ({
    title: l10n.t('Resource provider not registered'),
    why: l10n.t('The subscription is not registered to use {0}.', namespace ?? '?'),
    next: l10n.t('Register it, which takes a minute or two, then try again.'),
  }),
  principalUnknown: () => ({
    title: l10n.t('Identity not known yet'),
    why: l10n.t(
      'The directory does not know the managed identity. A new one takes a minute to appear there.',
    ),
    next: l10n.t('Wait a minute and try again.'),
  }),
  assignmentExists: () => ({
    title: l10n.t('Already assigned'),
    why: l10n.t('The identity has this role at this scope already.'),
    next: l10n.t('Check again.'),
  }),
  assignmentLimit: () => ({
    title: l10n.t('Too many role assignments'),
    why: l10n.t('The subscription has reached its limit of role assignments.'),
    next: l10n.t('Remove assignments that are no longer needed, or assign the role to a group.'),
  }),
  assignmentFixed: () => ({
    title: l10n.t('The assignment cannot be changed'),
    why: l10n.t('An assignment with this name belongs to another identity, possibly one that was deleted.'),
    next: l10n.t('Remove that assignment in the Azure portal, then try again.'),
  }),
  conflict: ({ code }) => ({
    title: l10n.t('Conflict'),
    why: l10n.t('Another change is under way, or it exists in another form ({0}).', code ?? '409'),
    next: l10n.t('Check again, then try again.'),
  }),
  changedMeanwhile: () => ({
    title: l10n.t('Changed meanwhile'),
    why: l10n.t('Someone else changed the resource after it was read.'),
    next: l10n.t('Check again and look at the new state before you try again.'),
  }),
  locked: () => ({
    title: l10n.t('Locked'),
    why: l10n.t('A lock on the resource, its group or its subscription forbids the change.'),
    next: l10n.t('Ask an owner to remove the lock for the change, under Locks in the Azure portal.'),
  }),
  policy: ({ message }) => ({
    title: l10n.t('Forbidden by a policy'),
    why: l10n.t('Azure Policy refused the change. {0}', message ?? ''),
    next: l10n.t('Ask the owner of the policy for an exemption, or choose what it allows.'),
  }),
  webhookRefused: () => ({
    title: l10n.t('The webhook did not answer the handshake'),
    why: l10n.t('Event Grid sends a validation request first, and the endpoint did not answer it correctly.'),
    next: l10n.t('Make the endpoint reachable from the internet over HTTPS and answer the handshake.'),
  }),
  operationFailed: ({ code, message }) => ({
    title: l10n.t('The change failed'),
    why: l10n.t(
      'Azure accepted the change, but could not complete it ({0}). {1}',
      code ?? '?',
      message ?? '',
    ),
    next: l10n.t('Check again to see what was left, then try again.'),
  }),
  notReadBack: () => ({
    title: l10n.t('Written, but not visible yet'),
    why: l10n.t('Azure accepted the change, and reading it back does not show it yet.'),
    next: l10n.t('Wait a few minutes and check again. Nothing needs to be repeated.'),
  }),
  unsupportedVersion: () => ({
    title: l10n.t('Not available in this cloud'),
    why: l10n.t('Resource Manager does not know the requested version of the API.'),
    next: l10n.t('Use the Azure portal of this cloud, and report which cloud it is.'),
  }),
  invalidRequest: ({ code, message }) => ({
    title: l10n.t('Refused as invalid'),
    why: l10n.t('Azure did not accept the request ({0}). {1}', code ?? '400', message ?? ''),
    next: l10n.t('Check the names, then try again.'),
  }),
  serverError: ({ status, code }) => ({
    title: l10n.t('Azure has a problem'),
    why: l10n.t('Resource Manager answered with {0} ({1}), several times.', status ?? 500, code ?? '-'),
    next: l10n.t('Try again later; see https://status.azure.com.'),
  }),
  badAnswer: () => ({
    title: l10n.t('Unexpected response'),
    why: l10n.t(
      'Something other than Azure answered: a proxy, the sign-in page of a network, or another server.',
    ),
    next: retry(),
  }),
  foreignLink: () => ({
    title: l10n.t('Unexpected response'),
    why: l10n.t('The answer leads to another server. The sign-in was not sent there.'),
    next: retry(),
  }),
  noNetwork: () => ({
    title: l10n.t('No network'),
    why: l10n.t('The network or the name server cannot be reached.'),
    next: retry(),
  }),
  unknownHost: () => ({
    title: l10n.t('Unknown host'),
    why: l10n.t('The name of the server cannot be resolved.'),
    next: retry(),
  }),
  refused: () => ({
    title: l10n.t('Nothing answers at this address'),
    why: l10n.t('The connection was refused.'),
    next: retry(),
  }),
  proxy: () => ({
    title: l10n.t('Refused by the proxy'),
    why: l10n.t('The proxy requires a sign-in.'),
    next: l10n.t('Set the proxy with its sign-in in the settings of VS Code (http.proxy), then check again.'),
  }),
  tlsFailed: () => ({
    title: l10n.t('No secure connection'),
    why: l10n.t("The server's certificate is not trusted, or does not belong to this host."),
    next: l10n.t("Behind a proxy that inspects traffic, install the proxy's certificate on this machine."),
  }),
  timedOut: () => ({
    title: l10n.t('No answer in time'),
    why: l10n.t('The server did not answer in time.'),
    next: retry(),
  }),
  brokenConnection: () => ({
    title: l10n.t('The connection was interrupted'),
    why: l10n.t('The connection ended before the answer was complete.'),
    next: retry(),
  }),
  unknownCloud: () => ({
    title: l10n.t('Unknown cloud'),
    why: l10n.t('The setting microsoft-sovereign-cloud.customEnvironment names no Resource Manager.'),
    next: l10n.t('Set resourceManagerEndpointUrl there to an address that begins with https://.'),
  }),
  cancelled: () => ({
    title: l10n.t('Cancelled'),
    why: l10n.t('The check was cancelled before the answer came.'),
    next: l10n.t('Check again.'),
  }),
  unknown: ({ message }) => ({
    title: l10n.t('Unexpected error'),
    why: message ?? l10n.t('Nothing more is known.'),
    next: l10n.t('Check again; the log has the detail.'),
  }),
};
