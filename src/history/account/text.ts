import * as l10n from '@vscode/l10n';
import type { CheckId, Standing } from './checks.ts';
import type { AccountEntry, Opened } from './entries.ts';

export const standingSigns: Readonly<Record<Standing, string>> = {
  passed: '✓',
  failed: '✗',
  waiting: '…',
  unknown: '?',
};

export const standingTexts: Readonly<Record<Standing, () => string>> = {
  passed: () => l10n.t('passed'),
  failed: () => l10n.t('failed'),
  waiting: () => l10n.t('not yet'),
  unknown: () => l10n.t('not known'),
};

export const checkTitles: Readonly<Record<CheckId, () => string>> = {
  start: () => l10n.t('Start'),
  recording: () => l10n.t('Recording'),
  end: () => l10n.t('End'),
  files: () => l10n.t('Files'),
  event: () => l10n.t('Event'),
  delivery: () => l10n.t('Own endpoint'),
};

/** What an entry leads to. */
export const openTexts: Readonly<Record<Opened, () => string>> = {
  received: () => l10n.t('Show Event'),
  delivery: () => l10n.t('Show Answer'),
};

export const openCommands: Readonly<Record<Opened, string>> = {
  received: 'callRecordings.openReceived',
  delivery: 'callRecordings.openDelivery',
};

/** The IDs of an entry with their names, for support to find the request or the event. */
export function entryIds({ correlationId, clientRequestId, eventId }: AccountEntry): readonly EntryId[] {
  const ids = [
    { label: l10n.t('Correlation ID'), id: correlationId },
    { label: l10n.t('Request ID'), id: clientRequestId },
    { label: l10n.t('Event ID'), id: eventId },
  ];
  return ids.flatMap(({ label, id }) => (id === undefined ? [] : [{ label, id }]));
}

interface EntryId {
  readonly label: string;
  readonly id: string;
}
