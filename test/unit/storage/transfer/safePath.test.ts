import assert from 'node:assert/strict';
import { relative, resolve, sep } from 'node:path';
import fc from 'fast-check';
import { assertLinear } from '../../growth.ts';
import { SafePaths, safePath } from '../../../../src/storage/transfer/safePath.ts';

const folder = resolve('/target folder');
const below = (path: string) => relative(folder, path).split(sep).join('/');

const segment = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom(...Array.from('.. /\\:*?"<>|\u0000\u202e ~ab')), maxLength: 6 }),
  fc.constantFrom(
    '..',
    '.',
    '',
    'CON',
    'nul.json',
    'COM¹',
    'LPT9.tar.gz',
    '...',
    'C:',
    '~',
    'x'.repeat(2000),
  ),
);
const blobName = fc.array(segment, { maxLength: 8 }).map((segments) => segments.join('/'));

describe('safe path', () => {
  it('leaves ordinary names as they are', () => {
    const name = '20260101/7c62cca0-60bc-44d2-82d8-2e62c7cc2ffc/eyJQbGF0-aa/0-audiomp3.0-eus-d12-8.mp3';
    assert.equal(below(safePath(folder, name)), name);
    assert.equal(below(safePath(folder, 'Besprechung ä/日本語 (1).wav')), 'Besprechung ä/日本語 (1).wav');
  });

  const cases: readonly (readonly [string, string])[] = [
    ['../../etc/passwd', '__/__/etc/passwd'],
    ['/absolute', 'absolute'],
    ['a//b', 'a/b'],
    ['C:\\Windows\\x', 'C__Windows_x'],
    ['call./rec ', 'call_/rec_'],
    ['aux/NUL.json/com1', '_aux/_NUL.json/_com1'],
    ['con .txt', '_con .txt'],
    ['nul  ', 'nul__'],
    ['console.json', 'console.json'],
    ['a\u202egpj.exe', 'a_gpj.exe'],
    ['', '_'],
    ['/', '_'],
  ];
  for (const [name, expected] of cases)
    it(`writes ${JSON.stringify(name)} to ${expected}`, () => {
      assert.equal(below(safePath(folder, name)), expected);
    });

  it('shortens what no file system takes, and keeps the extension', () => {
    const path = below(safePath(folder, `${'ü'.repeat(500)}.mp3`));
    assert.ok(Buffer.byteLength(path) <= 255);
    assert.match(path, /~[0-9a-f]{12}\.mp3$/);
    assert.notEqual(path, below(safePath(folder, `${'ü'.repeat(501)}.mp3`)));
  });

  it('gives names that would be one file a number', () => {
    const safe = new SafePaths(folder);
    const paths = ['a/File.json', 'a/file.json', 'a/FILE.json', 'a:b', 'a?b'].map((name) =>
      below(safe.of(name)),
    );
    assert.deepEqual(paths, ['a/File.json', 'a/file (2).json', 'a/FILE (3).json', 'a_b', 'a_b (2)']);
  });

  it('keeps a file and a folder of one name apart', () => {
    const fileFirst = new SafePaths(folder);
    assert.deepEqual(
      ['x', 'x/a', 'x/b'].map((name) => below(fileFirst.of(name))),
      ['x', 'x (2)/a', 'x (2)/b'],
    );
    const folderFirst = new SafePaths(folder);
    assert.deepEqual(
      ['x/a', 'x'].map((name) => below(folderFirst.of(name))),
      ['x/a', 'x (2)'],
    );
  });

  it('takes time in proportion to the names, also where all of them collide', () => {
    assertLinear('names', 2_000, (count) => {
      const safe = new SafePaths(folder);
      for (let index = 0; index < count; index += 1) {
        safe.of(`a${String.fromCharCode(1 + (index % 31))}.json`);
        safe.of(`x/${index % 2 === 0 ? 'B' : 'b'}`);
      }
    });
  });

  it('takes no longer for the folders of a name that no store can have than for those of a long one', () => {
    const name = '../'.repeat(100_000);
    assertLinear('deep name', 100_000, (size) => safePath('/tmp', name.slice(0, size)));
    assert.notEqual(safePath('/tmp', `${name}a`), safePath('/tmp', `${name}b`));
  });

  it('stays inside the folder, in names that every system takes, whatever the blob is called', () => {
    fc.assert(
      fc.property(blobName, (name) => {
        const path = safePath(folder, name);
        assert.ok(path.startsWith(folder + sep));
        assert.equal(resolve(path), path);
        for (const part of below(path).split('/')) {
          assert.notEqual(part, '');
          assert.ok(Buffer.byteLength(part) <= 255);
          assert.doesNotMatch(part, /[\u0000-\u001f<>:"|?*\\]|[. ]$|\p{Surrogate}/u);
          assert.doesNotMatch(part, /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('never gives out one path twice, nor a file where a folder is', () => {
    fc.assert(
      fc.property(fc.array(blobName, { maxLength: 20 }), (names) => {
        const safe = new SafePaths(folder);
        const paths = names.map((name) => safe.of(name).normalize('NFC').toLowerCase());
        assert.equal(new Set(paths).size, paths.length);
        for (const path of paths) assert.ok(!paths.some((other) => other.startsWith(path + sep)));
      }),
    );
  });
});
