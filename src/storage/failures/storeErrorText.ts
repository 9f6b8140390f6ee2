import type { Explanation } from '../../base/explanation.ts';
import { accessTexts } from './accessTexts.ts';
import { fileTexts } from './fileTexts.ts';
import { networkTexts } from './networkTexts.ts';
import type { StoreError, StoreErrorReason, StoreErrorText } from './storeError.ts';

const texts: Readonly<Record<StoreErrorReason, StoreErrorText>> = {
  ...accessTexts,
  ...networkTexts,
  ...fileTexts,
};

/** Explains the failure of a store: what, why, and what to do next. */
export function storeErrorText(error: StoreError): Explanation {
  return texts[error.reason](error);
}
