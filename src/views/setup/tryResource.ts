import { type CallingErrorReason } from '../../calling/failures/reasons.ts';
import type { CommunicationResource } from '../../calling/connection/resource.ts';
import { askForNoRecording } from '../../calling/connection/trial.ts';
import type { Finding, ResourceTrial } from '../../setup/evidence/evidence.ts';
import type { FailureReason } from '../../setup/management/failure.ts';
import type { Resources } from '../active/resources.ts';

/** What a refusal shows: how the sign-in was answered, or why nothing is known of it. */
type Meaning = { readonly trial: ResourceTrial } | { readonly failure: FailureReason };

const meanings: Readonly<Record<CallingErrorReason, Meaning>> = {
  recordingNotFound: { failure: 'unknown' },
  callNotFound: { failure: 'unknown' },
  fileNotFound: { failure: 'unknown' },
  alreadyRecording: { failure: 'unknown' },
  cannotJoinCall: { failure: 'unknown' },
  callNotEstablished: { failure: 'unknown' },
  notAServerCallId: { failure: 'unknown' },
  invalidRequest: { failure: 'unknown' },
  internalError: { failure: 'serverError' },
  serverError: { failure: 'serverError' },
  signInFailed: { trial: 'keyRefused' },
  tokenRefused: { trial: 'keyRefused' },
  clockSkew: { failure: 'unknown' },
  notSignedIn: { failure: 'notSignedIn' },
  notConnected: { failure: 'unknown' },
  secretStorage: { failure: 'unknown' },
  forbidden: { trial: 'forbidden' },
  throttled: { failure: 'throttled' },
  unknownHost: { failure: 'unknownHost' },
  refused: { failure: 'refused' },
  tlsFailed: { failure: 'tlsFailed' },
  timedOut: { failure: 'timedOut' },
  brokenConnection: { failure: 'brokenConnection' },
  brokenAnswer: { failure: 'brokenConnection' },
  badAnswer: { failure: 'badAnswer' },
  badConnectionString: { failure: 'unknown' },
  cancelled: { failure: 'cancelled' },
  unknown: { failure: 'unknown' },
};

/** Asks a resource for the state of a recording that does not exist. Never rejects but on a defect. */
export async function tryResource(
  resources: Resources,
  { id }: CommunicationResource,
  signal: AbortSignal,
): Promise<Finding<ResourceTrial>> {
  const refusal = await askForNoRecording(() => resources.control(id, 'command'), signal);
  if (!refusal) return { kind: 'seen', value: 'accepted' };
  const meaning = meanings[refusal.reason];
  return 'trial' in meaning
    ? { kind: 'seen', value: meaning.trial }
    : { kind: 'failed', failure: { reason: meaning.failure, message: refusal.message } };
}
