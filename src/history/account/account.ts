import { withoutUndefined } from '../../base/withoutUndefined.ts';
import { type AccountCheck, checksOf } from './checks.ts';
import { type AccountEntry, entriesOf } from './entries.ts';
import type { Known } from './known.ts';

/** What is known of one recording, in order; holds no secret. */
export interface Account {
  readonly ids: Known['ids'];
  /** What happened, the oldest first. */
  readonly entries: readonly AccountEntry[];
  /** How far it came, step by step. */
  readonly checks: readonly AccountCheck[];
  /** The first thing to do, where a step has not passed. */
  readonly next?: string;
  /** When this was put together, ms since 1970. */
  readonly at: number;
}

/** Puts what is known of a recording in order, says how far it came, and what to do next. */
export function accountOf(known: Known): Account {
  const checks = checksOf(known);
  const order = ['failed', 'waiting', 'unknown'] as const;
  const next = order
    .flatMap((standing) => checks.filter((check) => check.standing === standing))
    .find((check) => check.next !== undefined)?.next;
  return {
    ...{ ids: known.ids, entries: entriesOf(known), checks, at: known.now },
    ...withoutUndefined({ next }),
  };
}
