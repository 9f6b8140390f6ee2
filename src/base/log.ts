import { plainToken } from './text/token.ts';

/** Takes one line of plain English, without any secret. */
export type Log = (line: string) => void;

/** One HTTP request for the trace log. */
export interface RequestNote {
  readonly method: string;
  readonly url: string;
  /** HTTP status, or in one word why there was none. */
  readonly outcome: number | string;
  readonly durationMs: number;
  /** The request ID of our side. */
  readonly clientRequestId?: string | undefined;
  /** The request ID of the service. */
  readonly serviceRequestId?: string | undefined;
}

/**
 * A request in one log line: method, host, path, status, time and both request IDs. The query is left out, since
 * it may be a SAS, and so is what looks like no ID.
 */
export function requestLine(note: RequestNote): string {
  const url = URL.parse(note.url);
  const address = url ? `${url.host}${url.pathname.slice(0, 500)}` : '?';
  return [
    `${note.method} ${address} ${String(note.outcome).slice(0, 60)} in ${Math.round(note.durationMs)} ms`,
    idText('client request', note.clientRequestId),
    idText('service request', note.serviceRequestId),
  ]
    .filter((part) => part !== '')
    .join(', ');
}

/** A request of an SDK, as far as the log shows it. */
interface SentRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: { get(name: string): string | undefined };
}

/** Begins to time a request. @returns what writes its line when its outcome is known */
export function timedRequest(
  log: Log,
  { method, url, headers }: SentRequest,
): (outcome: number | string, serviceRequestId?: string) => void {
  const startedAt = performance.now();
  const clientRequestId = headers.get('x-ms-client-request-id');
  return (outcome, serviceRequestId) => {
    const durationMs = performance.now() - startedAt;
    log(requestLine({ method, url, outcome, durationMs, clientRequestId, serviceRequestId }));
  };
}

function idText(label: string, id: string | undefined): string {
  const plain = plainToken(id);
  return plain === undefined ? '' : `${label} ${plain}`;
}
