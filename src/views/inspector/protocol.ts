import type { Account } from '../../history/account/account.ts';
import type { Opened } from '../../history/account/entries.ts';
import type { InspectorView } from './page/data.ts';

/** What the extension sends to the webview. */
export type ToWebview =
  | {
      readonly type: 'setUp';
      /** Translations for `@vscode/l10n`; absent for English. */
      readonly translations?: Readonly<Record<string, string>>;
      /** The zone that times are shown in, as the IANA database names it. */
      readonly timeZone: string;
      /** The address of the recording, kept in the webview's state so that a reload finds it again. */
      readonly target: InspectorTarget;
    }
  | { readonly type: 'view'; readonly view: InspectorView }
  | { readonly type: 'failed'; readonly message: string }
  /** Moves the player to the start of a media file of the view. */
  | { readonly type: 'goTo'; readonly file: string }
  | { readonly type: 'document'; readonly file: string; readonly text: string; readonly isCut: boolean }
  | { readonly type: 'documentFailed'; readonly file: string; readonly message: string }
  | { readonly type: 'media'; readonly file: string; readonly sources: readonly MediaSource[] }
  | { readonly type: 'mediaFailed'; readonly file: string; readonly message: string }
  /** What is known of the recording, in order. */
  | { readonly type: 'history'; readonly account: Account }
  | { readonly type: 'historyFailed'; readonly message: string }
  /** Why a media file could not be played; without a failure where its storage gives it out. */
  | { readonly type: 'mediaExplained'; readonly file: string; readonly failure?: MediaFailure };

/** Why a media file cannot be read, in words for a person, and what may help. */
export interface MediaFailure {
  readonly message: string;
  /** `refresh` where the list of files is out of date. */
  readonly remedy: 'refresh' | 'signIn' | 'retry';
}

/** Where a media file can be read; the first that works is to be used. */
export interface MediaSource {
  readonly url: string;
  /**
   * `link` leads straight to the storage, `forwarded` to the loopback server through the editor's
   * forwarding of ports, `loopback` to it directly. Scripts may read the bytes of the loopback server alone.
   */
  readonly via: 'link' | 'forwarded' | 'loopback';
  /** ms since 1970; absent where the address lives as long as the inspector. */
  readonly expiresMs?: number;
}

/** Which recording an inspector shows. Holds no secret. */
export interface InspectorTarget {
  /** Container ID, or `file` for a recording that was opened from a metadata file on disk. */
  readonly containerId: string;
  /** Path of the recording folder in the container, ending in `/`. */
  readonly recordingPath: string;
}

/**
 * VS Code's view types of the tabs, by where the recording is. The title of an editor offers what works there, and
 * of a tab in any group its conditions know the view type alone.
 */
export const panelTypes = {
  container: 'callRecordings.inspector',
  samples: 'callRecordings.inspector.samples',
  disk: 'callRecordings.inspector.disk',
} as const;

/** What the webview asks of the extension. */
export type FromWebview =
  | { readonly type: 'ready'; readonly origin: string }
  | { readonly type: 'refresh' }
  | { readonly type: 'checkMedia' }
  | { readonly type: 'readDocument'; readonly file: string }
  | { readonly type: 'openDocument'; readonly file: string }
  | { readonly type: 'playMedia'; readonly file: string }
  /** Asks why a media file could not be played: the browser knows no more than that. */
  | { readonly type: 'explainMedia'; readonly file: string }
  /** Opens the sign-in of the container, to be changed. */
  | { readonly type: 'editSignIn' }
  /** The player read the true length of a media file. */
  | { readonly type: 'measured'; readonly file: string; readonly ms: number }
  | { readonly type: 'openMedia'; readonly file: string; readonly place: 'browser' | 'system' }
  /** Opens what an entry of the history leads to. */
  | { readonly type: 'openEntry'; readonly kind: Opened; readonly id: string }
  /** Copies the history as Markdown. */
  | { readonly type: 'copyHistory' }
  | { readonly type: 'copy'; readonly text: string }
  | { readonly type: 'shown'; readonly isShown: boolean };

const maxCopyLength = 10_000_000;

/** Reads a message of the webview; undefined for anything that is none. */
export function readFromWebview(message: unknown): FromWebview | undefined {
  if (typeof message !== 'object' || message === null) return undefined;
  const { type, origin, file, place, text, isShown, ms, kind, id } = message as Record<string, unknown>;
  switch (type) {
    case 'ready':
      return isText(origin) ? { type, origin } : undefined;
    case 'refresh':
    case 'checkMedia':
    case 'editSignIn':
    case 'copyHistory':
      return { type };
    case 'readDocument':
    case 'openDocument':
    case 'playMedia':
    case 'explainMedia':
      return isText(file) ? { type, file } : undefined;
    case 'measured':
      return isText(file) && typeof ms === 'number' && ms >= 0 && ms < Infinity
        ? { type, file, ms }
        : undefined;
    case 'openMedia':
      return isText(file) && (place === 'browser' || place === 'system') ? { type, file, place } : undefined;
    case 'openEntry':
      return isText(id) && (kind === 'received' || kind === 'delivery') ? { type, kind, id } : undefined;
    case 'copy':
      return isText(text, maxCopyLength) ? { type, text } : undefined;
    case 'shown':
      return typeof isShown === 'boolean' ? { type, isShown } : undefined;
    default:
      return undefined;
  }
}

/** Reads the target that a webview's saved state names; undefined where it names none. */
export function readTarget(state: unknown): InspectorTarget | undefined {
  if (typeof state !== 'object' || state === null || !('target' in state)) return undefined;
  const { target } = state;
  if (typeof target !== 'object' || target === null) return undefined;
  const { containerId, recordingPath } = target as Record<string, unknown>;
  return isText(containerId) && isText(recordingPath) ? { containerId, recordingPath } : undefined;
}

function isText(value: unknown, maxLength = 4096): value is string {
  return typeof value === 'string' && value.length <= maxLength;
}
