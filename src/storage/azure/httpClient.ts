import { toHttpHeadersLike, type WebResourceLike } from '@azure/core-http-compat';
import {
  createDefaultHttpClient,
  createHttpHeaders,
  createPipelineRequest,
  isRestError,
  type PipelineRequest,
  RestError,
} from '@azure/core-rest-pipeline';
import type { IHttpClient } from '@azure/storage-blob';
import { toStoreError } from '../failures/toStoreError.ts';
import { isLoopback } from '../../base/loopback.ts';
import { type RetryLimits, type RetryNotice, retryDelayMs } from './retry.ts';
import { asksForMetadata, isListing, trimListing } from './trimListing.ts';
import type { StoreError, StoreErrorReason } from '../failures/storeError.ts';

/** One for all stores, so that they share kept-alive connections. */
const network = createDefaultHttpClient();

/** Repeating these within seconds does not help: the person sees them at once. */
const hopeless: readonly StoreErrorReason[] = ['unknownHost', 'connectionRefused', 'noNetwork', 'tlsFailed'];
const passing: readonly StoreErrorReason[] = ['throttled', 'serverError', 'brokenConnection', 'timedOut'];

/**
 * The HTTP client below the SDK's retry policy: it sees every single try, reports those that will be
 * repeated, sets a time limit, and fails at once where a repetition is hopeless.
 */
export function watchedHttpClient(
  limits: RetryLimits,
  onRetry: (notice: RetryNotice) => void = () => undefined,
): IHttpClient {
  const failedTries = new Map<string, number>();

  function noteFailure(requestId: string, { reason }: StoreError) {
    const attempt = (failedTries.get(requestId) ?? 0) + 1;
    if (!passing.includes(reason) || attempt >= limits.maxAttempts) {
      noteEnd(requestId);
      return;
    }
    failedTries.set(requestId, attempt);
    const delayMs = retryDelayMs(attempt, limits);
    onRetry({ kind: 'waiting', reason, attempt, maxAttempts: limits.maxAttempts, delayMs });
  }

  /** Always pairs a "waiting" notice with a "resumed" one. */
  function noteEnd(requestId: string) {
    if (failedTries.delete(requestId)) onRetry({ kind: 'resumed' });
  }

  return {
    async sendRequest(resource) {
      try {
        const response = await sendInTime(resource, limits.answerMs);
        if (response.status >= 500 || response.status === 429) {
          noteFailure(resource.requestId, toStoreError({ response }));
        } else {
          noteEnd(resource.requestId);
        }
        const text = response.bodyAsText;
        return {
          ...response,
          ...(text && isListing(resource.url)
            ? { bodyAsText: trimListing(text, asksForMetadata(resource.url)) }
            : {}),
          // The SDK's policy repeats 503 and not its newer spelling.
          status: response.status === 429 ? 503 : response.status,
          headers: toHttpHeadersLike(response.headers),
          request: resource,
        };
      } catch (error) {
        if (isAborted(resource)) {
          noteEnd(resource.requestId);
          throw error;
        }
        const storeError = toStoreError(error);
        noteFailure(resource.requestId, storeError);
        throw hopeless.includes(storeError.reason) ? storeError : error;
      }
    },
  };
}

async function sendInTime(resource: WebResourceLike, answerMs: number) {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), answerMs);
  const request = toPipelineRequest(resource);
  const outer = resource.abortSignal;
  request.abortSignal = outer instanceof AbortSignal ? AbortSignal.any([outer, limit.signal]) : limit.signal;
  try {
    return await network.sendRequest(request);
  } catch (error) {
    if (isAborted(resource)) throw error;
    if (limit.signal.aborted)
      throw new RestError(`No answer within ${answerMs / 1000} seconds`, { code: 'ETIMEDOUT' });
    // The SDK's policy repeats a reset before the answer, but not one in the middle of its text.
    if (isRestError(error) && error.code === RestError.PARSE_ERROR)
      throw new RestError(error.message, { code: 'ECONNRESET' });
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

function isAborted(resource: WebResourceLike): boolean {
  return resource.abortSignal?.aborted === true;
}

function toPipelineRequest(resource: WebResourceLike): PipelineRequest {
  const request = createPipelineRequest({
    url: resource.url,
    method: resource.method,
    headers: createHttpHeaders(resource.headers.toJson({ preserveCase: true })),
    requestId: resource.requestId,
    // Azurite listens on plain HTTP; what may go there is decided where a store is opened.
    allowInsecureConnection: true,
  });
  return Object.assign(request, {
    // A proxy that the environment names would look for this machine elsewhere.
    agent: isLoopback(resource.url) ? undefined : resource.agent,
    body: resource.body as unknown,
    proxySettings: resource.proxySettings,
    streamResponseStatusCodes: resource.streamResponseStatusCodes,
    onUploadProgress: resource.onUploadProgress,
    onDownloadProgress: resource.onDownloadProgress,
  });
}
