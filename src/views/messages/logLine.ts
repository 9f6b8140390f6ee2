import { scrubSecrets } from '../../base/scrubSecrets.ts';
import { StoreError } from '../../storage/failures/storeError.ts';

/** An error for the log, never with a secret: one of a store in one line, any other with its stack. */
export function logLine(error: unknown): string {
  if (!StoreError.is(error))
    return withoutSecrets(error instanceof Error ? (error.stack ?? error.message) : String(error));
  const { reason, status, code, requestId, message } = error;
  return [reason, status, code, requestId && `request ${requestId}`, message].filter(Boolean).join(' | ');
}

/** What an SDK throws may quote a secret; the way through the code does not, and paths look like one. */
function withoutSecrets(stack: string): string {
  return stack
    .split('\n')
    .map((line) => (/^ +at /.test(line) ? line : scrubSecrets(line)))
    .join('\n');
}

/** What an error that nobody expected says, without the secrets that it may quote. */
export function messageLine(error: unknown): string {
  return scrubSecrets(error instanceof Error ? error.message : String(error));
}
