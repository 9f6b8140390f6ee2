import { parseServerCallId } from '../../recording/identifier/serverCallId.ts';
import type { CallLocator } from '../../recording/identifier/identifiers.ts';

/**
 * A short name that distinguishes a call from others: the beginning of its call ID where that is known at the start, else of
 * the ID that it was started by. It stays the same to the end.
 */
export function callName({
  name,
  call,
  callId,
}: {
  readonly name?: string;
  readonly call: CallLocator;
  readonly callId?: string;
}): string {
  if (name !== undefined) return name;
  const conversation = call.kind === 'serverCallId' ? parseServerCallId(call.id)?.conversation : undefined;
  return shortName(callId ?? conversation ?? call.id);
}

/** The beginning of an ID, as rows and messages show it. */
export function shortName(id: string): string {
  return id.length > 12 ? `${id.slice(0, 8)}…` : id;
}
