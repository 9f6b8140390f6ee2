import * as l10n from '@vscode/l10n';
import type { StoredFile } from '../../recording/call.ts';
import type { RangeServer, RangeShare } from '../../storage/rangeServer.ts';
import type { ReadOnlyLink, RecordingStore } from '../../storage/recordingStore.ts';
import { StoreError } from '../../storage/storeError.ts';
import { mediaType } from './mediaProbe.ts';

/** Where a webview can read a media file. */
export interface MediaAddress {
  readonly url: string;
  readonly via: 'loopback' | 'link';
  /** ms since 1970; absent where the address lives as long as the inspector. */
  readonly expiresMs?: number;
}

export interface MediaAddressOptions {
  /**
   * True where the extension runs on another machine than the webview: then bytes should come straight
   * from the storage. On one machine the loopback server is never a detour, serves every sign-in, keeps
   * each secret in the extension, and goes on by itself after a broken connection.
   */
  readonly prefersLinks: boolean;
  /** The loopback address as the webview reaches it. */
  readonly toReachable: (url: string) => Promise<string>;
}

const linkMinutes = 15;

/** Makes addresses that play the media of one inspector; all end with it. */
export class MediaAddresses {
  private readonly store: RecordingStore;
  private readonly share: RangeShare;
  private readonly options: MediaAddressOptions;
  private readonly opened: (name: string) => void;

  /** @param opened told of each range that is read through the loopback server */
  constructor(
    store: RecordingStore,
    server: RangeServer,
    options: MediaAddressOptions,
    opened: (name: string) => void = () => undefined,
  ) {
    this.store = store;
    this.share = server.share();
    this.options = options;
    this.opened = opened;
  }

  /** Lets scripts of the webview read the bytes, which Web Audio does to mute single channels. */
  allowOrigin(origin: string): void {
    this.share.allowOrigin(origin);
  }

  /** Where the webview plays a file. Rejects with a `StoreError` where it is not there. */
  async get(file: StoredFile, avoidLink: boolean, signal: AbortSignal): Promise<MediaAddress> {
    const link = this.options.prefersLinks && !avoidLink ? await this.link(file, signal) : undefined;
    if (link) return { url: link.url, via: 'link', expiresMs: link.expires.getTime() };
    return { url: await this.options.toReachable(this.loopback(file)), via: 'loopback' };
  }

  /** An address for a program outside: a link where the sign-in can make one, else the loopback server. */
  async forOutside(file: StoredFile, signal: AbortSignal): Promise<string> {
    const link = await this.link(file, signal);
    return link ? link.url : await this.options.toReachable(this.loopback(file));
  }

  dispose(): void {
    this.share.dispose();
  }

  private loopback(file: StoredFile): string {
    return this.share.add(file.name, {
      sizeBytes: file.sizeBytes,
      contentType: mediaType(file.name),
      open: (range, signal) => {
        this.opened(file.name);
        return this.store.openRead(file.name, range, signal);
      },
    });
  }

  private async link(file: StoredFile, signal: AbortSignal): Promise<ReadOnlyLink | undefined> {
    try {
      const link = await this.store.link(file.name, linkMinutes, signal);
      return /^https?:/.test(link.url) ? link : undefined;
    } catch (error) {
      if (StoreError.is(error, 'linkNotPossible')) return undefined;
      throw error;
    }
  }
}

/** Why a file that is listed cannot be played. */
export function notInRecording(): string {
  return l10n.t('The file is no longer in the recording.');
}
