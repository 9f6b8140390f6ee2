import * as vscode from 'vscode';
import { setTimeZone } from '../base/timeZone.ts';

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
