import assert from 'node:assert/strict';
import { leavingFiles, type StoredFile } from '../../../../../src/events/receive/store/retention.ts';

const day = 86_400_000;
const now = 100 * day;
const file = (name: string, changes: Partial<StoredFile> = {}): StoredFile => ({
  name,
  events: 10,
  newest: Number(name),
  bytes: 100,
  hasRemovals: false,
  isOpen: false,
  writtenAt: now,
  ...changes,
});
const leaving = (files: readonly StoredFile[], limits: { mostEvents?: number; mostBytes?: number } = {}) =>
  leavingFiles(files, { mostEvents: 1000, mostBytes: 10_000, ...limits }, now).map(({ name }) => name);

describe('leavingFiles', () => {
  it('keeps everything that fits', () => {
    assert.deepEqual(leaving([file('1'), file('2')]), []);
  });

  it('drops the oldest until the rest fits, and never a file that is written to', () => {
    const files = [file('3'), file('1', { isOpen: true }), file('2'), file('4')];
    assert.deepEqual(leaving(files, { mostBytes: 200 }), ['2', '3']);
    assert.deepEqual(leaving(files, { mostEvents: 25 }), ['2']);
  });

  it('keeps removals until all windows have read them', () => {
    assert.deepEqual(
      leaving([
        file('1', { events: 0 }),
        file('2', { events: 0, hasRemovals: true }),
        file('3', { events: 0, hasRemovals: true, writtenAt: now - 8 * day }),
      ]),
      ['1', '3'],
    );
  });
});
