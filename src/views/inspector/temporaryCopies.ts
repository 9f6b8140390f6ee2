import * as vscode from 'vscode';

/**
 * The folder for copies that other players play, one for each day. Recordings are not to pile up on the
 * disk: those of other days are deleted, as far as no player holds them.
 */
export async function temporaryCopies(storage: vscode.Uri): Promise<vscode.Uri> {
  const all = vscode.Uri.joinPath(storage, 'media');
  const today = new Date().toISOString().slice(0, 10);
  const days = await vscode.workspace.fs.readDirectory(all).then(undefined, () => []);
  for (const [day] of days) {
    if (day === today) continue;
    const old = vscode.Uri.joinPath(all, day);
    await vscode.workspace.fs.delete(old, { recursive: true }).then(undefined, () => undefined);
  }
  return vscode.Uri.joinPath(all, today);
}
