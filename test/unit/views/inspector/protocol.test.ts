import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readFromWebview, readTarget } from '../../../../src/views/inspector/protocol.ts';

describe('inspector protocol', () => {
  it('takes each message of the webview and drops what does not belong to it', () => {
    const messages = [
      { type: 'ready', origin: 'vscode-webview://a' },
      { type: 'refresh' },
      { type: 'checkMedia' },
      { type: 'readDocument', file: 'a' },
      { type: 'openDocument', file: 'a' },
      { type: 'playMedia', file: 'a' },
      { type: 'explainMedia', file: 'a' },
      { type: 'editSignIn' },
      { type: 'measured', file: 'a', ms: 1.5 },
      { type: 'openMedia', file: 'a', place: 'system' },
      { type: 'openEntry', kind: 'received', id: 'a' },
      { type: 'copyHistory' },
      { type: 'copy', text: '' },
      { type: 'shown', isShown: true },
    ];
    for (const message of messages) {
      assert.deepEqual(readFromWebview({ ...message, more: 1 }), message);
    }
  });

  it('takes nothing else', () => {
    const wrong = [
      undefined,
      null,
      'ready',
      {},
      { type: 'ready' },
      { type: 'openMedia', file: 'a', place: 'shell' },
      { type: 'openEntry', kind: 'command', id: 'a' },
      { type: 'playMedia', file: 1 },
      { type: 'measured', file: 'a', ms: NaN },
      { type: 'measured', file: 'a', ms: -1 },
      { type: 'readDocument', file: 'a'.repeat(5000) },
      { type: '__proto__' },
    ];
    for (const message of wrong) assert.equal(readFromWebview(message), undefined);
    fc.assert(fc.property(fc.anything(), (message) => void readFromWebview(message)));
  });

  it('reads the target back from saved state, and nothing from other state', () => {
    const target = { containerId: 'c', recordingPath: '20260101/call/recording/' };
    assert.deepEqual(readTarget({ target: { ...target, sas: 'x' }, ms: 5 }), target);
    for (const state of [undefined, null, 5, {}, { target: null }, { target: { containerId: 'c' } }]) {
      assert.equal(readTarget(state), undefined);
    }
  });
});
