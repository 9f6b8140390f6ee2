import { createHash } from 'node:crypto';
import { withoutUndefined } from '../../base/withoutUndefined.ts';
import type { Answer } from './http.ts';
import { invalidRequest } from '../service/errors.ts';
import type { WireRequest } from './signature.ts';

interface Remembered {
  readonly requestHash: string;
  readonly answer: Promise<Answer>;
  /** What is to be kept, once it was carried out. */
  done?: RepeatedRequest;
}

/** A request that was answered, as it outlives the service. */
export interface RepeatedRequest {
  /** `Repeatability-Request-ID`. */
  readonly id: string;
  readonly requestHash: string;
  readonly status: number;
  readonly json?: object | undefined;
}

const mostRemembered = 1000;

/**
 * Does a request that is repeated with the same ID only once: each repetition gets the first answer.
 * @see https://docs.oasis-open.org/odata/repeatable-requests/v1.0/repeatable-requests-v1.0.html
 */
export class Repeatability {
  readonly #remembered = new Map<string, Remembered>();
  readonly #onChange: () => void;

  /** @param onChange called when there is more to keep */
  constructor(onChange: () => void = () => undefined) {
    this.#onChange = onChange;
  }

  /** What is to be kept: requests that were carried out, the oldest first. */
  state(): readonly RepeatedRequest[] {
    return [...this.#remembered.values()].flatMap(({ done }) => done ?? []);
  }

  restore(requests: readonly RepeatedRequest[]): void {
    for (const request of requests) {
      const { id, requestHash, status, json } = request;
      const answer = Promise.resolve({ status, ...withoutUndefined({ json }) });
      this.#remembered.set(id, { requestHash, answer, done: request });
    }
  }

  /** @throws ServiceError when the headers do not fit together, or the ID was another request's */
  async once(request: WireRequest, handle: () => Promise<Answer>): Promise<Answer> {
    const id = request.headers['repeatability-request-id'];
    const firstSent = request.headers['repeatability-first-sent'];
    if (id === undefined && firstSent === undefined) return handle();
    if (typeof id !== 'string' || Number.isNaN(Date.parse(String(firstSent)))) {
      throw invalidRequest('Repeatability-Request-ID and Repeatability-First-Sent are needed together.');
    }
    const requestHash = createHash('sha256').update(request.body).digest('hex');
    const known = this.#remembered.get(id);
    if (known && known.requestHash !== requestHash) {
      throw invalidRequest('the Repeatability-Request-ID belongs to another request.');
    }
    const remembered: Remembered = known ?? { requestHash, answer: handle() };
    this.#remembered.set(id, remembered);
    const [oldest] = this.#remembered.keys();
    if (oldest !== undefined && this.#remembered.size > mostRemembered) this.#remembered.delete(oldest);
    const answer = await remembered.answer;
    if (!known) {
      const { status, json } = answer;
      remembered.done = { id, requestHash, status, json };
      this.#onChange();
    }
    return { ...answer, headers: { ...answer.headers, 'Repeatability-Result': 'accepted' } };
  }
}
