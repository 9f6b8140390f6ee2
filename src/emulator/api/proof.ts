import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** What a service answers to a challenge. */
export interface Proof {
  /** The process of the service. */
  readonly pid: number;
  /** Base64. */
  readonly proof: string;
}

const nonceForm = /^[\w-]{16,100}$/;

/** A challenge that was never used before. */
export function newNonce(): string {
  return randomBytes(32).toString('base64url');
}

/**
 * Proves that a service knows the access key, without revealing it: a client that starts to trust it challenges it
 * first. The proof is good for this nonce, process and port only, and never the signature of a request.
 * @returns undefined where the nonce is none
 */
export function proveKey(nonce: unknown, key: Uint8Array, pid: number, port: number): Proof | undefined {
  if (typeof nonce !== 'string' || !nonceForm.test(nonce)) return undefined;
  return { pid, proof: proofOf(nonce, key, pid, port).toString('base64') };
}

/** The process that has proved that it knows the key; undefined where it has not. */
export function provenProcess(
  answer: unknown,
  nonce: string,
  key: Uint8Array,
  port: number,
): number | undefined {
  const { pid, proof } = Object(answer) as Readonly<Record<string, unknown>>;
  if (typeof pid !== 'number' || typeof proof !== 'string' || proof.length > 100) return undefined;
  const given = Buffer.from(proof, 'base64');
  const expected = proofOf(nonce, key, pid, port);
  return given.length === expected.length && timingSafeEqual(given, expected) ? pid : undefined;
}

function proofOf(nonce: string, key: Uint8Array, pid: number, port: number): Buffer {
  // No method of HTTP is spelled in small letters: this is no text that a request signs.
  return createHmac('sha256', key).update(`local-service-proof\n${nonce}\n${pid}\n${port}`).digest();
}
