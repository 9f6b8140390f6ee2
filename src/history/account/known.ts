import type { ActiveRecording } from '../../calling/active/recording.ts';
import type { ReceivedSummary } from '../../events/receive/received.ts';
import type { StoredFile } from '../../recording/call.ts';

/** What is known of the files of a recording. */
export type KnownFiles =
  /** `path` is the recording folder, or the call folder where several recordings are in it. */
  | {
      readonly kind: 'found';
      readonly container: string;
      /** Before the date folders: empty, or ending in `/`. */
      readonly prefix: string;
      readonly path: string;
      readonly files: readonly StoredFile[];
    }
  /** All that was looked into, and nothing was there. */
  | { readonly kind: 'absent'; readonly lookedInto: readonly string[] }
  | { readonly kind: 'notRead'; readonly why: string }
  /** Not looked for, because the place is unknown. */
  | { readonly kind: 'notLooked' };

/** An event that came in, without its content. */
export type KnownEvent = Pick<ReceivedSummary, 'at' | 'type' | 'via' | 'eventTime' | 'eventId'> & {
  /** By which it can be opened; absent where it is not kept. */
  readonly received?: string;
  /** Where a `RecordingFileStatusUpdated` event says that the files are. */
  readonly filesAt?: 'container' | 'acs' | 'elsewhere';
  /** The state that a `RecordingStateChanged` event gives. */
  readonly state?: string;
};

/** A delivery to a webhook. */
export interface KnownDelivery {
  /** By which it can be opened. */
  readonly id?: string;
  /** ms since 1970. */
  readonly at: number;
  /** Host of the webhook, no more of its address. */
  readonly host: string;
  readonly delivered: boolean;
  /** What the last attempt was answered with, in one word or number. */
  readonly answer: string;
}

/** Everything that is known of one recording. Times are in ms since 1970. */
export interface Known {
  /** The IDs that it is known by, each with its name. */
  readonly ids: readonly { readonly label: string; readonly value: string }[];
  readonly recording?: ActiveRecording;
  readonly files: KnownFiles;
  readonly events: readonly KnownEvent[];
  readonly deliveries: readonly KnownDelivery[];
  readonly now: number;
}
