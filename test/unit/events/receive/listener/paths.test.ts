import assert from 'node:assert/strict';
import { isListenerAddress, listenerPath } from '../../../../../src/events/receive/listener/paths.ts';

describe('isListenerAddress', () => {
  it('knows the addresses of a listener, whose paths are secrets, from others', () => {
    const path = listenerPath('callbacks', 'aaaaaaaaaaaaaaaaaaaaaaaa');
    for (const url of [`http://127.0.0.1:7071${path}`, `https://abc-7071.euw.devtunnels.ms${path}?key=k`])
      assert.ok(isListenerAddress(url), url);
    for (const url of [
      '',
      'https://example.com/callbacks',
      'https://example.com/api/callbacks/aaaaaaaaaaaaaaaaaa',
    ])
      assert.equal(isListenerAddress(url), false, url);
  });
});
