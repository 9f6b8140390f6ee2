import type * as vscode from 'vscode';
import { withoutUndefined } from '../../base/withoutUndefined.ts';
import { objectOf, objectsOf, textOf, textsOf } from '../../setup/management/fields.ts';
import { failureLine } from '../../setup/management/failureText.ts';
import type { MendKind } from '../../setup/checks/line.ts';
import type { MendOutcome, Written } from '../../setup/mends/apply.ts';
import type { MendAnswers, MendPlan, WriteRequest } from '../../setup/mends/plan.ts';
import type { UnfinishedMend } from '../../setup/report.ts';

/** A repair that ended half way, with what takes it back. */
export interface KeptMend extends UnfinishedMend {
  readonly kind: MendKind;
  readonly undo: readonly WriteRequest[];
  readonly answers: MendAnswers;
}

const key = 'callRecordings.unfinishedMends';
const kinds: readonly string[] = [
  'identity',
  'role',
  'container',
  'events',
  'diagnostics',
  'provider',
] satisfies readonly MendKind[];

/**
 * Repairs that ended half way, by pair and kind, over reloads: until one of the same kind succeeds, it is taken back
 * or put aside. Requests that take back hold no secret.
 */
export class UnfinishedMends {
  readonly #state: vscode.Memento;

  constructor(state: vscode.Memento) {
    this.#state = state;
  }

  of(pair: string): readonly KeptMend[] {
    return objectsOf(this.#all()[pair]).flatMap((one) => toKept(one) ?? []);
  }

  /** Keeps what came of a repair where it is half done, and forgets an earlier one of its kind where it is not. */
  async note(pair: string, plan: MendPlan, outcome: MendOutcome, now: number): Promise<void> {
    const kept = keptOf(plan, outcome, now);
    const isUntouched = outcome.failed !== undefined && kept === undefined;
    // Nothing was changed by this attempt: what is known of an earlier one still holds.
    if (isUntouched) return;
    const others = this.of(pair).filter(({ kind }) => kind !== plan.kind);
    await this.#set(pair, kept ? [...others, kept] : others);
  }

  async forget(pair: string, kind: MendKind): Promise<void> {
    await this.#set(
      pair,
      this.of(pair).filter((one) => one.kind !== kind),
    );
  }

  #all(): Readonly<Record<string, unknown>> {
    return objectOf(this.#state.get<unknown>(key));
  }

  async #set(pair: string, kept: readonly KeptMend[]): Promise<void> {
    const others = Object.fromEntries(Object.entries(this.#all()).filter(([name]) => name !== pair));
    await this.#state.update(key, kept.length === 0 ? others : { ...others, [pair]: kept });
  }
}

function keptOf({ kind, title, answers = {} }: MendPlan, { done, failed, undo }: MendOutcome, now: number) {
  if (!failed || (done.length === 0 && failed.written === 'no')) return undefined;
  return {
    kind,
    title,
    at: new Date(now).toISOString(),
    done: done.filter((step) => step !== failed.step).map(({ change }) => change),
    failed: failed.step.change,
    written: failed.written,
    why: failureLine(failed.failure),
    undo,
    answers,
  } satisfies KeptMend;
}

function toKept(json: Readonly<Record<string, unknown>>): KeptMend | undefined {
  const [kind, title, failed] = [textOf(json['kind']), textOf(json['title']), textOf(json['failed'])];
  if (kind === undefined || !kinds.includes(kind) || title === undefined || failed === undefined)
    return undefined;
  const written = textOf(json['written']);
  return {
    kind: kind as MendKind,
    title,
    at: textOf(json['at']) ?? '',
    done: textsOf(json['done']),
    failed,
    written: written === 'yes' || written === 'no' ? written : ('maybe' satisfies Written),
    why: textOf(json['why']) ?? '',
    undo: objectsOf(json['undo']).flatMap((one) => toRequest(one) ?? []),
    answers: toAnswers(objectOf(json['answers'])),
  };
}

function toAnswers(json: Readonly<Record<string, unknown>>): MendAnswers {
  const { withCallStarted } = json;
  const at = (['account', 'container'] as const).find((scope) => scope === json['at']);
  return withoutUndefined({
    at,
    queue: textOf(json['queue']),
    withCallStarted: typeof withCallStarted === 'boolean' ? withCallStarted : undefined,
    workspace: textOf(json['workspace']),
  });
}

function toRequest(json: Readonly<Record<string, unknown>>): WriteRequest | undefined {
  const [method, path, version] = [textOf(json['method']), textOf(json['path']), textOf(json['version'])];
  if ((method !== 'DELETE' && method !== 'PATCH') || !path?.startsWith('/subscriptions/') || !version)
    return undefined;
  return json['body'] === undefined
    ? { method, path, version }
    : { method, path, version, body: objectOf(json['body']) };
}
