import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type TextEncoding, decodeText } from '../../../../src/base/text/decode.ts';

const json = '{"callId":"a","who":"Zoë 🎧"}';

function utf32(text: string, isLittleEndian: boolean): Buffer {
  return Buffer.concat(
    Array.from(text, (character) => {
      const unit = Buffer.alloc(4);
      const code = character.codePointAt(0) ?? 0;
      if (isLittleEndian) unit.writeUInt32LE(code);
      else unit.writeUInt32BE(code);
      return unit;
    }),
  );
}

const utf16be = (text: string) => Buffer.from(text, 'utf16le').swap16();

describe('decodeText', () => {
  const files: readonly (readonly [string, TextEncoding, Buffer])[] = [
    ['UTF-8', 'utf-8', Buffer.from(json)],
    ['UTF-8 with a mark', 'utf-8-bom', Buffer.from(`\ufeff${json}`)],
    ['UTF-16 as PowerShell writes it', 'utf-16le', Buffer.from(`\ufeff${json}`, 'utf16le')],
    ['UTF-16 without a mark', 'utf-16le', Buffer.from(json, 'utf16le')],
    ['big-endian UTF-16', 'utf-16be', utf16be(`\ufeff${json}`)],
    ['big-endian UTF-16 without a mark', 'utf-16be', utf16be(json)],
    ['UTF-32', 'utf-32le', utf32(`\ufeff${json}`, true)],
    ['big-endian UTF-32', 'utf-32be', utf32(`\ufeff${json}`, false)],
    ['UTF-32 without a mark', 'utf-32le', utf32(json, true)],
  ];
  for (const [name, encoding, bytes] of files)
    it(`reads ${name}`, () => {
      assert.deepEqual(decodeText(bytes), { text: json, encoding });
    });

  it('reads Western European text of old programs', () => {
    assert.deepEqual(decodeText(Buffer.from('{"who":"Zo\u00eb"}', 'latin1')), {
      text: '{"who":"Zoë"}',
      encoding: 'windows-1252',
    });
  });

  it('takes UTF-8 that was cut within a character for UTF-8', () => {
    assert.deepEqual(decodeText(Buffer.from('Zoë').subarray(0, 3)), { text: 'Zo\ufffd', encoding: 'utf-8' });
  });

  it('reads an empty file, and never throws', () => {
    assert.deepEqual(decodeText(new Uint8Array()), { text: '', encoding: 'utf-8' });
    fc.assert(fc.property(fc.uint8Array(), (bytes) => typeof decodeText(bytes).text === 'string'));
  });

  it('gives back every text of whole characters that was written as UTF-8', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        fc.pre(!text.startsWith('\ufeff') && !text.includes('\0'));
        assert.equal(decodeText(Buffer.from(text)).text, text);
      }),
    );
  });
});
