import assert from 'node:assert/strict';
import {
  callFolderNames,
  callFolderStarts,
  isFolderOfCall,
} from '../../../../src/recording/identifier/callNames.ts';

const url =
  'https://api.flightproxy.skype.com/api/v2/cp/conv-usea-01-prod-aks.conv.skype.com/conv/Q29udG9zb1NhbXBsZTAwMA?i=10-128-64-177&e=638149311049453684';
const padded = btoa(url);
const unpadded = padded.replaceAll('=', '');
const guid = '7c62cca0-60bc-44d2-82d8-2e62c7cc2ffc';

describe('matching a call against folders', () => {
  it('needs an ID whose padding can differ', () => {
    assert.notEqual(padded, unpadded);
  });

  const spellings = [padded, unpadded, encodeURIComponent(padded), padded.replaceAll('+', '-')];
  for (const folder of spellings)
    for (const asked of spellings)
      it(`finds ${folder.slice(-8)} by ${asked.slice(-8)}`, () => {
        assert.ok(isFolderOfCall(folder, { serverCallId: asked }));
        assert.ok(isFolderOfCall(folder, { callId: guid, serverCallId: asked }));
        assert.ok(callFolderStarts({ serverCallId: asked }).some((start) => folder.startsWith(start)));
      });

  it('finds a GUID in any case, and no other one', () => {
    assert.ok(isFolderOfCall(guid.toUpperCase(), { callId: guid }));
    assert.ok(!isFolderOfCall(guid, { callId: guid.replace('7', '8') }));
    assert.ok(!isFolderOfCall(`${guid}x`, { callId: guid }));
    assert.deepEqual(callFolderNames({ callId: guid }), [guid]);
  });

  it('takes a server call ID that stands in the place of the call ID', () => {
    assert.ok(isFolderOfCall(unpadded, { callId: padded }));
  });

  it('looks for nothing where no ID is known, and for no name that leads elsewhere', () => {
    assert.deepEqual(callFolderStarts({}), []);
    assert.deepEqual(callFolderStarts({ callId: '  ' }), []);
    assert.deepEqual(callFolderStarts({ callId: '../x' }), []);
  });
});
