import * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import { delay, systemClock } from '../../base/clock.ts';
import { UserError } from '../../base/userError.ts';
import type { ActiveRecording } from '../../calling/active/recording.ts';
import type { ActiveServices } from '../../views/active/services.ts';
import { localResourceId } from '../../calling/connection/resource.ts';
import type { App } from '../../views/app.ts';
import { Cancelled } from '../../views/messages/cancelled.ts';
import { notify } from '../../views/messages/notify.ts';
import { withProgress } from '../../views/messages/progress.ts';
import { trialKey } from '../../views/setup/unfinishedTrial.ts';
import type { TrialArgument, TrialResult } from './arguments.ts';
import { askPair } from './pairs.ts';
import { showInputBox } from '../../views/prompts.ts';

/** How long the trial records, in ms. */
const trialMs = 10_000;

/**
 * Records ten seconds of a call and follows them to their files: the only proof that all is right. The recording is
 * stopped also on a cancel, and by the next start of VS Code after a reload.
 */
export async function tryForReal(app: App, given: TrialArgument = {}): Promise<TrialResult> {
  const services = await app.active.services();
  const { resource, container } = await askPair(app, given);
  if (!resource) throw new UserError(l10n.t('Connect a Communication Services resource first.'));
  if (!container)
    throw new UserError(l10n.t('Add the container that recordings are to be written to first.'));
  const call = given.call ?? (await askCall(services, resource.id));
  await askConsent(resource.id === localResourceId, call, resource.name, container.name);
  const before = new Set(
    services.active.list().flatMap(({ recordingId, state }) => (state === 'ended' ? [] : recordingId)),
  );
  const recording = await vscode.commands.executeCommand<ActiveRecording | undefined>(
    'callRecordings.startRecording',
    {
      resource: resource.id,
      call,
      container: container.id,
      content: 'audio',
      channel: 'mixed',
      format: 'wav',
    },
  );
  // Why it did not start has been said.
  if (!recording) throw new Cancelled();
  const { recordingId } = recording;
  const isTakenUp = before.has(recordingId) || (recording.steps ?? []).some(({ kind }) => kind === 'takenUp');
  if (isTakenUp) await askToStop(call);
  await app.context.globalState.update(trialKey, recordingId);
  try {
    await recordFor(services, recordingId);
  } finally {
    await vscode.commands.executeCommand('callRecordings.stopRecording', { recordingId });
    await app.context.globalState.update(trialKey, undefined);
  }
  const result = await follow(services, recordingId);
  void tell(app, result, { resource: resource.id, container: container.id });
  return result;
}

async function askCall({ localService }: ActiveServices, resourceId: string): Promise<string> {
  if (resourceId === localResourceId) {
    const [running] = await localService.calls();
    if (running) return running.serverCallId;
    const made = await vscode.commands.executeCommand<{ readonly serverCallId: string } | undefined>(
      'callRecordings.newLocalCall',
      {},
    );
    return Cancelled.unless(made).serverCallId;
  }
  const text = await showInputBox({
    title: l10n.t('Try Setup for Real'),
    prompt: l10n.t('Server call ID of a call that is in progress. The event CallStarted has it.'),
    validateInput: (value) => (value.trim() === '' ? l10n.t('A call is needed.') : undefined),
  });
  return Cancelled.unless(text).trim();
}

/** Names the call; where it is a real one, asks whether the people in it agree. @throws Cancelled */
async function askConsent(
  isMadeUp: boolean,
  call: string,
  resource: string,
  container: string,
): Promise<void> {
  const [record, question, detail] = isMadeUp
    ? [
        l10n.t('Record 10 Seconds'),
        l10n.t('Record 10 seconds of a made-up call?'),
        l10n.t(
          'The local service makes up the call and its sound; nobody is recorded. The files stay in the container.\n\nCall: {0}\nResource: {1}\nContainer: {2}',
          call,
          resource,
          container,
        ),
      ]
    : [
        l10n.t('They Agree: Record 10 Seconds'),
        l10n.t('Record 10 seconds of a real call?'),
        l10n.t(
          'Call: {0}\nResource: {1}\nContainer: {2}\n\nEveryone in the call must know about it and agree. The files stay in the container.',
          call,
          resource,
          container,
        ),
      ];
  if ((await notify.ask(question, detail, record)) !== record) throw new Cancelled();
}

/** The call was being recorded before the trial. @throws Cancelled */
async function askToStop(call: string): Promise<void> {
  const stop = l10n.t('Stop It and Follow Its Files');
  const picked = await notify.ask(
    l10n.t('This call is being recorded already. Stop that recording?'),
    l10n.t('Call: {0}\n\nIt was not started by this trial.', call),
    stop,
  );
  if (picked !== stop) throw new Cancelled();
}

async function recordFor(services: ActiveServices, recordingId: string): Promise<void> {
  await withProgress(l10n.t('Recording 10 seconds'), async ({ signal, report }) => {
    for (let seconds = 0; seconds < trialMs / 1000; seconds++) {
      report(l10n.t('{0} of {1} s', seconds, trialMs / 1000), (seconds * 1000) / trialMs);
      // It may have been ended from elsewhere.
      if (services.active.get(recordingId)?.state === 'ended') return;
      await delay(systemClock, 1000, signal);
    }
  });
}

/** Waits until the files are there, or it is known that they do not come. */
async function follow({ active, landings }: ActiveServices, recordingId: string): Promise<TrialResult> {
  const startedMs = systemClock.now();
  return withProgress(l10n.t('Waiting for the files'), async ({ signal, report }) => {
    signal.addEventListener('abort', () => landings.cancel(recordingId), { once: true });
    for (;;) {
      const landing = active.get(recordingId)?.landing;
      const waitedSeconds = Math.round((systemClock.now() - startedMs) / 1000);
      if (landing?.kind === 'landed') return { kind: 'landed', path: landing.path, waitedSeconds };
      if (landing?.kind === 'missing') return { kind: 'missing', waitedSeconds };
      if (landing?.kind === 'cancelled' || signal.aborted) throw new Cancelled();
      if (active.get(recordingId) === undefined) return { kind: 'missing', waitedSeconds };
      report(l10n.t('{0} s so far; it can take a few minutes', waitedSeconds));
      await Promise.race([
        new Promise<void>((resolve) => active.events.once('changed', () => resolve())),
        delay(systemClock, 1000, signal).catch(() => undefined),
      ]);
    }
  });
}

async function tell(
  app: App,
  result: TrialResult,
  pair: { readonly resource: string; readonly container: string },
): Promise<void> {
  if (result.kind === 'landed') {
    const show = l10n.t('Show Recording');
    const text = l10n.t('Everything works: the files arrived {0} s after the end.', result.waitedSeconds);
    if ((await notify.info(text, show)) !== show) return;
    const container = app.containers.find(pair.container);
    if (container) await app.tree.reveal(container, result.path);
    return;
  }
  const check = l10n.t('Check Setup');
  const text = l10n.t(
    'The recording was made, and no files came into the container in {0} s. A role that was just assigned may not have taken effect yet; otherwise the checklist says what is missing.',
    result.waitedSeconds,
  );
  if ((await notify.warn(text, check)) === check)
    await vscode.commands.executeCommand('callRecordings.checkSetup', pair);
}
