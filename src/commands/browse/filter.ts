import type * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import { UserError } from '../../base/userError.ts';
import { type RecordingFilter, isEmptyFilter } from '../../storage/listing/filter.ts';
import type { App } from '../../views/app.ts';
import { Cancelled } from '../../views/messages/cancelled.ts';
import { lastDays, parseFilter } from '../../storage/listing/filterText.ts';
import { formatDate } from '../../base/display.ts';
import { createQuickPick } from '../../views/prompts.ts';

interface FilterItem extends vscode.QuickPickItem {
  /** Absent where the entry says what is wrong with what was typed. */
  readonly filter?: RecordingFilter;
  /** What was typed when the entry was made. */
  readonly typed: string;
}

/** Filters the tree, by what is given or what the user types or picks. @returns the filter in force */
export async function setFilter(app: App, given: RecordingFilter | undefined): Promise<RecordingFilter> {
  const filter = given ? checked(given) : await ask(app.tree.filter);
  app.tree.setFilter(filter);
  return filter;
}

function checked(given: RecordingFilter): RecordingFilter {
  const words = [
    given.from || given.to ? `${given.from ?? ''}..${given.to ?? ''}` : '',
    given.callIdStart ?? '',
  ];
  const filter = parseFilter(words.join(' '));
  if (!filter) throw new UserError(howTo());
  return filter;
}

function howTo(): string {
  return l10n.t(
    'A filter accepts dates such as 2026-11-22, 20261122 or 2026-11, and the start of a call ID.',
  );
}

async function ask(current: RecordingFilter): Promise<RecordingFilter> {
  const pick = createQuickPick<FilterItem>();
  pick.title = l10n.t('Filter recordings');
  pick.placeholder = l10n.t('A day, a month, 2026-11-01..2026-11-22, or the start of a call ID');
  pick.value = textOf(current);
  const call = (): RecordingFilter => {
    const typed = parseFilter(pick.value);
    return typed?.callIdStart ? { callIdStart: typed.callIdStart } : {};
  };
  const fill = (): void => {
    const typed = parseFilter(pick.value);
    const presets = [
      [l10n.t('Today'), lastDays(1)] as const,
      [l10n.t('Last 7 days'), lastDays(7)] as const,
      [l10n.t('Last 30 days'), lastDays(30)] as const,
    ].map(([label, dates]) => {
      const filter = { ...dates, ...call() };
      return { label: `$(calendar) ${label}`, description: textOf(filter), filter };
    });
    const typedItem =
      typed && !isEmptyFilter(typed)
        ? [{ label: `$(filter) ${l10n.t('Show {0}', textOf(typed))}`, filter: typed }]
        : [];
    const clear = isEmptyFilter(current)
      ? []
      : [{ label: `$(clear-all) ${l10n.t('Show everything')}`, filter: {} }];
    // Who emptied the box wants to see everything, who mistyped wants none of the entries.
    const isEmptied = pick.value.trim() === '';
    const items: Omit<FilterItem, 'typed'>[] =
      typed === undefined
        ? [{ label: `$(warning) ${l10n.t('This is not a filter.')}`, description: howTo() }]
        : isEmptied
          ? [...clear, ...presets]
          : [...typedItem, ...presets, ...clear];
    pick.items = items.map((item) => ({ ...item, typed: pick.value, alwaysShow: true }));
  };
  fill();
  pick.onDidChangeValue(fill);
  try {
    return await new Promise<RecordingFilter>((resolve, reject) => {
      pick.onDidAccept(() => {
        const [item] = pick.activeItems;
        // Who types fast accepts before the entries have followed.
        const typed = parseFilter(pick.value);
        const isFresh = item?.typed === pick.value;
        const filter = isFresh ? item.filter : typed;
        if (filter) resolve(filter);
      });
      pick.onDidHide(() => reject(new Cancelled()));
      pick.show();
    });
  } finally {
    pick.dispose();
  }
}

function textOf(filter: RecordingFilter): string {
  const from = filter.from ? formatDate(filter.from) : '';
  const to = filter.to ? formatDate(filter.to) : '';
  const dates = from === to ? from : `${from}..${to}`;
  return [dates, filter.callIdStart].filter(Boolean).join(' ');
}
