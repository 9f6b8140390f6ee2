import * as l10n from '@vscode/l10n';
import type { EndReason } from './event.ts';

/**
 * Why a chunk ended, in the REST API's spelling; Event Grid writes the first letter in upper case.
 * @see https://github.com/Azure/azure-sdk-for-java/tree/main/sdk/communication/azure-communication-callautomation
 */
export const chunkEndReasons = [
  'chunkIsBeingRecorded',
  'sessionEnded',
  'chunkMaximumSizeExceeded',
  'chunkMaximumTimeExceeded',
  'chunkUploadFailure',
] as const;
export type ChunkEndReason = (typeof chunkEndReasons)[number];

/** Why a recording session ended, in the REST API's spelling, its misspelling of "transferred" included. */
export const sessionEndReasons = [
  'sessionStillOngoing',
  'callEnded',
  'initiatorLeft',
  'handedOverOrTransfered',
  'maximumSessionTimeReached',
  'callStartTimeout',
  'mediaTimeout',
  'audioStreamFailure',
  'allInstancesBusy',
  'teamsTokenConversionFailed',
  'reportCallStateFailed',
  'reportCallStateFailedAndSessionMustBeDiscarded',
  'couldNotRejoinCall',
  'invalidBotData',
  'couldNotStart',
  'appHostedMediaFailureOutcomeWithError',
  'appHostedMediaFailureOutcomeGracefully',
  'handedOverDueToMediaTimeout',
  'handedOverDueToAudioStreamFailure',
  'speechRecognitionSessionNonRetriableError',
  'speechRecognitionSessionRetriableErrorMaxRetryCountReached',
  'handedOverDueToChunkCreationFailure',
  'chunkCreationFailed',
  'handedOverDueToProcessingTimeout',
  'processingTimeout',
  'transcriptObjectCreationFailed',
] as const;
export type SessionEndReason = (typeof sessionEndReasons)[number];

/** Reads an end reason without regard to case. */
export function readEndReason(raw: string, known: readonly string[]): EndReason {
  const lower = raw.toLowerCase();
  const match = known.find((reason) => reason.toLowerCase() === lower);
  return match === undefined ? { raw } : { raw, known: match };
}

/** The spelling of Event Grid. */
export function eventGridSpelling(reason: string): string {
  return reason.charAt(0).toUpperCase() + reason.slice(1);
}

/** A chunk's end reason in words, or as it was written where it is not known. */
export function chunkEndReasonText(reason: EndReason): string {
  return isOneOf(reason.known, chunkEndReasons) ? chunkTexts()[reason.known] : reason.raw;
}

/** A session's end reason in words, or as it was written where it is not known. */
export function sessionEndReasonText(reason: EndReason): string {
  return isOneOf(reason.known, sessionEndReasons) ? sessionTexts()[reason.known] : reason.raw;
}

function isOneOf<T extends string>(value: string | undefined, list: readonly T[]): value is T {
  return value !== undefined && (list as readonly string[]).includes(value);
}

function chunkTexts(): Record<ChunkEndReason, string> {
  return {
    chunkIsBeingRecorded: l10n.t('The chunk is still being recorded'),
    sessionEnded: l10n.t('The recording ended: this is the last chunk'),
    chunkMaximumSizeExceeded: l10n.t('Largest size reached, another chunk follows'),
    chunkMaximumTimeExceeded: l10n.t('Longest time reached, another chunk follows'),
    chunkUploadFailure: l10n.t('The chunk could not be uploaded'),
  };
}

function sessionTexts(): Record<SessionEndReason, string> {
  return {
    sessionStillOngoing: l10n.t('The recording is still running'),
    callEnded: l10n.t('The call ended'),
    initiatorLeft: l10n.t('The participant who started the recording left the call'),
    handedOverOrTransfered: l10n.t('The recording was handed over or the call was transferred'),
    maximumSessionTimeReached: l10n.t('The recording reached its longest time'),
    callStartTimeout: l10n.t('The call did not start in time'),
    mediaTimeout: l10n.t('No media arrived for too long'),
    audioStreamFailure: l10n.t('The audio stream failed'),
    allInstancesBusy: l10n.t('All recorders of the service were busy'),
    teamsTokenConversionFailed: l10n.t('The service could not exchange the Teams token'),
    reportCallStateFailed: l10n.t('The service could not report the state of the call'),
    reportCallStateFailedAndSessionMustBeDiscarded: l10n.t(
      'The service could not report the state of the call, and the recording is discarded',
    ),
    couldNotRejoinCall: l10n.t('The recorder lost the call and could not join it again'),
    invalidBotData: l10n.t('The recorder got invalid data'),
    couldNotStart: l10n.t('The recording could not start'),
    appHostedMediaFailureOutcomeWithError: l10n.t('The media of the recorder failed with an error'),
    appHostedMediaFailureOutcomeGracefully: l10n.t('The recorder stopped its media and shut down normally'),
    handedOverDueToMediaTimeout: l10n.t('Handed over to another recorder: no media arrived for too long'),
    handedOverDueToAudioStreamFailure: l10n.t('Handed over to another recorder: the audio stream failed'),
    speechRecognitionSessionNonRetriableError: l10n.t('Speech recognition failed permanently'),
    speechRecognitionSessionRetriableErrorMaxRetryCountReached: l10n.t(
      'Speech recognition failed too many times',
    ),
    handedOverDueToChunkCreationFailure: l10n.t(
      'Handed over to another recorder: a chunk could not be created',
    ),
    chunkCreationFailed: l10n.t('A chunk could not be created'),
    handedOverDueToProcessingTimeout: l10n.t('Handed over to another recorder: processing took too long'),
    processingTimeout: l10n.t('Processing took too long'),
    transcriptObjectCreationFailed: l10n.t('The transcript could not be created'),
  };
}

/** True for reasons after which parts of the call may be missing from the recording. */
export function isFailure(reason: EndReason): boolean {
  const harmless: readonly (string | undefined)[] = [
    'sessionStillOngoing',
    'callEnded',
    'initiatorLeft',
    'handedOverOrTransfered',
    'maximumSessionTimeReached',
    'chunkIsBeingRecorded',
    'sessionEnded',
    'chunkMaximumSizeExceeded',
    'chunkMaximumTimeExceeded',
  ];
  return reason.known !== undefined && !harmless.includes(reason.known);
}
