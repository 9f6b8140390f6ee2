import assert from 'node:assert/strict';
import { callName } from '../../../../src/calling/active/callName.ts';

describe('callName', () => {
  it('names a call by its call ID, else by the conversation in its server call ID', () => {
    const url =
      'https://api.flightproxy.skype.com/api/v2/cp/conv-usea2-01.conv.skype.com/conv/FHcWYTEqY0CTcEJRRwTw5Q?i=4';
    const call = { kind: 'serverCallId', id: Buffer.from(url).toString('base64') } as const;
    assert.equal(callName({ call }), 'FHcWYTEq…');
    assert.equal(callName({ call, callId: 'add67a69-debe-4998-9f92-5a0d8f6dc00c' }), 'add67a69…');
    assert.equal(callName({ call: { kind: 'roomId', id: '9945278489' } }), '9945278489');
  });

  it('stays what it was at the start', () => {
    const call = { kind: 'roomId', id: '9945278489' } as const;
    assert.equal(
      callName({ call, name: 'FHcWYTEq…', callId: 'add67a69-debe-4998-9f92-5a0d8f6dc00c' }),
      'FHcWYTEq…',
    );
  });
});
