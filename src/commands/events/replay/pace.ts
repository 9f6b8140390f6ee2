import type * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import { UserError } from '../../../base/userError.ts';
import { withoutUndefined } from '../../../base/withoutUndefined.ts';
import { Cancelled } from '../../../views/messages/cancelled.ts';
import { showInputBox, showQuickPick } from '../../../views/prompts.ts';

/** How fast events are replayed. */
export interface Pace {
  /** Deliveries at once. */
  readonly parallel: number;
  /** Events a second at most; absent for no limit. */
  readonly perSecond?: number;
}

const lastKey = 'callRecordings.replayPace';
const usual: Pace = { parallel: 8 };
const mostParallel = 100;
const mostPerSecond = 1_000;

/** What was given, else what the user picks: the pace of the last time comes first. @throws UserError, Cancelled */
export async function chosenPace(
  state: vscode.Memento,
  { parallel, perSecond }: Partial<Pace>,
): Promise<Pace> {
  if (parallel !== undefined || perSecond !== undefined) {
    const pace = withoutUndefined({ parallel: parallel ?? usual.parallel, perSecond });
    if (!isPace(pace)) throw new UserError(paceProblem());
    return pace;
  }
  const pace = await askPace(state.get<unknown>(lastKey));
  await state.update(lastKey, pace);
  return pace;
}

async function askPace(last: unknown): Promise<Pace> {
  const presets: readonly Pace[] = [usual, { parallel: 1 }, { parallel: 50 }, { parallel: 8, perSecond: 10 }];
  const all = isPace(last) ? [last, ...presets] : presets;
  const items = [
    ...new Map(all.map((pace) => [paceText(pace), { label: paceText(pace), pace }])).values(),
    { label: l10n.t('Other…'), pace: undefined },
  ];
  const picked = await showQuickPick(items, {
    title: l10n.t('Replay Events'),
    placeHolder: l10n.t('How fast should the events be sent?'),
  });
  return Cancelled.unless(picked).pace ?? askNumbers();
}

async function askNumbers(): Promise<Pace> {
  const ask = async (prompt: string, most: number, value: string): Promise<number | undefined> => {
    const text = await showInputBox({
      title: l10n.t('Replay Events'),
      prompt,
      value,
      validateInput: (typed) =>
        typed.trim() === '' || isBetween(Number(typed), most) ? undefined : paceProblem(),
    });
    const typed = Cancelled.unless(text).trim();
    return typed === '' ? undefined : Number(typed);
  };
  const parallel = await ask(l10n.t('How many at once?'), mostParallel, String(usual.parallel));
  const perSecond = await ask(
    l10n.t('How many a second at most? Leave empty for no limit.'),
    mostPerSecond,
    '',
  );
  return withoutUndefined({ parallel: parallel ?? usual.parallel, perSecond });
}

function paceText({ parallel, perSecond }: Pace): string {
  const atOnce = l10n.t('{0} at once', parallel);
  return perSecond === undefined
    ? l10n.t('{0}, no other limit', atOnce)
    : l10n.t('{0}, at most {1} a second', atOnce, perSecond);
}

function paceProblem(): string {
  return l10n.t('Type a whole number: up to {0} at once, up to {1} a second.', mostParallel, mostPerSecond);
}

function isPace(value: unknown): value is Pace {
  const { parallel, perSecond } = Object(value) as Partial<Record<keyof Pace, unknown>>;
  return (
    isBetween(parallel, mostParallel) && (perSecond === undefined || isBetween(perSecond, mostPerSecond))
  );
}

function isBetween(value: unknown, most: number): boolean {
  return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= most;
}
