import { randomBytes } from 'node:crypto';
import { StoreError } from '../../storage/failures/storeError.ts';
import { storeErrorText } from '../../storage/failures/storeErrorText.ts';
import type { RecordingStore } from '../../storage/recordingStore.ts';
import type { OpenDestination } from './destination.ts';

/** Starts that come together share one trial. */
const goodForMs = 5_000;

/** Tries destinations before anything is recorded into them. */
export class DestinationTrial {
  readonly #open: OpenDestination;
  readonly #answerWithinMs: number;
  readonly #recent = new Map<string, Promise<string | undefined>>();

  constructor(open: OpenDestination, answerWithinMs = 5_000) {
    this.#open = open;
    this.#answerWithinMs = answerWithinMs;
  }

  /**
   * Lists in the container; a folder is written to as well. Never rejects. A container that does not answer in
   * time may still be usable.
   * @returns why the destination cannot be used, in a sentence without secrets; undefined where it can
   */
  problem(containerUrl: string): Promise<string | undefined> {
    const recent = this.#recent.get(containerUrl);
    if (recent) return recent;
    const asked = this.#try(containerUrl, containerUrl.startsWith('file:'));
    this.#recent.set(containerUrl, asked);
    const forget = (): void => void this.#recent.delete(containerUrl);
    // A failure may be mended the next moment.
    void asked.then((problem) => (problem === undefined ? setTimeout(forget, goodForMs).unref() : forget()));
    return asked;
  }

  /** The same with a file written and deleted: for the destination that the service is started with. */
  problemOfWriting(containerUrl: string): Promise<string | undefined> {
    return this.#try(containerUrl, true);
  }

  async #try(containerUrl: string, writes: boolean): Promise<string | undefined> {
    const signal = AbortSignal.timeout(this.#answerWithinMs);
    const name = `.trial-${randomBytes(6).toString('hex')}`;
    try {
      const store = await this.#open(containerUrl);
      // Azurite takes half a minute to list the dates of a container with some thousand recordings.
      await store.listLevel(`${name}/`, { pageSize: 1, signal });
      if (writes) await writeAndDelete(store, name, signal);
      return undefined;
    } catch (error) {
      // What may only write cannot list, and the slow may come later; the export will show whether it can.
      if (!writes && (signal.aborted || StoreError.is(error, 'sasLacksPermission'))) return undefined;
      if (signal.aborted) return `It did not answer within ${this.#answerWithinMs / 1000} s.`;
      return reasonOf(error);
    }
  }
}

async function writeAndDelete(store: RecordingStore, name: string, signal: AbortSignal): Promise<void> {
  await store.write(name, new Uint8Array(), { signal });
  await store.delete(name, signal);
}

function reasonOf(error: unknown): string {
  if (error instanceof StoreError) {
    const { title, why, next } = storeErrorText(error);
    return `${title}. ${why} ${next}`;
  }
  const { code } = Object(error) as { readonly code?: unknown };
  return typeof code === 'string' ? `The disk answered ${code}.` : 'It cannot be opened.';
}
