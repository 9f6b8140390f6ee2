import * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import { type Account, accountOf } from '../../history/account/account.ts';
import type { CheckId } from '../../history/account/checks.ts';
import { type AccountAction, accountPage } from '../../history/account/page.ts';
import { accountMarkdown } from '../../history/account/markdown.ts';
import { explainIdentifier } from '../../recording/identifier/identifiers.ts';
import { UserError } from '../../base/userError.ts';
import type { ActiveServices } from '../../views/active/services.ts';
import type { App } from '../../views/app.ts';
import { Cancelled } from '../../views/messages/cancelled.ts';
import { errorLine } from '../../views/messages/errorLine.ts';
import { withProgress } from '../../views/messages/progress.ts';
import { chosen } from '../record/chosen.ts';
import type { HistoryArgument, ShownAccount } from './arguments.ts';
import { gather } from '../../views/history/gather.ts';
import {
  type Subject,
  subjectOf,
  subjectOfPlace,
  subjectOfReceived,
  subjectOfText,
} from '../../views/history/subject.ts';
import { showInputBox } from '../../views/prompts.ts';

/** Shows what is known of a recording, in order: of a row, a recording in the tree, or one of the list. */
export async function showHistory(app: App, argument: HistoryArgument | undefined): Promise<ShownAccount> {
  return show(app, await subjectOfArgument(app, argument));
}

/** Takes any one ID and says how far its recording came, step by step, and what to do next. */
export async function whyMissing(app: App, given: string | undefined): Promise<ShownAccount> {
  const services = await app.active.services();
  return show(app, subjectOfText(app, services, given ?? (await askId(app, services))));
}

async function subjectOfArgument(app: App, argument: HistoryArgument | undefined): Promise<Subject> {
  const services = await app.active.services();
  if (argument === undefined)
    return subjectOf(app, await chosen(app, services, undefined, 'list', 'showHistory'));
  if ('recordingId' in argument && typeof argument.recordingId === 'string') {
    const known = services.active.get(argument.recordingId);
    return known ? subjectOf(app, known) : { recordingId: argument.recordingId };
  }
  if ('kind' in argument && argument.kind === 'recording') {
    const { container, path } = argument;
    return subjectOfPlace(app, services, { container, path });
  }
  if ('kind' in argument && argument.kind === 'receivedEvent')
    return subjectOfReceived(app, services, argument.event);
  if ('id' in argument && typeof argument.id === 'string') return subjectOfText(app, services, argument.id);
  throw new UserError(l10n.t('Choose a recording to see its history.'));
}

async function askId(app: App, services: ActiveServices): Promise<string> {
  const clipboard = await vscode.env.clipboard.readText();
  const { kind } = explainIdentifier(clipboard);
  const isId = ['recordingId', 'serverCallId', 'guid', 'eventSubject', 'documentId'].includes(kind);
  const text = await showInputBox({
    title: l10n.t('Why is my recording not there?'),
    prompt: l10n.t(
      'Recording ID, call ID, server call ID, document ID, event subject, blob address, or a whole event',
    ),
    value: isId ? clipboard.trim() : '',
    // Said while what was pasted can still be corrected.
    validateInput: (value) => (value.trim() === '' ? undefined : problemOf(app, services, value)),
  });
  return Cancelled.unless(text === undefined || text.trim() === '' ? undefined : text);
}

function problemOf(app: App, services: ActiveServices, text: string): string | undefined {
  try {
    subjectOfText(app, services, text);
    return undefined;
  } catch (error) {
    return errorLine(error);
  }
}

async function show(app: App, subject: Subject): Promise<ShownAccount> {
  const services = await app.active.services();
  const known = await withProgress(l10n.t('Gathering what is known of the recording'), ({ signal }) =>
    gather(app, services, subject, signal),
  );
  const account = accountOf(known);
  const markdown = accountMarkdown(account);
  lastShown = markdown;
  void vscode.commands.executeCommand('setContext', 'callRecordings.hasHistory', true);
  const next = nextAction(account, subject);
  const copy = { title: l10n.t('Copy as Markdown'), command: 'callRecordings.copyHistory' };
  app.inspector.reports.showPage('history', l10n.t('History of a recording'), (nonce) =>
    accountPage(account, next ? [next, copy] : [copy], nonce),
  );
  return { ...account, markdown };
}

let lastShown: string | undefined;

/** Copies the history that was shown last, for a support request: it holds no secret. @returns its text */
export async function copyHistory(): Promise<string> {
  if (lastShown === undefined) throw new UserError(l10n.t('No history has been shown yet.'));
  await vscode.env.clipboard.writeText(lastShown);
  vscode.window.setStatusBarMessage(l10n.t('$(check) Copied: {0}', l10n.t('History of a recording')), 3000);
  return lastShown;
}

/** The command that does what the history says is next. */
function nextAction({ checks }: Account, { recording }: Subject): AccountAction | undefined {
  const standing = (id: CheckId) => checks.find((check) => check.id === id)?.standing;
  const isKeptByAcs =
    recording?.state === 'ended' &&
    (recording.destination.kind === 'acs' ||
      recording.steps?.some(({ kind }) => kind === 'exportFailed') === true);
  if (recording && isKeptByAcs && standing('files') !== 'passed')
    return {
      title: l10n.t('Download from ACS Storage…'),
      command: 'callRecordings.downloadFromAcs',
      argument: { recordingId: recording.recordingId },
    };
  if (standing('files') === 'failed')
    return { title: l10n.t('Check Setup…'), command: 'callRecordings.checkSetup' };
  if (standing('event') === 'unknown')
    return { title: l10n.t('Start Event Listener'), command: 'callRecordings.startListener' };
  return undefined;
}
