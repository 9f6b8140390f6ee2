import type { QueueMode } from '../../events/receive/queue/watch.ts';
import type { NewSetup } from '../../setup/mends/create.ts';
import type { MendKind } from '../../setup/checks/line.ts';
import type { MendAnswers } from '../../setup/mends/plan.ts';
import type { SetupNode } from '../../views/setup/row.ts';

/** Which pair to check; what is not given is the only one there is, or asked for. */
export interface SetupArgument {
  /** ID, name or endpoint of a connected resource; `null` for none. */
  readonly resource?: string | null;
  /** ID or name of a connected container; `null` for none. */
  readonly container?: string | null;
  /** How Azure is signed in to; default: as the resource or container is, else VS Code's account. */
  readonly signIn?: 'vscode' | 'default';
}

/** What to repair of the pair that was checked last; what is not given is asked for. */
export interface MendArgument extends MendAnswers {
  readonly mend: MendKind;
  /** Where events are sent, in place of a queue: the URL of a webhook. */
  readonly webhook?: string;
  /** How the queue is read from then on; default: `watch`, which leaves its messages where they are. */
  readonly queueMode?: QueueMode;
}

/** A row of the Setup view, or what to repair. */
export type MendTarget = MendArgument | SetupNode;

/** The outcome of a repair. */
export interface MendResult {
  /** The changes that were made, in words. */
  readonly done: readonly string[];
  /** Address of the queue that is read from now on, where events go to one. */
  readonly queue?: string;
  /** Why a later change was not made. */
  readonly failed?: string;
}

/** How the report is copied or shown. */
export interface ReportArgument {
  /** Hides all but the end of each ID. */
  readonly maskIds?: boolean;
}

/** What to try for real; what is not given is asked for. */
export interface TrialArgument extends Pick<SetupArgument, 'resource' | 'container'> {
  /** Server call ID of a call that is in progress. */
  readonly call?: string;
}

/** What came of a trial. */
export type TrialResult =
  | { readonly kind: 'landed'; readonly path: string; readonly waitedSeconds: number }
  | { readonly kind: 'missing'; readonly waitedSeconds: number };

/** Names of what is to be made; examples stand in for those that are not given. */
export type CreateArgument = Partial<NewSetup>;

/** Texts that make a resource and an account from nothing. */
export interface CreateTexts {
  readonly cli: string;
  readonly bicep: string;
}
