import * as vscode from 'vscode';

/** Opens a link in the browser as it is: made a `Uri`, its signature would be encoded anew and no longer fit. */
export async function openLink(url: string): Promise<void> {
  await vscode.env.openExternal(url as unknown as vscode.Uri);
}
