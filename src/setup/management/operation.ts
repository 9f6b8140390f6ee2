import { type Clock, delay } from '../../base/clock.ts';
import { withoutUndefined } from '../../base/withoutUndefined.ts';
import type { Answer, ResourceManager } from './client.ts';
import { ManagementError } from './failure.ts';
import { objectOf, textOf } from './fields.ts';
import { retryAfter } from './fromAnswer.ts';

/** The wait between two looks where Azure names none, in seconds. */
const usualWaitSeconds = 5;

/** A wait that an answer asks for is not taken longer than this, in seconds. */
const longestWaitSeconds = 60;

/**
 * Follows a write that Azure accepted until it has ended. An answer without a link to follow has ended already.
 * https://learn.microsoft.com/azure/azure-resource-manager/management/async-operations
 * @throws ManagementError `operationFailed`, `foreignLink`, `cancelled` and those of a request
 */
export async function waitForOperation(
  manager: ResourceManager,
  accepted: Answer,
  version: string,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<void> {
  const status = accepted.header('azure-asyncoperation');
  const location = accepted.header('location');
  const link = status ?? (accepted.status === 202 ? location : undefined);
  if (link === undefined) return;
  let last = accepted;
  for (;;) {
    const waitSeconds = Math.min(retryAfter(last.header) ?? usualWaitSeconds, longestWaitSeconds);
    try {
      await delay(clock, waitSeconds * 1000, signal);
    } catch {
      throw new ManagementError({ reason: 'cancelled' });
    }
    last = await manager.send({ path: link, version, signal });
    if (status === undefined ? last.status !== 202 : hasEnded(last)) return;
  }
}

function hasEnded({ body }: Answer): boolean {
  const state = textOf(body['status']);
  if (state === 'Succeeded') return true;
  if (state !== 'Failed' && state !== 'Canceled') return false;
  const error = objectOf(body['error']);
  throw new ManagementError(
    withoutUndefined({
      reason: 'operationFailed' as const,
      code: textOf(error['code']) ?? state,
      message: textOf(error['message']),
    }),
  );
}
