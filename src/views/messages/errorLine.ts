import { StoreError } from '../../storage/failures/storeError.ts';
import { storeErrorText } from '../../storage/failures/storeErrorText.ts';

/** An error in one sentence or more: what failed, why, and what to do. */
export function errorLine(error: unknown): string {
  if (!StoreError.is(error)) return error instanceof Error ? error.message : String(error);
  const { title, why, next } = storeErrorText(error);
  return `${title}: ${why} ${next}`;
}
