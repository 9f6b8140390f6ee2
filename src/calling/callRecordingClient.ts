import {
  CallAutomationClient,
  type CallRecording,
  type StartRecordingOptions,
  type StopRecordingOptions as RequestOptions,
} from '@azure/communication-call-automation';
import { createIdentifierFromRawId } from '@azure/communication-common';
import { AzureKeyCredential, type KeyCredential, type TokenCredential } from '@azure/core-auth';
import type { PipelinePolicy } from '@azure/core-rest-pipeline';
import { isLoopbackHost } from '../recording/event/location.ts';
import { CallingError, type CallingOperation, type RequestTrace } from './failures/callingError.ts';
import { checkEndpoint, parseConnectionString } from './connection/string.ts';
import type { ControlAnswer, RecordingAnswer, RecordingControl, StartAttempt } from './recordingControl.ts';
import { callingErrorOf, traceOf } from './failures/fromSdk.ts';
import type { StartRequest } from './start/request.ts';

export interface CallRecordingClientOptions {
  /** How often a request is repeated after a failure that may pass; 3 unless told. */
  readonly retries?: number;
  /** Wait before the first repetition; 1,000 unless told. */
  readonly retryDelayMs?: number;
  /** After so long an operation with all its repetitions is given up; 60,000 unless told. */
  readonly timeoutMs?: number;
  /** After so long a question for the state is given up, which is never repeated; 10,000 unless told. */
  readonly stateTimeoutMs?: number;
}

/**
 * A client of the resource that a connection string names.
 * @throws CallingError `badConnectionString`, which tells what is wrong and repeats nothing of the string
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

/** A proxy that the environment names would look for this machine elsewhere. */
const withoutProxy: PipelinePolicy = {
  name: 'withoutProxy',
  sendRequest(request, next) {
    delete request.agent;
    return next(request);
  },
};

/** Call Recording through the SDK. Failures come as `CallingError`s without any secret. */
class CallRecordingClient implements RecordingControl {
  readonly #recordings: CallRecording;
  readonly #states: CallRecording;
  readonly #secrets: readonly string[];
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
        additionalPolicies: isLocal ? [{ policy: withoutProxy, position: 'perRetry' }] : [],
        retryOptions: { maxRetries, retryDelayInMs: options.retryDelayMs ?? 1000 },
      }).getCallRecording();
    this.#recordings = recordingsWith(options.retries ?? 3);
    this.#states = recordingsWith(0);
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
    return this.#ask('start', this.#timeoutMs, signal, async (options, trace) =>
      answerOf(
        await this.#recordings.start({
          ...startOptions(request),
          ...options,
          requestOptions: { customHeaders: repeatability },
        }),
        trace,
      ),
    );
  }

  getState(recordingId: string, signal?: AbortSignal): Promise<RecordingAnswer> {
    return this.#ask('getState', this.#stateTimeoutMs, signal, async (options, trace) =>
      answerOf(await this.#states.getState(recordingId, options), trace),
    );
  }

  pause(recordingId: string, signal?: AbortSignal): Promise<ControlAnswer> {
    return this.#steer('pause', signal, (options) => this.#recordings.pause(recordingId, options));
  }

  resume(recordingId: string, signal?: AbortSignal): Promise<ControlAnswer> {
    return this.#steer('resume', signal, (options) => this.#recordings.resume(recordingId, options));
  }

  stop(recordingId: string, signal?: AbortSignal): Promise<ControlAnswer> {
    return this.#steer('stop', signal, (options) => this.#recordings.stop(recordingId, options));
  }

  async #steer(
    operation: CallingOperation,
    signal: AbortSignal | undefined,
    send: (options: RequestOptions) => Promise<void>,
  ): Promise<ControlAnswer> {
    try {
      return await this.#ask(operation, this.#timeoutMs, signal, async (options, trace) => {
        await send(options);
        return { outcome: 'done', trace: trace() };
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
    send: (options: RequestOptions, trace: () => RequestTrace) => Promise<T>,
  ): Promise<T> {
    const timeout = AbortSignal.timeout(timeoutMs);
    let trace: RequestTrace = {};
    try {
      return await send(
        {
          abortSignal: signal ? AbortSignal.any([signal, timeout]) : timeout,
          onResponse: (response) => {
            trace = traceOf((name) => response.headers.get(name));
          },
        },
        () => trace,
      );
    } catch (thrown) {
      const error = callingErrorOf(thrown, { operation, secrets: this.#secrets, now: Date.now() });
      if (error.reason !== 'cancelled' || signal?.aborted === true) throw error;
      throw new CallingError('timedOut', `${operation}: no answer in ${timeoutMs} ms`, { operation, trace });
    }
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
    ...(callbackUrl === undefined ? {} : { recordingStateCallbackEndpointUrl: callbackUrl }),
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

function answerOf(
  answer: { recordingId?: string; recordingState?: string },
  trace: () => RequestTrace,
): RecordingAnswer {
  const { recordingId, recordingState } = answer;
  if (typeof recordingId !== 'string' || recordingId === '' || typeof recordingState !== 'string')
    throw new CallingError('badAnswer', 'The answer holds no recording', { trace: trace() });
  return { recordingId, state: recordingState, trace: trace() };
}
