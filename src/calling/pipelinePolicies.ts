import type { PipelinePolicy } from '@azure/core-rest-pipeline';
import { type Log, timedRequest } from '../base/log.ts';
import { traceOf } from './failures/answer.ts';
import { retryAt } from './failures/fromSdk.ts';

/** A proxy that the environment names would look for this machine elsewhere. */
export const withoutProxy: PipelinePolicy = {
  name: 'withoutProxy',
  sendRequest(request, next) {
    delete request.agent;
    return next(request);
  },
};

/**
 * Fails at once where the service asks for a longer wait than a person sits out in front of a progress message:
 * the SDK would wait in silence.
 */
export function withoutLongWaits(longestMs: number): PipelinePolicy {
  return {
    name: 'withoutLongWaits',
    async sendRequest(request, next) {
      const response = await next(request);
      const now = Date.now();
      const until = retryAt(response.headers.get('retry-after'), now);
      if (
        until !== undefined &&
        until - now > longestMs &&
        (response.status === 429 || response.status === 503)
      )
        // The SDK's retry policy repeats its own errors alone.
        throw Object.assign(new Error('Asked to wait'), { statusCode: response.status, response });
      return response;
    },
  };
}

/** Writes a line for each single try of a request. */
export function withLog(log: Log): PipelinePolicy {
  return {
    name: 'withLog',
    async sendRequest(request, next) {
      const note = timedRequest(log, request);
      try {
        const response = await next(request);
        const { correlationId, azureRef } = traceOf((name) => response.headers.get(name));
        note(response.status, correlationId ?? azureRef);
        return response;
      } catch (error) {
        note(error instanceof Error && 'code' in error ? String(error.code) : 'failed');
        throw error;
      }
    },
  };
}
