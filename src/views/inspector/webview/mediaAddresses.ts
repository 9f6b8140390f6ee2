import type { FromWebview, ToWebview } from '../protocol.ts';

export type MediaAddress = Extract<ToWebview, { type: 'media' }>;
type Answer = Extract<ToWebview, { type: 'media' | 'mediaFailed' }>;

interface Asked {
  readonly address: Promise<MediaAddress>;
  readonly settle: (answer: Answer) => void;
  known?: MediaAddress;
}

/** A link this close to its end is asked for anew. */
const renewBeforeMs = 90_000;

/** Where media files can be read from, as the extension tells it: each asked for once and renewed in time. */
export class MediaAddresses {
  private readonly asked = new Map<string, Asked>();
  private readonly send: (message: FromWebview) => void;

  constructor(send: (message: FromWebview) => void) {
    this.send = send;
  }

  /** The address of a file that is good for a while. Rejects with a text for the user. */
  get(file: string, avoidLink = false): Promise<MediaAddress> {
    const before = this.asked.get(file);
    if (before && !(before.known && (isEnding(before.known) || (avoidLink && before.known.via === 'link')))) {
      return before.address;
    }
    const { promise, resolve, reject } = withResolvers<MediaAddress>();
    const asked: Asked = {
      address: promise,
      settle: (answer) => {
        if (answer.type === 'media') {
          asked.known = answer;
          resolve(answer);
        } else {
          this.asked.delete(file);
          reject(new Error(answer.message));
        }
      },
    };
    this.asked.set(file, asked);
    this.send({ type: 'playMedia', file, avoidLink });
    return promise;
  }

  /** True where the address that a file plays from ends soon. */
  isEnding(file: string): boolean {
    const known = this.asked.get(file)?.known;
    return known !== undefined && isEnding(known);
  }

  /** Takes the extension's answer. */
  settle(answer: Answer): void {
    this.asked.get(answer.file)?.settle(answer);
  }
}

function isEnding(address: MediaAddress): boolean {
  return address.expiresMs !== undefined && address.expiresMs - Date.now() < renewBeforeMs;
}

function withResolvers<T>(): {
  promise: Promise<T>;
  resolve: (value: T) => void;
  reject: (error: Error) => void;
} {
  let settle: { resolve: (value: T) => void; reject: (error: Error) => void } | undefined;
  const promise = new Promise<T>((resolve, reject) => (settle = { resolve, reject }));
  return { promise, resolve: (value) => settle?.resolve(value), reject: (error) => settle?.reject(error) };
}
