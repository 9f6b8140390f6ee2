import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { StoreError } from '../../../../src/storage/failures/storeError.ts';
import { refuseOutside } from '../../../../src/storage/transfer/withinFolder.ts';

describe('a file that is to be written into a folder', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'acs-within-'));
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('is taken while others make the folders on the way to it', async () => {
    for (let round = 0; round < 200; round++) {
      const path = join(folder, `${round}`, 'call', 'recording', 'file');
      await Promise.all([
        ...Array.from({ length: 8 }, () => refuseOutside(path, folder)),
        mkdir(dirname(path), { recursive: true }),
      ]);
    }
  });

  it('is refused where a link leads out, even to what is not there yet', async () => {
    const isOutside = (error: unknown): boolean => StoreError.is(error, 'leadsOutside');
    await symlink(tmpdir(), join(folder, 'out'));
    await symlink(join(tmpdir(), 'acs-not-there'), join(folder, 'later'));
    await symlink('/', join(folder, 'root'));
    for (const link of ['out', 'later', 'root'])
      await assert.rejects(refuseOutside(join(folder, link, 'a', 'b'), folder), isOutside);
  });

  it('is taken where the chosen folder is a link itself, or a link stays within', async () => {
    const chosen = join(folder, 'chosen');
    await mkdir(join(folder, 'real', 'inner'), { recursive: true });
    await symlink(join(folder, 'real'), chosen);
    await symlink(join(folder, 'real', 'inner'), join(folder, 'real', 'link'));
    await refuseOutside(join(chosen, 'a', 'b'), chosen);
    await refuseOutside(join(chosen, 'link', 'b'), chosen);
  });
});
