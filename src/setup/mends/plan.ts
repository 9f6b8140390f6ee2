import type { MendKind } from '../checks/line.ts';
import type { Json } from '../management/fields.ts';
import type { BicepResource } from './bicep.ts';

/** A request that changes something. */
export interface WriteRequest {
  readonly method: 'PUT' | 'PATCH' | 'POST' | 'DELETE';
  /** From the root of Resource Manager. */
  readonly path: string;
  readonly version: string;
  readonly body?: Json;
}

/** How it is seen that a write has taken effect. */
export interface ReadBack {
  readonly path: string;
  readonly version: string;
  readonly holds: (json: Json) => boolean;
}

/** One write of a repair. */
export interface MendStep {
  /** What it changes, as a sentence. */
  readonly change: string;
  readonly request: WriteRequest;
  readonly readBack: ReadBack;
  /** What a person needs to be allowed to do it. */
  readonly right: { readonly action: string; readonly scope: string };
  /** Takes it back; absent where that makes no sense. */
  readonly undo?: WriteRequest;
}

/** What a person chose; a webhook is not in it, as its URL may hold a secret. */
export interface MendAnswers {
  /** Where the role is assigned. */
  readonly at?: 'account' | 'container';
  /** Where events are sent: the name of a storage queue. */
  readonly queue?: string;
  /** Also subscribe to the event that carries the server call ID. */
  readonly withCallStarted?: boolean;
  /** ID of the Log Analytics workspace for diagnostic settings. */
  readonly workspace?: string;
}

/** A change that is shown before it is made. */
export interface MendPlan {
  readonly kind: MendKind;
  readonly title: string;
  /** In the order in which they are done. */
  readonly steps: readonly MendStep[];
  /** The same for Azure CLI in a POSIX shell. */
  readonly cli: string;
  /** The same as Bicep; empty where Bicep cannot say it. */
  readonly bicep: readonly BicepResource[];
  /** The queue that events are delivered to, so that it can be read from then on. */
  readonly queue?: string;
  /** What it was made from, so that it is not asked again where the plan is tried again. */
  readonly answers?: MendAnswers;
  /** What is worth knowing of the effect. */
  readonly note?: string;
}
