import type { Account } from '../../history/account/account.ts';
import { accountMarkdown } from '../../history/account/markdown.ts';
import type { Opened } from '../../history/account/entries.ts';
import type { Recording } from '../../recording/call.ts';
import type { FromWebview, ToWebview } from '../inspector/protocol.ts';

/** What the history of an inspector needs of the editor. */
export interface HistoryPorts {
  readonly post: (message: ToWebview) => void;
  readonly copy: (text: string) => void;
  /** An error in words for a person. */
  readonly explain: (error: unknown) => string;
  readonly log: (text: string) => void;
  /** What is known of the recording besides its files; absent where nothing can be. */
  readonly history?: (recording: Recording, signal: AbortSignal) => Promise<Account>;
  /** Whether all files are known to be there, however new they are. */
  readonly hasLanded?: () => Promise<boolean>;
  readonly openEntry?: (kind: Opened, id: string) => void;
}

/** The history is not gathered more often while events come in, in ms. */
const gapMs = 500;

/** The history in an inspector: gathered anew as files and events come in. */
export class LiveHistory {
  readonly #ports: HistoryPorts;
  readonly #ended: AbortSignal;
  #recording: Recording | undefined;
  #account: Account | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(ports: HistoryPorts, ended: AbortSignal) {
    this.#ports = ports;
    this.#ended = ended;
    ended.addEventListener('abort', () => clearTimeout(this.#timer));
  }

  /** Gathers it with the files as they were just listed. */
  async read(recording: Recording): Promise<void> {
    this.#recording = recording;
    const { history, post } = this.#ports;
    if (!history) return;
    try {
      this.#account = await history(recording, this.#ended);
      if (!this.#ended.aborted) this.show();
    } catch (error) {
      if (this.#ended.aborted) return;
      this.#ports.log(`The history could not be gathered: ${String(error)}`);
      post({ type: 'historyFailed', message: this.#ports.explain(error) });
    }
  }

  /** Gathers it soon: events may come in by the thousand. */
  changed(): void {
    if (this.#ended.aborted) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      if (this.#recording) void this.read(this.#recording);
    }, gapMs);
  }

  show(): void {
    if (this.#account) this.#ports.post({ type: 'history', account: this.#account });
  }

  take(message: Extract<FromWebview, { type: 'openEntry' | 'copyHistory' }>): void {
    if (message.type === 'openEntry') this.#ports.openEntry?.(message.kind, message.id);
    else if (this.#account) this.#ports.copy(accountMarkdown(this.#account));
  }
}
