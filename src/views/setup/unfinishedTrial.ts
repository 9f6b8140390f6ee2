import * as vscode from 'vscode';

/** Where the recording of a trial is remembered until it is stopped. */
export const trialKey = 'callRecordings.trialRecording';

/** Stops the recording of a trial that a reload cut off. */
export async function endUnfinishedTrial(state: vscode.Memento): Promise<void> {
  const recordingId = state.get<unknown>(trialKey);
  if (typeof recordingId !== 'string') return;
  await state.update(trialKey, undefined);
  await vscode.commands.executeCommand('callRecordings.stopRecording', { recordingId });
}
