import type { RetryStrategy } from '@azure/core-rest-pipeline';
import { retryAfter } from './fromAnswer.ts';

/** A longer wait than this is not taken in front of a person: the failure says how long Azure asks for. */
const longestWaitMs = 20_000;

/** How often a request is sent, the first time included. */
export const mostAttempts = 4;

const passingErrors = ['ECONNRESET', 'ETIMEDOUT', 'EPIPE', 'EAI_AGAIN', 'ERR_STREAM_PREMATURE_CLOSE'];

/**
 * Repeats what may pass: throttling as long as the wait asked for is short, and for requests that change nothing
 * also failures of the server and the network.
 */
export function patientStrategy(baseDelayMs = 500): RetryStrategy {
  return {
    name: 'patient',
    retry({ response, responseError, retryCount }) {
      const backOffMs = Math.min(baseDelayMs * 2 ** retryCount, longestWaitMs);
      if (response) {
        const { status, headers, request } = response;
        const askedSeconds = retryAfter((name) => headers.get(name));
        const waitMs = askedSeconds === undefined ? backOffMs : askedSeconds * 1000;
        const mayPass = status === 429 || (status >= 500 && (status === 503 || request.method === 'GET'));
        return mayPass && waitMs <= longestWaitMs ? { retryAfterInMs: waitMs } : { skipStrategy: true };
      }
      const isRead = responseError?.request?.method === 'GET';
      return isRead && passingErrors.includes(responseError.code ?? '')
        ? { retryAfterInMs: backOffMs }
        : { skipStrategy: true };
    },
  };
}
