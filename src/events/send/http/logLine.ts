import { requestLine } from '../../../base/log.ts';
import { shownUrl } from '../webhook/target.ts';
import type { HttpOutcome, HttpRequest } from './exchange.ts';

/** A request to an endpoint of the user and its outcome for the trace log, without secrets. */
export function exchangeLine({ method, url }: HttpRequest, outcome: HttpOutcome): string {
  const isAnswer = outcome.kind === 'answer';
  return requestLine({
    ...{
      method,
      url: shownUrl({ url: url.split('?', 1)[0] ?? '', query: '' }),
      durationMs: outcome.durationMs,
    },
    outcome: isAnswer ? outcome.status : outcome.reason,
    serviceRequestId: isAnswer ? outcome.headers['x-ms-request-id'] : undefined,
  });
}
