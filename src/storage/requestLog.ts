import type { RequestPolicyFactory } from '@azure/storage-blob';
import { type Log, timedRequest } from '../base/log.ts';

/** Makes the SDKs of blobs and queues write a line for each single try of a request. */
export function requestLog(log: Log): RequestPolicyFactory {
  return {
    create: (next) => ({
      async sendRequest(request) {
        const note = timedRequest(log, request);
        try {
          const response = await next.sendRequest(request);
          note(response.status, response.headers.get('x-ms-request-id'));
          return response;
        } catch (error) {
          // The SDK throws what the service refused, with its answer.
          const { statusCode, code, response } = Object(error) as Refused;
          note(statusCode ?? code ?? 'failed', response?.headers?.get('x-ms-request-id'));
          throw error;
        }
      },
    }),
  };
}

interface Refused {
  readonly statusCode?: number;
  readonly code?: string;
  readonly response?: { readonly headers?: { get(name: string): string | undefined } };
}
