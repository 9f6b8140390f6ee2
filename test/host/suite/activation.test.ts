import assert from 'node:assert/strict';
import * as vscode from 'vscode';

const extensionId = 'acs-call-recordings.acs-call-recordings';

describe('The extension in VS Code', () => {
  it('is found and activates', async () => {
    const extension = vscode.extensions.getExtension(extensionId);
    assert.ok(extension, `${extensionId} is not among ${vscode.extensions.all.length} extensions`);
    await extension.activate();
    assert.equal(extension.isActive, true);
  });
});
