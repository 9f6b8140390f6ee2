import * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import { setTimeZone, timeZone } from '../base/timeZone.ts';
import { notify } from './messages/notify.ts';

/**
 * Shows times as the setting `callRecordings.timeZone` says, now and when it changes.
 * @param changed called after each change, so that times can be drawn again; its argument says whether the zone is known
 */
export function followTimeZone(changed: (isKnown: boolean) => void): vscode.Disposable {
  apply();
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration('callRecordings.timeZone')) changed(apply());
  });
}

function apply(): boolean {
  const zone = vscode.workspace.getConfiguration('callRecordings').get<unknown>('timeZone');
  return setTimeZone(typeof zone === 'string' && zone.trim() !== '' ? zone.trim() : 'local');
}

/** Says that the setting names no zone. */
export async function warnOfZone(): Promise<void> {
  const open = l10n.t('Open Setting');
  const picked = await notify.warn(
    l10n.t('The setting “Time Zone” names no known zone. Times are shown in {0}.', timeZone()),
    open,
  );
  if (picked === open)
    await vscode.commands.executeCommand('workbench.action.openSettings', 'callRecordings.timeZone');
}
