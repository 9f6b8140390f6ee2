import * as l10n from '@vscode/l10n';
import { formatMoment } from '../../base/display.ts';
import type { CallingError, OtherAnswer } from './callingError.ts';
import type { CallingErrorReason } from './reasons.ts';

/** Why a request failed, and what to do next. */
export interface ReasonText {
  readonly why: string;
  readonly next: string;
}

/** What a reason's text may depend on. */
export type ReasonDetail = Partial<Pick<CallingError, 'retryAt' | 'said' | 'answeredBy' | 'status'>>;

/** The texts of all reasons. A reason without a text does not compile. */
export const reasonTexts: Readonly<Record<CallingErrorReason, (detail: ReasonDetail) => ReasonText>> = {
  recordingNotFound: () => ({
    why: l10n.t(
      'The service does not know this recording: it has ended, or it was started with another resource.',
    ),
    next: l10n.t('If it has ended, look for its files in the container.'),
  }),
  callNotFound: () => ({
    why: l10n.t('The service does not know this call: it has ended, or it belongs to another resource.'),
    next: l10n.t('Take the ID of a call that is still connected, and the resource whose users are in it.'),
  }),
  fileNotFound: () => ({
    why: l10n.t(
      'The storage of Communication Services has no such file: its 24 hours are over, it was deleted, or another resource made it.',
    ),
    next: l10n.t('Compare the time of the event, and choose the resource that made the recording.'),
  }),
  alreadyRecording: () => ({
    why: l10n.t('The call is being recorded already: a call has one recording of a type at a time.'),
    next: l10n.t(
      'Stop the other recording first, wait until it has ended, or add it to the list by its recording ID.',
    ),
  }),
  cannotJoinCall: () => ({
    why: l10n.t('The service could not join the call: no active call of this resource has this ID.'),
    next: l10n.t('Copy the server call ID from the call itself, such as from the event CallConnected.'),
  }),
  callNotEstablished: () => ({
    why: l10n.t('The call is not connected yet, or no longer.'),
    next: l10n.t('Wait until someone has answered, then try again.'),
  }),
  notAServerCallId: () => ({
    why: l10n.t('The service could not read the server call ID.'),
    next: l10n.t('A GUID is a call ID or a group call ID. Use "Explain ID…" to see what you have.'),
  }),
  invalidRequest: ({ said }) => ({
    why:
      said === undefined
        ? l10n.t('The service refused the request and did not say why.')
        : l10n.t('The service refused the request: {0}', said),
    next: l10n.t('Check the call ID, the format and the callback URL.'),
  }),
  internalError: () => ({
    why: l10n.t('The service failed and did not say why.'),
    next: l10n.t('Check that the call is connected and that the ID belongs to it, then try again.'),
  }),
  serverError: ({ retryAt }) => ({
    why: l10n.t('The service failed, and failed again on a second attempt.'),
    next: waitText(retryAt),
  }),
  signInFailed: () => ({
    why: l10n.t(
      'The service refused the sign-in: the key does not belong to this resource, or it was replaced.',
    ),
    next: l10n.t('Connect the Communication Services resource again with its current connection string.'),
  }),
  tokenRefused: ({ said }) => ({
    why: withSaid(l10n.t('The service refused the Microsoft Entra token.'), said),
    next: l10n.t(
      'Sign in with an account of the tenant of this resource, or connect it with its connection string.',
    ),
  }),
  clockSkew: () => ({
    why: l10n.t('The service refused the sign-in, and the clock of this computer differs from its own.'),
    next: l10n.t('Set the clock of this computer, then try again.'),
  }),
  notSignedIn: () => ({
    why: l10n.t('No one is signed in with Microsoft Entra ID.'),
    next: l10n.t('Sign in, then try again.'),
  }),
  notConnected: () => ({
    why: l10n.t('The Communication Services resource is no longer connected, or its secret is gone.'),
    next: l10n.t('Connect it again.'),
  }),
  secretStorage: () => ({
    why: l10n.t('The secret storage of VS Code failed, where the connection string is kept.'),
    next: l10n.t(
      'Check the keyring of this computer, then reload the window. A Microsoft account works without the secret storage.',
    ),
  }),
  forbidden: ({ said }) => ({
    why: withSaid(l10n.t('The service denied access to this Communication Services resource.'), said),
    next: l10n.t(
      'Give the account the role Contributor on the resource, connect with a connection string, or ask an administrator to check its network rules.',
    ),
  }),
  throttled: ({ retryAt }) => ({
    why: l10n.t('The service is throttling requests to this resource.'),
    next: waitText(retryAt),
  }),
  unknownHost: () => ({
    why: l10n.t('The host of the resource was not found.'),
    next: l10n.t('Check the endpoint for typing errors, and the network.'),
  }),
  refused: () => ({
    why: l10n.t('Nothing answers at the address of the resource.'),
    next: l10n.t('If it is the local service, start it. Otherwise check the network.'),
  }),
  tlsFailed: () => ({
    why: l10n.t('The certificate of the service was not accepted.'),
    next: l10n.t('If a proxy inspects connections, make this computer trust its certificate.'),
  }),
  timedOut: () => ({
    why: l10n.t('The service did not answer in time.'),
    next: l10n.t('Check the network, then try again.'),
  }),
  brokenConnection: () => ({
    why: l10n.t('The connection was interrupted.'),
    next: l10n.t('Check the network, then try again.'),
  }),
  brokenAnswer: () => ({
    why: l10n.t('The answer of the service was cut off or cannot be read.'),
    next: l10n.t('Try again: the service treats it as the same request.'),
  }),
  badAnswer: ({ answeredBy, status }) => ({
    why: otherAnswerText(answeredBy ?? {}, status),
    next: l10n.t('Check the endpoint of the resource, and whether a proxy answers in its place.'),
  }),
  badConnectionString: () => ({
    why: l10n.t('The connection string cannot be used.'),
    next: l10n.t('Copy it from Keys in the Azure portal.'),
  }),
  cancelled: () => ({ why: l10n.t('It was cancelled.'), next: '' }),
  unknown: () => ({
    why: l10n.t('The reason is unknown.'),
    next: l10n.t('The log has the details.'),
  }),
};

function withSaid(why: string, said: string | undefined): string {
  return said === undefined ? why : `${why} ${l10n.t('It said: {0}', said)}`;
}

/** A long wait is given as the time when it is over: the message may be read later. */
function waitText(retryAt: number | undefined): string {
  if (retryAt === undefined) return l10n.t('Try again in a minute.');
  const seconds = Math.ceil((retryAt - Date.now()) / 1000);
  return seconds > 120
    ? l10n.t('Wait until {0}, then try again.', formatMoment(new Date(retryAt)))
    : l10n.t('Wait {0} seconds, then try again.', Math.max(seconds, 1));
}

function otherAnswerText({ contentType, server, title }: OtherAnswer, status: number | undefined): string {
  const parts = [
    status === undefined ? undefined : `HTTP ${status}`,
    contentType,
    server,
    title && `“${title}”`,
  ];
  const known = parts.filter((part) => part !== undefined && part !== '').join(', ');
  return known === ''
    ? l10n.t('Something other than the Call Recording service answered.')
    : l10n.t('Something other than the Call Recording service answered: {0}.', known);
}
