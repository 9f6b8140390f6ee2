import { scrubSecrets, scrubStack } from '../../base/scrubSecrets.ts';
import { StoreError } from '../../storage/failures/storeError.ts';

/** An error for the log, never with a secret: one of a store in one line, any other with its stack. */
export function logLine(error: unknown): string {
  if (!StoreError.is(error))
    return scrubStack(error instanceof Error ? (error.stack ?? error.message) : String(error));
  const { reason, detail, status, code, requestId, said, message, cause } = error;
  const request = requestId && `request ${requestId}`;
  const more = said !== undefined && !message.includes(said) ? said : undefined;
  const line = [reason, detail, status, code, request, message, more].filter(Boolean).join(' | ');
  // Only an unexpected error is logged with its stack.
  return reason === 'unknown' && cause?.stack !== undefined ? `${line}\n${cause.stack}` : line;
}

/** The message of an unexpected error, without the secrets that it may quote. */
export function messageLine(error: unknown): string {
  return scrubSecrets(error instanceof Error ? error.message : String(error));
}
