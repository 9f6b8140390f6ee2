import { CallingError } from '../../calling/failures/callingError.ts';
import { StoreError } from '../../storage/failures/storeError.ts';

/** The user changed their mind: ends a command without a result and without an error. */
export class Cancelled extends Error {
  constructor() {
    super('Cancelled');
    this.name = 'Cancelled';
  }

  /** True for every form in which a cancel arrives. */
  static is(error: unknown): boolean {
    return (
      StoreError.is(error, 'cancelled') ||
      CallingError.is(error, 'cancelled') ||
      (error instanceof Error && ['Cancelled', 'Canceled', 'AbortError'].includes(error.name))
    );
  }

  /** Gives the value, or ends the command where a prompt was cancelled. */
  static unless<T>(value: T | undefined): T {
    if (value === undefined) throw new Cancelled();
    return value;
  }
}
