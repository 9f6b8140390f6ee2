import type { CallRecording } from '@azure/communication-call-automation';
import { AzureKeyCredential, type KeyCredential, type TokenCredential } from '@azure/core-auth';
import { type HttpClient, type PipelineResponse, createDefaultHttpClient } from '@azure/core-rest-pipeline';
import type { Log } from '../base/log.ts';
import { isLoopbackHost } from '../base/loopback.ts';
import { type ConnectionStringProblem, checkEndpoint, parseConnectionString } from './connection/string.ts';
import { CallingError, type CallingOperation } from './failures/callingError.ts';
import { callingErrorOf } from './failures/fromSdk.ts';
import { withLog } from './pipelinePolicies.ts';

/** A file of Communication Services' own storage, opened at an offset. */
export interface OpenedFile {
  readonly stream: NodeJS.ReadableStream;
  /** Where the stream begins: 0 where the storage gave the whole file, whatever was asked for. */
  readonly offset: number;
  /** Of the whole file, where the storage gave it. */
  readonly sizeBytes: number | undefined;
}

/** Communication Services' own storage, which keeps a recording for 24 hours. Rejects with `CallingError`s. */
export interface AcsStorage {
  open(url: string, offset: number, signal: AbortSignal): Promise<OpenedFile>;
  /** Deletes a chunk with its metadata. */
  remove(deleteUrl: string, signal: AbortSignal): Promise<void>;
}

/** @throws CallingError `badConnectionString` */
export function acsStorageOf(
  signIn: string | { readonly endpoint: string; readonly credential: TokenCredential },
  log?: Log,
): AcsStorage {
  if (typeof signIn !== 'string') {
    const checked = checkEndpoint(signIn.endpoint);
    if (checked.kind === 'invalid') throw notUsable(checked.problem);
    return new SdkStorage(checked.endpoint, signIn.credential, log);
  }
  const parsed = parseConnectionString(signIn);
  if (parsed.kind === 'invalid') throw notUsable(parsed.problem);
  return new SdkStorage(parsed.endpoint, new AzureKeyCredential(parsed.accessKey), log);
}

function notUsable(problem: ConnectionStringProblem): CallingError {
  return new CallingError('badConnectionString', `Not usable: ${problem}`, { problem });
}

class SdkStorage implements AcsStorage {
  readonly #endpoint: string;
  readonly #credential: KeyCredential | TokenCredential;
  readonly #log: Log | undefined;

  constructor(endpoint: string, credential: KeyCredential | TokenCredential, log: Log | undefined) {
    this.#endpoint = endpoint;
    this.#credential = credential;
    this.#log = log;
  }

  async open(url: string, offset: number, signal: AbortSignal): Promise<OpenedFile> {
    // The SDK refuses a length at offset 0, so that the rest of the file is asked for.
    const options = { abortSignal: signal, ...(offset > 0 ? { offset } : {}) };
    const [stream, response] = await this.#ask('download', signal, (recordings) =>
      recordings.downloadStreaming(url, options),
    );
    const given = response ? givenPart(response) : { offset: 0 };
    if (given.offset !== 0 && given.offset !== offset)
      throw new CallingError('badAnswer', `Asked for bytes from ${offset}, got them from ${given.offset}`, {
        operation: 'download',
      });
    return { stream, sizeBytes: undefined, ...given };
  }

  async remove(deleteUrl: string, signal: AbortSignal): Promise<void> {
    await this.#ask('delete', signal, (recordings) => recordings.delete(deleteUrl, { abortSignal: signal }));
  }

  async #recordings(onResponse: (response: PipelineResponse) => void): Promise<CallRecording> {
    // The SDK is in one bundle only.
    const { CallAutomationClient } = await import('./callRecordingClient.ts');
    const isLocal = isLoopbackHost(new URL(this.#endpoint).hostname);
    return new CallAutomationClient(this.#endpoint, this.#credential, {
      allowInsecureConnection: isLocal,
      httpClient: storageHttpClient(isLocal ? this.#endpoint : undefined, onResponse),
      additionalPolicies: this.#log ? [{ policy: withLog(this.#log), position: 'perRetry' }] : [],
      retryOptions: { maxRetries: 2 },
    }).getCallRecording();
  }

  async #ask<T>(
    operation: CallingOperation,
    signal: AbortSignal,
    send: (recordings: CallRecording) => Promise<T>,
  ): Promise<readonly [T, PipelineResponse | undefined]> {
    let response: PipelineResponse | undefined;
    try {
      return [await send(await this.#recordings((answer) => (response = answer))), response];
    } catch (error) {
      if (signal.aborted) throw new CallingError('cancelled', 'Cancelled', { operation });
      // What the SDK throws has only what the body of the answer says, often not even its status.
      const { status = 0 } = response ?? {};
      const failure = status >= 400 ? { statusCode: status, response } : error;
      const secrets = 'key' in this.#credential ? [this.#credential.key] : [];
      const byToken = !('key' in this.#credential);
      throw callingErrorOf(failure, { operation, secrets, byToken, now: Date.now() });
    }
  }
}

const network = createDefaultHttpClient();

/** The SDK accepts addresses of the real storage alone: what is for the local service is sent there instead. */
function storageHttpClient(
  local: string | undefined,
  onResponse: (response: PipelineResponse) => void,
): HttpClient {
  return {
    async sendRequest(request) {
      if (local !== undefined) {
        request.url = new URL(new URL(request.url).pathname, local).href;
        request.allowInsecureConnection = true;
        delete request.agent;
      }
      const response = await network.sendRequest(request);
      onResponse(response);
      return response;
    },
  };
}

/** Which part of a file an answer has, as it says itself. */
function givenPart({ status, headers }: PipelineResponse): { offset: number; sizeBytes?: number } {
  const range = /^bytes (\d{1,15})-\d{1,15}\/(\d{1,15}|\*)$/.exec(headers.get('content-range') ?? '');
  const size = status === 206 ? range?.[2] : headers.get('content-length');
  return {
    offset: status === 206 ? Number(range?.[1] ?? Number.NaN) : 0,
    ...(size !== undefined && /^\d{1,15}$/.test(size) && { sizeBytes: Number(size) }),
  };
}
