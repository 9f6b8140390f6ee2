/** What a `Range` request header asks of a file of known size. */
export type RequestedRange =
  | { readonly kind: 'whole' }
  | { readonly kind: 'part'; readonly offset: number; readonly count: number }
  | { readonly kind: 'unsatisfiable' };

const oneRange = /^bytes=(\d{0,15})-(\d{0,15})$/;

/**
 * Of a range without an end so much is given at once. A player that asks "from here on" takes a little and
 * seeks on; all that the network has under way is fetched in vain. A player that plays on asks for more.
 */
export const openEndedBytes = 2 * 1024 * 1024;

/**
 * Reads a `Range` header. A header that is malformed or asks for several ranges counts as absent, as
 * HTTP allows.
 * @see https://www.rfc-editor.org/rfc/rfc9110#name-range
 */
export function parseRange(header: string | undefined, sizeBytes: number): RequestedRange {
  const [, first, last] = oneRange.exec((header ?? '').trim().toLowerCase()) ?? [];
  if (first === undefined || last === undefined || (first === '' && last === '')) return { kind: 'whole' };
  if (first === '') return part(Math.max(0, sizeBytes - Number(last)), sizeBytes - 1, sizeBytes);
  if (last !== '' && Number(last) < Number(first)) return { kind: 'whole' };
  return part(Number(first), last === '' ? Number(first) + openEndedBytes - 1 : Number(last), sizeBytes);
}

function part(first: number, last: number, sizeBytes: number): RequestedRange {
  const end = Math.min(last, sizeBytes - 1);
  if (first > end) return { kind: 'unsatisfiable' };
  return { kind: 'part', offset: first, count: end - first + 1 };
}
