import {
  CallAutomationClient,
  type CallRecording,
  type StartRecordingOptions,
  type StopRecordingOptions as RequestOptions,
} from '@azure/communication-call-automation';
import { createIdentifierFromRawId } from '@azure/communication-common';
import { AzureKeyCredential, type KeyCredential, type TokenCredential } from '@azure/core-auth';
import type { Log } from '../base/log.ts';
import { isLoopbackHost } from '../base/loopback.ts';
import { withoutUndefined } from '../base/withoutUndefined.ts';
import { CallingError, type CallingOperation } from './failures/callingError.ts';
import { checkEndpoint, parseConnectionString } from './connection/string.ts';
import type { ControlAnswer, RecordingAnswer, RecordingControl, StartAttempt } from './recordingControl.ts';
import { headersOf, traceOf } from './failures/answer.ts';
import { callingErrorOf } from './failures/fromSdk.ts';
import { withLog, withoutLongWaits, withoutProxy } from './pipelinePolicies.ts';
import type { StartRequest } from './start/request.ts';

/** The SDK's client, for what else is loaded on demand and needs it. */
export { CallAutomationClient };

export interface CallRecordingClientOptions {
  /** How often a request is repeated after a failure that may pass; default: 3. */
  readonly retries?: number;
  /** Wait before the first repetition; default: 1,000. */
  readonly retryDelayMs?: number;
  /** Time limit of an operation with all its repetitions; default: 60,000. */
  readonly timeoutMs?: number;
  /** Time limit of a question for the state, which is never repeated; default: 10,000. */
  readonly stateTimeoutMs?: number;
  /** The longest wait that the service may ask for before a repetition; default: 10,000. */
  readonly longestWaitMs?: number;
  /** Gets a line for each request. */
  readonly log?: Log;
}

/**
 * A client of the resource that a connection string names.
 * @throws CallingError `badConnectionString` with what is wrong; nothing of the string is repeated
 */
export function clientOfConnectionString(
  connectionString: string,
  options: CallRecordingClientOptions = {},
): RecordingControl {
  const parsed = parseConnectionString(connectionString);
  if (parsed.kind === 'invalid')
    throw new CallingError('badConnectionString', `The connection string is not usable: ${parsed.problem}`, {
      problem: parsed.problem,
    });
  return new CallRecordingClient(parsed.endpoint, new AzureKeyCredential(parsed.accessKey), options);
}

/**
 * A client of a resource that is signed in to with Microsoft Entra ID.
 * @throws CallingError `badConnectionString` where the endpoint is none
 */
export function clientOfEndpoint(
  endpoint: string,
  credential: TokenCredential,
  options: CallRecordingClientOptions = {},
): RecordingControl {
  const checked = checkEndpoint(endpoint);
  // The SDK sends tokens over HTTPS only.
  if (checked.kind === 'invalid' || !checked.endpoint.startsWith('https:'))
    throw new CallingError('badConnectionString', 'The endpoint is not usable', {
      problem: checked.kind === 'invalid' ? checked.problem : 'httpsNeeded',
    });
  return new CallRecordingClient(checked.endpoint, credential, options);
}

/** Call Recording through the SDK. Failures come as `CallingError`s without any secret. */
class CallRecordingClient implements RecordingControl {
  readonly #recordings: CallRecording;
  readonly #states: CallRecording;
  readonly #secrets: readonly string[];
  readonly #byToken: boolean;
  readonly #timeoutMs: number;
  readonly #stateTimeoutMs: number;

  constructor(
    endpoint: string,
    credential: KeyCredential | TokenCredential,
    options: CallRecordingClientOptions,
  ) {
    const isLocal = isLoopbackHost(new URL(endpoint).hostname);
    const recordingsWith = (maxRetries: number): CallRecording =>
      new CallAutomationClient(endpoint, credential, {
        allowInsecureConnection: isLocal,
        additionalPolicies: [
          ...(isLocal ? [withoutProxy] : []),
          ...(options.log ? [withLog(options.log)] : []),
          withoutLongWaits(options.longestWaitMs ?? 10_000),
        ].map((policy) => ({ policy, position: 'perRetry' as const })),
        retryOptions: { maxRetries, retryDelayInMs: options.retryDelayMs ?? 1000 },
      }).getCallRecording();
    this.#recordings = recordingsWith(options.retries ?? 3);
    this.#states = recordingsWith(0);
    this.#byToken = !('key' in credential);
    this.#secrets = 'key' in credential ? [credential.key] : [];
    this.#timeoutMs = options.timeoutMs ?? 60_000;
    this.#stateTimeoutMs = options.stateTimeoutMs ?? 10_000;
  }

  start(request: StartRequest, attempt: StartAttempt, signal?: AbortSignal): Promise<RecordingAnswer> {
    // The SDK makes a new ID for each start; a start that the user repeats is the same start.
    const repeatability = {
      'Repeatability-Request-ID': attempt.requestId,
      'Repeatability-First-Sent': new Date(attempt.firstSent).toUTCString(),
    };
    return this.#ask('start', this.#timeoutMs, signal, async (options, response) =>
      answerOf(
        await this.#recordings.start({
          ...startOptions(request),
          ...options,
          requestOptions: { customHeaders: repeatability },
        }),
        response(),
      ),
    );
  }

  getState(recordingId: string, signal?: AbortSignal): Promise<RecordingAnswer> {
    return this.#ask('getState', this.#stateTimeoutMs, signal, async (options, response) =>
      answerOf(await this.#states.getState(recordingId, options), response()),
    );
  }

  pause(recordingId: string, signal?: AbortSignal): Promise<ControlAnswer> {
    return this.#control('pause', signal, (options) => this.#recordings.pause(recordingId, options));
  }

  resume(recordingId: string, signal?: AbortSignal): Promise<ControlAnswer> {
    return this.#control('resume', signal, (options) => this.#recordings.resume(recordingId, options));
  }

  stop(recordingId: string, signal?: AbortSignal): Promise<ControlAnswer> {
    return this.#control('stop', signal, (options) => this.#recordings.stop(recordingId, options));
  }

  async #control(
    operation: CallingOperation,
    signal: AbortSignal | undefined,
    send: (options: RequestOptions) => Promise<void>,
  ): Promise<ControlAnswer> {
    try {
      return await this.#ask(operation, this.#timeoutMs, signal, async (options, response) => {
        await send(options);
        return { outcome: 'done', trace: traceOf(headersOf(response())) };
      });
    } catch (error) {
      if (CallingError.is(error, 'recordingNotFound') || CallingError.is(error, 'callNotFound'))
        return { outcome: 'alreadyEnded', trace: error.trace };
      throw error;
    }
  }

  async #ask<T>(
    operation: CallingOperation,
    timeoutMs: number,
    signal: AbortSignal | undefined,
    send: (options: RequestOptions, response: () => unknown) => Promise<T>,
  ): Promise<T> {
    const timeout = AbortSignal.timeout(timeoutMs);
    let response: unknown;
    try {
      return await send(
        {
          abortSignal: signal ? AbortSignal.any([signal, timeout]) : timeout,
          onResponse: (answer) => {
            response = answer;
          },
        },
        () => response,
      );
    } catch (thrown) {
      const error = this.#errorOf(thrown, operation);
      if (error.reason !== 'cancelled' || signal?.aborted === true) throw error;
      throw new CallingError('timedOut', `${operation}: no answer in ${timeoutMs} ms`, {
        operation,
        trace: traceOf(headersOf(response)),
      });
    }
  }

  #errorOf(thrown: unknown, operation: CallingOperation): CallingError {
    return callingErrorOf(thrown, {
      ...{ operation, secrets: this.#secrets, now: Date.now(), byToken: this.#byToken },
    });
  }
}

function startOptions(request: StartRequest): StartRecordingOptions {
  const { call, destination, callbackUrl, channelOrder, channelAffinity } = request;
  return {
    ...(call.kind === 'callConnectionId'
      ? { callConnectionId: call.id }
      : { callLocator: { kind: locatorTypes[call.kind], id: call.id } }),
    recordingContent: request.content,
    recordingChannel: request.channel,
    recordingFormat: request.format,
    recordingStorage:
      destination.kind === 'container'
        ? { recordingStorageKind: 'azureBlobStorage', recordingDestinationContainerUrl: destination.url }
        : { recordingStorageKind: 'azureCommunicationServices' },
    pauseOnStart: request.pauseOnStart,
    ...withoutUndefined({ recordingStateCallbackEndpointUrl: callbackUrl }),
    ...(channelOrder.length === 0
      ? {}
      : { audioChannelParticipantOrdering: channelOrder.map((id) => createIdentifierFromRawId(id)) }),
    ...(channelAffinity.length === 0
      ? {}
      : {
          channelAffinity: channelAffinity.map(({ channel, participantId }) => ({
            channel,
            targetParticipant: createIdentifierFromRawId(participantId),
          })),
        }),
  };
}

const locatorTypes = {
  serverCallId: 'serverCallLocator',
  groupCallId: 'groupCallLocator',
  roomId: 'roomCallLocator',
} as const;

/** @throws the answer as the SDK throws one that it cannot read */
function answerOf(
  answer: { recordingId?: string; recordingState?: string },
  response: unknown,
): RecordingAnswer {
  const { recordingId, recordingState } = answer;
  if (typeof recordingId !== 'string' || recordingId === '' || typeof recordingState !== 'string')
    throw Object.assign(new Error('The answer holds no recording'), {
      ...{ code: 'PARSE_ERROR', statusCode: 200, response },
    });
  return { recordingId, state: recordingState, trace: traceOf(headersOf(response)) };
}
