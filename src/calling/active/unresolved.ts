import { standardBase64 } from '../../base/base64.ts';
import type { CallLocator } from '../../recording/identifier/identifiers.ts';
import type { StartAttempt } from '../recordingControl.ts';
import type { StartRequest } from '../start/request.ts';
import type { StartPlace } from './recording.ts';

/** A start that the service may or may not have accepted. */
export interface UnresolvedStart {
  readonly place: StartPlace;
  readonly request: StartRequest;
  readonly attempt: StartAttempt;
}

/** How long a repetition may count as the same start, in ms. How long the service remembers one is not documented. */
const repeatableMs = 5 * 60_000;

/**
 * The starts whose outcome is not known. Sent once more, such a start gives the recording that it may have begun.
 * Kept in memory only: a callback URL may hold a secret.
 */
export class UnresolvedStarts {
  readonly #starts = new Map<string, UnresolvedStart>();

  keep(start: UnresolvedStart): void {
    this.#starts.set(keyOf(start.place.resourceId, start.request.call), start);
  }

  resolve(resourceId: string, call: CallLocator): void {
    this.#starts.delete(keyOf(resourceId, call));
  }

  /** The start of that call, while the service still takes a repetition for the same start. */
  find(resourceId: string, call: CallLocator, now: number): UnresolvedStart | undefined {
    const start = this.#starts.get(keyOf(resourceId, call));
    return start && now - start.attempt.firstSent < repeatableMs ? start : undefined;
  }
}

function keyOf(resourceId: string, { kind, id }: CallLocator): string {
  return `${resourceId} ${kind} ${standardBase64(id)}`;
}
