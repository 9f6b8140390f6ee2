import assert from 'node:assert/strict';
import fc from 'fast-check';
import { missingSasFields, readSas } from '../../../src/storage/sas.ts';

const sas = 'sv=2022-11-02&sr=c&sp=rl&se=2027-01-01T00%3A00%3A00Z&sig=a%2Bb%2Fc%3D';

describe('readSas', () => {
  const pasted: readonly (readonly [string, string])[] = [
    ['as it is', sas],
    ['with a question mark', `?${sas}`],
    ['with the whole URL', `https://acct.blob.core.windows.net/rec?restype=container&comp=list&${sas}`],
    ['out of JSON', sas.replaceAll('&', '\\u0026')],
    ['out of HTML', sas.replaceAll('&', '&amp;')],
    ['out of JSON in JSON', sas.replaceAll('&', '\\U0026')],
    ['out of JavaScript', sas.replaceAll('&', '\\x26')],
    ['out of HTML, as a number', sas.replaceAll('&', '&#38;')],
    ['out of XML, as a number', sas.replaceAll('&', '&#x26;')],
    ['out of HTML that was escaped twice', sas.replaceAll('&', '&amp;amp;')],
    ['with a fragment behind it', `${sas}#part`],
    ['encoded twice', encodeURIComponent(sas)],
    ['encoded three times', encodeURIComponent(encodeURIComponent(sas))],
    ['with only the signature encoded twice', sas.replace('a%2Bb%2Fc%3D', 'a%252Bb%252Fc%253D')],
    ['with a plus sign in its signature', sas.replace('a%2Bb', 'a+b')],
    ['with a space that was a plus sign', sas.replace('a%2Bb', 'a b')],
    ['broken over lines', `${sas.slice(0, 30)}\r\n${sas.slice(30)}\n`],
  ];
  for (const [how, text] of pasted)
    it(`takes a SAS that was copied ${how}`, () => {
      assert.deepEqual(readSas(text), { kind: 'sas', sas });
    });

  it('says what is missing where a SAS was cut, instead of dropping it', () => {
    assert.deepEqual(readSas(sas.slice(0, sas.indexOf('&sig'))), { kind: 'damaged', missing: ['sig'] });
  });

  it('never drops a signature that it cannot make out', () => {
    for (const text of [sas.replaceAll('&', '|'), sas.replaceAll('&', '%5Cu0026'), `x y sig=a%2Bb`])
      assert.equal(readSas(text).kind, 'damaged', text);
  });

  it('finds none in an ordinary query', () => {
    for (const query of ['', '?', '?comp=list', '?a=1&b=2', '?design=x'])
      assert.deepEqual(readSas(query), { kind: 'none' });
  });

  it('names the fields that a SAS lacks', () => {
    assert.deepEqual(missingSasFields(sas), []);
    assert.deepEqual(missingSasFields('sv=1&sig=x&se=1&sp=r'), ['sr']);
    assert.deepEqual(missingSasFields('sv=1&sig=x&si=policy&sr=c'), []);
    assert.deepEqual(missingSasFields('sv=1&sig=x&se=1&sp=r&ss=b'), ['srt']);
  });

  it('takes any text without throwing, and gives the same for what it gave', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const read = readSas(`${text}&${sas}`);
        if (read.kind === 'sas') assert.deepEqual(readSas(read.sas), read);
      }),
    );
  });
});
