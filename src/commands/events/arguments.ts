import type * as vscode from 'vscode';
import type { Shell } from '../../events/send/webhook/curl.ts';
import type { EventSchema } from '../../recording/event/event.ts';
import type { EventNode } from '../../views/events/node.ts';

/** Names one event: in a document, in the Events view, or as it is. */
export type EventArgument =
  | vscode.Uri
  | EventNode
  | {
      /** Address of a document; the active one when absent. */
      readonly uri?: string;
      /** Which event of the document, from 0; all of them when absent. */
      readonly index?: number;
      /** The event itself, or JSON or base64 of it. */
      readonly event?: object | string;
      /** ID of a delivery. */
      readonly id?: string;
    };

/** Where and how to send; what is missing is asked for. */
export interface SendOptions {
  /** Its query is kept secret. */
  readonly url?: string;
  /** Kept secret. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly handshake?: boolean;
  /** On the schedule of Event Grid. */
  readonly retries?: boolean;
}

/** The shell that a command is for; default: that of this machine. */
export interface CurlOptions {
  readonly shell?: Shell;
}

export interface NewEventOptions {
  /** ID of the sample. */
  readonly sample?: string;
  readonly schema?: EventSchema;
}

/** What the files of a recording do not contain; what is missing is asked for, unless `ask` is false. */
export interface BuildOptions {
  readonly schema?: EventSchema;
  readonly serverCallId?: string;
  readonly recordingId?: string;
  readonly topic?: string;
  readonly sessionEndReason?: string;
  /** Where a local copy of the files comes from. */
  readonly containerUrl?: string;
  readonly ask?: boolean;
}

/** Names the webhook, or the ID of a connected queue; `stop` ends the deliveries. */
export type LocalEventsOptions = SendOptions & {
  readonly schema?: EventSchema;
  readonly queue?: string;
  readonly stop?: boolean;
};
