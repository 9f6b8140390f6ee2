/**
 * A code or request ID from the header of an answer, fit to be logged and shown; undefined for anything
 * else, since an answer can echo a secret in any of its headers. Codes are words; IDs are no longer than a
 * GUID, which keys, signatures and tokens are.
 */
export function plainToken(value: unknown): string | undefined {
  return typeof value === 'string' && /^(?:[A-Za-z_]{1,64}|[\w-]{1,36})$/.test(value) ? value : undefined;
}
