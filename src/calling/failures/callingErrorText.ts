import * as l10n from '@vscode/l10n';
import type { CallingError, CallingErrorReason, CallingOperation, RequestTrace } from './callingError.ts';
import { connectionStringAdvice } from '../connection/stringText.ts';

/** A failure in words for a person. */
export interface CallingExplanation {
  /** What failed. */
  readonly what: string;
  readonly why: string;
  /** What to do next. */
  readonly next: string;
  /** What to quote to support, where the service gave an ID. */
  readonly quote?: string;
}

/** Says what failed, why, what to do next, and which ID to quote to support. */
export function explainCallingError(error: CallingError): CallingExplanation {
  const { why, next } =
    error.problem === undefined ? reasonText(error) : connectionStringAdvice(error.problem);
  const quote = quoteOf(error.trace, error);
  return { what: whatFailed(error.operation), why, next, ...(quote === undefined ? {} : { quote }) };
}

/** The explanation in one line. */
export function callingErrorMessage(error: CallingError): string {
  const { what, why, next, quote } = explainCallingError(error);
  return [what, why, next, quote].filter((part) => part !== undefined && part !== '').join(' ');
}

/** Why, in one sentence. */
export function callingReasonText(reason: CallingErrorReason): string {
  return reasonText({ reason }).why;
}

function whatFailed(operation: CallingOperation | undefined): string {
  switch (operation) {
    case 'start':
      return l10n.t('The recording was not started.');
    case 'getState':
      return l10n.t('The state of the recording is unknown.');
    case 'pause':
      return l10n.t('The recording was not paused.');
    case 'resume':
      return l10n.t('The recording was not resumed.');
    case 'stop':
      return l10n.t('The recording was not stopped.');
    case 'download':
      return l10n.t('The recording was not downloaded.');
    case 'delete':
      return l10n.t('The recording was not deleted.');
    case undefined:
      return l10n.t('The Communication Services resource cannot be used.');
  }
}

function quoteOf(trace: RequestTrace, { status, code }: CallingError): string | undefined {
  const answered = [status, code].filter((part) => part !== undefined).join('/');
  if (trace.correlationId !== undefined)
    return answered === ''
      ? l10n.t('Correlation ID for support: {0}', trace.correlationId)
      : l10n.t('Answer {0}, correlation ID for support: {1}', answered, trace.correlationId);
  if (trace.clientRequestId !== undefined && answered !== '')
    return l10n.t('Answer {0}, request ID for support: {1}', answered, trace.clientRequestId);
  return answered === '' ? undefined : l10n.t('Answer: {0}', answered);
}

interface ReasonText {
  readonly why: string;
  readonly next: string;
}

function reasonText(error: Pick<CallingError, 'reason'> & Partial<CallingError>): ReasonText {
  return (
    callText(error.reason) ??
    signInText(error.reason) ??
    answerText(error) ??
    networkText(error.reason) ?? {
      why: l10n.t('The reason is not known.'),
      next: l10n.t('The log holds what is known of it.'),
    }
  );
}

function callText(reason: CallingErrorReason): ReasonText | undefined {
  switch (reason) {
    case 'recordingNotFound':
      return {
        why: l10n.t(
          'The service knows no such recording: it has ended, or it was started with another resource.',
        ),
        next: l10n.t('If it has ended, look for its files in the container.'),
      };
    case 'callNotFound':
      return {
        why: l10n.t('The service knows no such call: it has ended, or it belongs to another resource.'),
        next: l10n.t(
          'Take the ID of a call that is still connected, and the resource whose users are in it.',
        ),
      };
    case 'alreadyRecording':
      return {
        why: l10n.t('The call is being recorded already: a call has one recording of a type at a time.'),
        next: l10n.t('Stop the other recording first, or wait until it has ended.'),
      };
    case 'cannotJoinCall':
      return {
        why: l10n.t(
          'The service could not join the call: the ID names no call of this resource that is going on.',
        ),
        next: l10n.t('Copy the server call ID from the call itself, such as from the event CallConnected.'),
      };
    case 'callNotEstablished':
      return {
        why: l10n.t('The call is not connected yet, or not any more.'),
        next: l10n.t('Wait until somebody has answered, then try again.'),
      };
    case 'notAServerCallId':
      return {
        why: l10n.t('The service could not read the server call ID.'),
        next: l10n.t('A GUID is a call ID or a group call ID. Use "Explain ID…" to see what you have.'),
      };
    default:
      return undefined;
  }
}

function signInText(reason: CallingErrorReason): ReasonText | undefined {
  switch (reason) {
    case 'signInFailed':
      return {
        why: l10n.t(
          'The service refused the sign-in: the key is not one of this resource, or it was replaced.',
        ),
        next: l10n.t('Connect the Communication Services resource again with its current connection string.'),
      };
    case 'clockSkew':
      return {
        why: l10n.t('The service refused the sign-in, and the clock of this computer differs from its own.'),
        next: l10n.t('Set the clock of this computer, then try again.'),
      };
    case 'notSignedIn':
      return {
        why: l10n.t('Nobody is signed in with Microsoft Entra ID.'),
        next: l10n.t('Sign in, then try again.'),
      };
    case 'notConnected':
      return {
        why: l10n.t('The Communication Services resource is no longer connected, or its secret is gone.'),
        next: l10n.t('Connect it again.'),
      };
    case 'forbidden':
      return {
        why: l10n.t('The account that is signed in may not use this Communication Services resource.'),
        next: l10n.t('Give it the role Contributor on the resource, or connect with a connection string.'),
      };
    default:
      return undefined;
  }
}

function answerText({
  reason,
  retryAfterSeconds,
}: Pick<CallingError, 'reason'> & Partial<CallingError>): ReasonText | undefined {
  switch (reason) {
    case 'invalidRequest':
      return {
        why: l10n.t('The service says that the request is not valid.'),
        next: l10n.t('Check the call ID, the format and the callback URL.'),
      };
    case 'internalError':
      return {
        why: l10n.t('The service failed, and does not say why.'),
        next: l10n.t('Check that the call is connected and the ID is its own, then try again.'),
      };
    case 'serverError':
      return {
        why: l10n.t('The service failed, also when asked again.'),
        next: l10n.t('Try again in a minute.'),
      };
    case 'throttled':
      return {
        why: l10n.t('The service gets too many requests for this resource.'),
        next:
          retryAfterSeconds === undefined
            ? l10n.t('Try again in a minute.')
            : l10n.t('Try again in {0} seconds.', Math.ceil(retryAfterSeconds)),
      };
    case 'badAnswer':
      return {
        why: l10n.t('The answer is not one of the Call Recording service.'),
        next: l10n.t('Check the endpoint of the resource, and whether a proxy answers in its place.'),
      };
    default:
      return undefined;
  }
}

function networkText(reason: CallingErrorReason): ReasonText | undefined {
  switch (reason) {
    case 'unknownHost':
      return {
        why: l10n.t('The host of the resource was not found.'),
        next: l10n.t('Check the endpoint for typing errors, and the network.'),
      };
    case 'refused':
      return {
        why: l10n.t('Nothing answers at the address of the resource.'),
        next: l10n.t('If it is the local service, start it. Otherwise check the network.'),
      };
    case 'timedOut':
      return {
        why: l10n.t('The service did not answer in time.'),
        next: l10n.t('Check the network, then try again.'),
      };
    case 'brokenConnection':
      return { why: l10n.t('The connection broke off.'), next: l10n.t('Check the network, then try again.') };
    case 'tlsFailed':
      return {
        why: l10n.t('The certificate of the service was not accepted.'),
        next: l10n.t('If a proxy looks into connections, have its certificate trusted by this computer.'),
      };
    case 'cancelled':
      return { why: l10n.t('It was cancelled.'), next: '' };
    default:
      return undefined;
  }
}
