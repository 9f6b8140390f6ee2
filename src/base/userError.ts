/**
 * Something that a person asked for cannot be done, and the message says so in their language: shown as it
 * is, without a stack, and not logged as a fault of the extension.
 */
export class UserError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UserError';
    this.stack = message;
  }

  /** True for a user error. Works across bundles, each of which has a class of its own. */
  static is(error: unknown): error is UserError {
    return error instanceof Error && error.name === 'UserError';
  }
}
