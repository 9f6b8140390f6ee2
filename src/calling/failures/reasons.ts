/** Why the Call Recording service did not do what was asked; each has an explanation of its own. */
export type CallingErrorReason =
  | 'recordingNotFound'
  | 'callNotFound'
  /** A file in Communication Services' own storage. */
  | 'fileNotFound'
  | 'alreadyRecording'
  | 'cannotJoinCall'
  | 'callNotEstablished'
  | 'notAServerCallId'
  | 'invalidRequest'
  | 'internalError'
  | 'serverError'
  | 'signInFailed'
  /** An Entra token, where `signInFailed` is about a key. */
  | 'tokenRefused'
  | 'clockSkew'
  | 'notSignedIn'
  | 'notConnected'
  /** The secret storage of VS Code failed. */
  | 'secretStorage'
  | 'forbidden'
  | 'throttled'
  | 'unknownHost'
  | 'refused'
  | 'tlsFailed'
  | 'timedOut'
  | 'brokenConnection'
  /** The answer broke off, or cannot be read: the service may have done what was asked. */
  | 'brokenAnswer'
  /** Something else answered in the place of the service, such as a proxy. */
  | 'badAnswer'
  | 'badConnectionString'
  | 'cancelled'
  | 'unknown';

/**
 * What is known of the effect of a request. `refused`: the service did nothing. `unknown`: it may have done
 * what was asked, and it was not reported.
 */
export type Outcome = 'done' | 'refused' | 'unknown';

/** The effect of a request that failed for this reason. */
export function outcomeOf(reason: CallingErrorReason): Exclude<Outcome, 'done'> {
  return outcomes[reason];
}

const outcomes: Readonly<Record<CallingErrorReason, Exclude<Outcome, 'done'>>> = {
  recordingNotFound: 'refused',
  callNotFound: 'refused',
  fileNotFound: 'refused',
  alreadyRecording: 'refused',
  cannotJoinCall: 'refused',
  callNotEstablished: 'refused',
  notAServerCallId: 'refused',
  invalidRequest: 'refused',
  internalError: 'unknown',
  serverError: 'unknown',
  signInFailed: 'refused',
  tokenRefused: 'refused',
  clockSkew: 'refused',
  notSignedIn: 'refused',
  notConnected: 'refused',
  secretStorage: 'refused',
  forbidden: 'refused',
  throttled: 'refused',
  unknownHost: 'refused',
  refused: 'refused',
  tlsFailed: 'refused',
  timedOut: 'unknown',
  brokenConnection: 'unknown',
  brokenAnswer: 'unknown',
  badAnswer: 'refused',
  badConnectionString: 'refused',
  cancelled: 'unknown',
  unknown: 'unknown',
};

/** All reasons. */
export const callingErrorReasons = Object.keys(outcomes) as readonly CallingErrorReason[];
