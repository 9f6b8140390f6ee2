import * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import { type StoreErrorReason, canRetry, isSignInFailure } from '../../storage/failures/storeError.ts';
import type { App } from '../../views/app.ts';
import { notify } from '../../views/messages/notify.ts';
import type { ProblemNode } from '../../views/tree/node.ts';

/** Reasons that another address may solve. */
const wrongAddress: readonly StoreErrorReason[] = ['unknownHost', 'containerMissing', 'refused'];

/** Shows in full what the row of a problem may be too narrow for, with a button for each thing that can be done. */
export async function explainProblem(app: App, node: ProblemNode): Promise<void> {
  const { error, text, container } = node;
  const needsSignIn = isSignInFailure(error) && container.kind === 'blob';
  const needsAddress = wrongAddress.includes(error.reason) && container.kind !== 'samples';
  const tryAgain = l10n.t('Try Again');
  const editSignIn = l10n.t('Edit Sign-in…');
  const editAddress = l10n.t('Edit Address…');
  const showLog = l10n.t('Show Log');
  const picked = await notify.error(
    `${text.title}: ${text.why} ${text.next}`,
    ...(canRetry(error) || needsSignIn ? [tryAgain] : []),
    ...(needsSignIn ? [editSignIn] : []),
    ...(needsAddress ? [editAddress] : []),
    showLog,
  );
  const run = (name: string) => vscode.commands.executeCommand(`callRecordings.${name}`, node);
  if (picked === tryAgain) await run('retry');
  if (picked === editSignIn) await run('editSignIn');
  if (picked === editAddress) await run('editAddress');
  if (picked === showLog) app.log.show();
}
