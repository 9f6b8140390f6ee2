import * as l10n from '@vscode/l10n';
import type { ActiveRecording } from '../../calling/active/recording.ts';
import { UserError } from '../../base/userError.ts';
import { type RecordingAction, applies } from '../../views/active/applies.ts';
import { describeActive } from '../../views/active/row.ts';
import type { ActiveServices } from '../../views/active/services.ts';
import type { App } from '../../views/app.ts';
import { Cancelled } from '../../views/messages/cancelled.ts';
import { withoutIcons } from '../../views/messages/withoutIcons.ts';
import type { RecordingArgument } from './arguments.ts';
import { notify } from '../../views/messages/notify.ts';
import { titleOf } from '../prompts/title.ts';
import { showQuickPick } from '../../views/prompts.ts';

/**
 * The recording that a command is to work on: the one it was called with, the one selected, the only one it
 * can be, or the one that the user picks. Where there is none, that is said, and the command ends.
 */
export async function chosen(
  app: App,
  { active }: ActiveServices,
  argument: RecordingArgument | undefined,
  action: RecordingAction,
  /** What it is chosen for. */
  command: string,
): Promise<ActiveRecording> {
  if (argument) {
    const given = active.get(argument.recordingId);
    if (!given) throw new UserError(l10n.t('No such recording was started here: {0}', argument.recordingId));
    return given;
  }
  const candidates = active.list().filter((recording) => applies(action, recording));
  const [only, ...more] = candidates;
  if (!only) {
    void notify.info(noneTexts[action]());
    throw new Cancelled();
  }
  const selected = candidates.find(({ recordingId }) => recordingId === app.active.selection[0]?.recordingId);
  if (selected) return selected;
  if (more.length === 0) return only;
  const now = Date.now();
  const items = candidates.map((recording) => {
    const { label, icon, description } = describeActive(recording, { now });
    return { label: `$(${icon}) ${withoutIcons(label)}`, description, recording };
  });
  const picked = await showQuickPick(items, {
    title: titleOf(app, command),
    placeHolder: l10n.t('Which recording?'),
    matchOnDescription: true,
  });
  return Cancelled.unless(picked).recording;
}

const noneTexts: Readonly<Record<RecordingAction, () => string>> = {
  pause: () => l10n.t('No recording can be paused now.'),
  resume: () => l10n.t('No recording is paused now.'),
  stop: () => l10n.t('No recording is in progress.'),
  refresh: () => l10n.t('No recording is in progress.'),
  reveal: () => l10n.t('No recording in the list has its files in a container yet.'),
  findFiles: () => l10n.t('No recording in the list is missing its files.'),
  cancelWaiting: () => l10n.t('No recording is waiting for its files.'),
  list: () => l10n.t('The list of active recordings is empty.'),
};
