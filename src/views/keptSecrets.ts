import type * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import { UserError } from '../base/userError.ts';

/** Takes a line for the log. */
type Note = (line: string) => void;

/**
 * The secret storage of VS Code, which fails where the keyring of the machine does. What fails with it is what
 * needs a secret, with a reason; nothing else is asked of it, or waits for it.
 */
export class KeptSecrets {
  readonly #secrets: vscode.SecretStorage;
  readonly #note: Note;

  constructor(secrets: vscode.SecretStorage, note: Note = () => undefined) {
    this.#secrets = secrets;
    this.#note = note;
  }

  /** @throws UserError where the storage fails: that there is no secret is another answer */
  async get(key: string): Promise<string | undefined> {
    try {
      return await this.#secrets.get(key);
    } catch {
      throw failed();
    }
  }

  /** @throws UserError where the storage fails */
  async store(key: string, secret: string): Promise<void> {
    try {
      await this.#secrets.store(key, secret);
    } catch {
      throw failed();
    }
  }

  /** Never rejects: a secret that cannot be forgotten takes nothing else down. */
  async forget(key: string): Promise<void> {
    try {
      await this.#secrets.delete(key);
    } catch {
      this.#note('Secret storage: a secret could not be removed');
    }
  }
}

function failed(): UserError {
  return new UserError(
    l10n.t(
      'The secret storage of VS Code failed, so the sign-in cannot be read or kept. Check the keyring of this computer, then reload the window.',
    ),
  );
}
