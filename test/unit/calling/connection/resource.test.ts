import assert from 'node:assert/strict';
import fc from 'fast-check';
import { defaultResourceName, toResource } from '../../../../src/calling/connection/resource.ts';

describe('toResource', () => {
  const resource = {
    id: 'r1',
    name: 'contoso',
    endpoint: 'https://contoso.communication.azure.com',
    signIn: 'default',
  };

  it('reads a resource back, and nothing beside it', () => {
    assert.deepEqual(toResource({ ...resource, accessKey: 'never kept' }), resource);
  });
  it('refuses what is none', () => {
    for (const wrong of [{ id: '' }, { name: 1 }, { endpoint: 'http://contoso.com' }, { signIn: 'password' }])
      assert.equal(toResource({ ...resource, ...wrong }), undefined);
    fc.assert(fc.property(fc.anything(), (value) => toResource(value) === undefined));
  });
});

describe('defaultResourceName', () => {
  it('takes the first label of the host, an address whole', () => {
    assert.equal(defaultResourceName('https://contoso.unitedstates.communication.azure.com'), 'contoso');
    assert.equal(defaultResourceName('http://127.0.0.1:8025'), '127.0.0.1');
    assert.equal(defaultResourceName('nonsense'), '');
  });
});
