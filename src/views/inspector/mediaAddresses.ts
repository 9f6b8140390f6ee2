import * as l10n from '@vscode/l10n';
import { UserError } from '../../base/userError.ts';
import type { StoredFile } from '../../recording/call.ts';
import type { RangeServer, RangeShare } from '../../storage/transfer/rangeServer.ts';
import type { ReadOnlyLink } from '../../storage/recordingStore.ts';
import { StoreError, isSignInFailure } from '../../storage/failures/storeError.ts';
import { mediaType } from '../../mediaFiles/contentType.ts';
import type { MediaFailure, MediaSource } from './protocol.ts';
import type { ReadableStore } from '../../storage/readableStore.ts';

/** How the webview reaches this machine. */
export interface MediaAddressOptions {
  /** The loopback origin as the editor forwards it to the user's machine; absent where it is not forwarded. */
  readonly forwardedOrigin?: string;
}

const linkMinutes = 15;

/** Makes addresses that play the media of one inspector; all end with it. */
export class MediaAddresses {
  readonly #store: ReadableStore;
  readonly #share: RangeShare;
  readonly #options: MediaAddressOptions;
  /** In addresses files are numbers: nothing in them needs to be escaped, and a file that grew has another. */
  readonly #keys = new Map<string, string>();

  constructor(store: ReadableStore, server: RangeServer, options: MediaAddressOptions) {
    this.#store = store;
    this.#share = server.share();
    this.#options = options;
    const { forwardedOrigin } = options;
    if (forwardedOrigin !== undefined) this.#share.allowHost(new URL(forwardedOrigin).host);
  }

  /** Lets scripts of the webview read the bytes, which Web Audio does to mute single channels. */
  allowOrigin(origin: string): void {
    this.#share.allowOrigin(origin);
  }

  /**
   * Where the webview, or a program of the user's, can read a file, the best place first: the storage by a
   * short-lived link where the sign-in can make one, and the loopback server, which serves every sign-in.
   * Rejects with a `StoreError` where the file is not there.
   * @param needsBytes true where a script is to read the bytes, which a link does not allow
   */
  async sources(file: StoredFile, needsBytes: boolean, signal: AbortSignal): Promise<MediaSource[]> {
    const { forwardedOrigin } = this.#options;
    const link = needsBytes ? undefined : await this.#link(file, signal);
    const url = this.#loopback(file);
    return [
      ...(link ? [{ url: link.url, via: 'link' as const, expiresMs: link.expires.getTime() }] : []),
      ...(forwardedOrigin === undefined
        ? []
        : [{ url: forwardedOrigin + new URL(url).pathname, via: 'forwarded' as const }]),
      { url, via: 'loopback' },
    ];
  }

  /** Rejects with a `StoreError` or `UserError` where a file cannot be read now as it was listed. */
  async check(file: StoredFile | undefined, signal: AbortSignal): Promise<void> {
    if (!file) throw new UserError(notInRecording());
    const { name, sizeBytes } = file;
    // Reading comes first: the answer to it has a body that says more of a refusal than a status does.
    if (sizeBytes > 0) await this.#store.read(name, { offset: 0, count: 1 }, signal);
    const now = await this.#store.stat(name, signal);
    if (now.sizeBytes !== sizeBytes) throw new StoreError('fileChanged', 'The size is another one.');
  }

  dispose(): void {
    this.#share.dispose();
  }

  #loopback(file: StoredFile): string {
    const extension = /\.[a-z0-9]{1,8}$/i.exec(file.name)?.[0] ?? '';
    const asItIs = `${file.name}\n${file.sizeBytes}`;
    const key = this.#keys.get(asItIs) ?? `${this.#keys.size}${extension}`;
    this.#keys.set(asItIs, key);
    return this.#share.add(key, {
      sizeBytes: file.sizeBytes,
      contentType: mediaType(file.name),
      open: (range, signal) => this.#store.openRead(file.name, range, signal),
    });
  }

  async #link(file: StoredFile, signal: AbortSignal): Promise<ReadOnlyLink | undefined> {
    try {
      const link = await this.#store.link(file.name, linkMinutes, signal);
      // A link that opens more than this one file stays in the extension.
      return link.kind === 'containerSas' || link.kind === 'file' ? undefined : link;
    } catch (error) {
      if (StoreError.is(error, 'linkNotPossible')) return undefined;
      throw error;
    }
  }
}

/** What may help against a failure to read a media file. */
export function mediaRemedy(error: unknown): MediaFailure['remedy'] {
  if (!StoreError.is(error)) return 'refresh';
  if (isSignInFailure(error)) return 'signIn';
  return error.reason === 'fileMissing' || error.reason === 'fileChanged' ? 'refresh' : 'retry';
}

/** Why a file that is listed cannot be played. */
export function notInRecording(): string {
  return l10n.t('The file is no longer in the recording.');
}
