import { randomUUID } from 'node:crypto';
import type { NetworkFailure } from '../../send/http/networkFailure.ts';
import { exchange } from '../../send/http/exchange.ts';
import { isObject } from '../../../recording/event/fields.ts';
import { listenerPath, listenerProof } from './paths.ts';

/** Why an address cannot be used as the public one. */
export type PublicProblem =
  | { readonly kind: 'notAUrl' | 'notHttps' | 'private' | 'elsewhere' | 'notForwarded' }
  | { readonly kind: 'noAnswer'; readonly reason: NetworkFailure };

const answerWithinMs = 15_000;

/** Asks an address whether it leads to the listener of this token: only that one can give the proof. */
export async function checkPublicAddress(
  text: string,
  token: string,
  signal: AbortSignal,
): Promise<{ readonly origin: string } | { readonly problem: PublicProblem }> {
  const url = URL.parse(text.trim());
  if (!url) return { problem: { kind: 'notAUrl' } };
  if (url.protocol !== 'https:') return { problem: { kind: 'notHttps' } };
  const nonce = randomUUID();
  const outcome = await exchange(
    {
      method: 'GET',
      url: `${url.origin}${listenerPath('events', token)}?probe=${nonce}`,
      headers: { Accept: 'application/json' },
    },
    { timeoutMs: answerWithinMs, signal },
  );
  if (outcome.kind === 'failure') return { problem: { kind: 'noAnswer', reason: outcome.reason } };
  if (proofIn(outcome.body) === listenerProof(token, nonce)) return { origin: url.origin };
  // Tunnels that are private send to a page to sign in.
  const asksToSignIn =
    outcome.status === 401 || outcome.status === 403 || (outcome.status >= 300 && outcome.status < 400);
  if (asksToSignIn || /sign.?in|log.?in/i.test(outcome.body)) return { problem: { kind: 'private' } };
  return {
    problem: { kind: outcome.status >= 500 || outcome.status === 404 ? 'notForwarded' : 'elsewhere' },
  };
}

function proofIn(body: string): unknown {
  try {
    const answer: unknown = JSON.parse(body);
    return isObject(answer) ? answer['proof'] : undefined;
  } catch {
    return undefined;
  }
}
