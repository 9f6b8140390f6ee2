import assert from 'node:assert/strict';
import type { StoredFile } from '../../../../src/recording/call.ts';
import { withoutStubs } from '../../../../src/storage/listing/stubs.ts';

const file = (name: string, sizeBytes = 1): StoredFile => ({ name, sizeBytes, lastModified: new Date(0) });
const empty = (name: string): StoredFile => file(name, 0);
const names = (files: readonly StoredFile[]) => files.map(({ name }) => name);

describe('stubs of directories', () => {
  it('are left out where a file of the listing is below them', () => {
    const files = [empty('20260107'), empty('20260107/call'), file('20260107/call/rec/0-audiomp3.mp3')];
    assert.deepEqual(names(withoutStubs(files, [], true)), ['20260107/call/rec/0-audiomp3.mp3']);
  });

  it('are left out where the level has a folder of their name', () => {
    assert.deepEqual(withoutStubs([empty('20260107')], ['20260107/'], true), []);
  });

  it('are left out at the end of a page, where what is below follows on the next', () => {
    assert.deepEqual(names(withoutStubs([file('a'), empty('b')], [], false)), ['a']);
    assert.deepEqual(names(withoutStubs([file('a'), empty('b')], [], true)), ['a', 'b']);
  });

  it('do not include other empty files, nor files with content', () => {
    const files = [empty('0-audiomp3.mp3'), file('20260107'), empty('notes'), file('z/z')];
    assert.deepEqual(withoutStubs(files, ['20260107/'], true), files);
    assert.deepEqual(names(withoutStubs([empty('a/0-audiomp3.mp3')], [], false)), ['a/0-audiomp3.mp3']);
  });
});
