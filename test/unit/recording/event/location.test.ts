import assert from 'node:assert/strict';
import { readLocation } from '../../../../src/recording/event/location.ts';

describe('readLocation', () => {
  it('knows the files that the local service writes into a folder', () => {
    assert.equal(readLocation('file:///recordings/20240102/call/recording/0-audiomp3.mp3')?.kind, 'file');
    assert.equal(readLocation('ftp://host/recordings/0-audiomp3.mp3'), undefined);
  });
});
