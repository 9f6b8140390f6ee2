import assert from 'node:assert/strict';
import { mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../../../src/base/userError.ts';
import { mediaBytes } from '../../../src/emulator/media/media.ts';
import { playerFile } from '../../../src/mediaFiles/playerFile.ts';
import { LocalFolderStore } from '../../../src/storage/folder/localStore.ts';
import { RangedStore } from './rangedStore.ts';

const folder = '20261120/call/recording/';
const programs = ['exe', 'bat', 'cmd', 'com', 'scr', 'lnk', 'url', 'hta', 'vbs', 'js', 'jar', 'msi'];
const others = ['desktop', 'command', 'html', 'sh', 'mp3x', 'svg', 'm3u', 'pls', ''];

function copied(name: string, content: Uint8Array): { path: Promise<string>; copies: string[] } {
  const copies: string[] = [];
  const path = playerFile({
    store: new RangedStore([{ name, content }]),
    file: name,
    isOnDisk: false,
    isTrusted: false,
    folder: '/copies',
    copy: (_, target) => {
      copies.push(target);
      return Promise.resolve();
    },
  });
  return { path, copies };
}

describe('playerFile', () => {
  let mp3: Uint8Array;
  before(async () => (mp3 = await mediaBytes({ format: 'mp3', durationMs: 500 })));

  it('gives the system player media under an extension of the closed list', async () => {
    for (const format of ['mp3', 'wav', 'mp4'] as const) {
      const content = await mediaBytes({ format, durationMs: 500 });
      const { path, copies } = copied(`${folder}0-audio.${format.toUpperCase()}`, content);
      assert.deepEqual([await path], copies);
      assert.ok((await path).endsWith(`.${format}`), await path);
    }
  });

  it('never opens or copies a file of another kind, even if it holds media', async () => {
    for (const extension of [...programs, ...others]) {
      for (const name of [
        `0-audiomp3.${extension}`,
        `0-audiomp3.mp3.${extension}`,
        `0-a.mp3\u202e.${extension}`,
      ]) {
        const { path, copies } = copied(folder + name, mp3);
        await assert.rejects(path, (error) => UserError.is(error), name);
        assert.deepEqual(copies, []);
      }
    }
  });

  it('never opens what does not begin as its name says', async () => {
    const contents = [
      'MZ\x90\0',
      '#!/bin/sh\n',
      '<html>',
      '\x7fELF',
      '',
      'L\0\0\0',
      '[InternetShortcut]\nURL=x',
    ];
    for (const content of contents) {
      for (const extension of ['mp3', 'wav', 'mp4', 'm4a']) {
        const { path, copies } = copied(`${folder}0-a.${extension}`, Buffer.from(content, 'latin1'));
        await assert.rejects(path, (error) => UserError.is(error), content);
        assert.deepEqual(copies, []);
      }
    }
    await assert.rejects(copied(`${folder}0-a.wav`, mp3).path, /WAV/);
  });

  describe('in a folder of this machine', () => {
    let root: string;
    beforeEach(async () => (root = await realpath(await mkdtemp(join(tmpdir(), 'acs-player-')))));
    afterEach(() => rm(root, { recursive: true, force: true }));

    const onDisk = (file: string, isTrusted: boolean): Promise<string> =>
      playerFile({
        store: new LocalFolderStore(root),
        file,
        isOnDisk: true,
        isTrusted,
        folder: '/copies',
        copy: () => Promise.reject(new Error('Nothing is copied')),
      });

    it('gives the file itself, but nothing at all while the workspace is not trusted', async () => {
      await writeFile(join(root, '0-a.mp3'), mp3);
      assert.equal(await onDisk('0-a.mp3', true), join(root, '0-a.mp3'));
      await assert.rejects(onDisk('0-a.mp3', false), /Restricted Mode/);
    });

    it('looks through links', async () => {
      await writeFile(join(root, 'program.sh'), mp3);
      await symlink(join(root, 'program.sh'), join(root, '0-a.mp3'));
      await assert.rejects(onDisk('0-a.mp3', true), (error) => UserError.is(error));
    });
  });
});
