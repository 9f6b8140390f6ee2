import assert from 'node:assert/strict';
import fc from 'fast-check';
import { redact } from '../../../../src/base/secrets/redact.ts';

const secret = 'kQ/9f+Zt3_xLw-7aB2cD4eF6gH8iJ0kM==';

const entity = (text: string, base: 10 | 16): string =>
  text.replace(/./gs, (char) => `&#${base === 16 ? 'x' : ''}${char.charCodeAt(0).toString(base)};`);
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const percentAll = (text: string): string =>
  text.replace(/./gs, (char) => `%${char.charCodeAt(0).toString(16).padStart(2, '0')}`);

/** How a server may give back what it was sent. */
const encodings: Readonly<Record<string, (text: string) => string>> = {
  asTyped: (text) => text,
  percent: encodeURIComponent,
  percentTwice: (text) => encodeURIComponent(encodeURIComponent(text)),
  percentThrice: (text) => encodeURIComponent(encodeURIComponent(encodeURIComponent(text))),
  percentAll,
  form: (text) => new URLSearchParams({ x: text }).toString().slice(2),
  plusAsSpace: (text) => text.replaceAll('+', ' '),
  lower: (text) => text.toLowerCase(),
  upper: (text) => text.toUpperCase(),
  noPadding: (text) => text.replace(/=+$/, ''),
  html: (text) => text.replaceAll('/', '&#x2F;').replaceAll('=', '&#61;').replaceAll('+', '&plus;'),
  entities: (text) => entity(text, 10),
  hexEntities: (text) => entity(text, 16),
  htmlOfPercent: (text) => encodeURIComponent(text).replaceAll('%', '&#37;'),
  json: (text) => JSON.stringify(text).replaceAll('/', '\\/'),
  unicodeEscapes: (text) =>
    text.replace(/./gs, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`),
  hexEscapes: (text) => text.replace(/./gs, (char) => `\\x${char.charCodeAt(0).toString(16)}`),
  jsonOfPercent: (text) =>
    JSON.stringify({ inner: JSON.stringify({ url: `/?a=${encodeURIComponent(text)}` }) }),
  base64: (text) => base64(text),
  base64Shifted1: (text) => base64(`a${text}bc`),
  base64Shifted2: (text) => base64(`ab${text}c`),
  base64url: (text) => Buffer.from(`{"k":"${text}"}`).toString('base64url'),
  base64InLines: (text) => base64(`xx ${text} yy`).replace(/(.{16})/g, '$1\r\n'),
  base64OfPercent: (text) => base64(`?code=${encodeURIComponent(text)}`),
  base64OfUtf16: (text) => Buffer.from(`ab${text}`, 'utf16le').toString('base64'),
  hex: (text) => Buffer.from(text).toString('hex'),
  upperHex: (text) => Buffer.from(text).toString('hex').toUpperCase(),
  hexDump: (text) => Buffer.from(text).toString('hex').replace(/(..)/g, '$1 '),
  hexColons: (text) =>
    Buffer.from(text)
      .toString('hex')
      .replace(/(..)(?=.)/g, '$1:'),
  utf16: (text) => text.split('').join('\0'),
  inLines: (text) => text.replace(/(.{10})/g, '$1\r\n  '),
};

describe('redact', () => {
  it('takes a secret out in every encoding in which servers echo it', () => {
    for (const typed of [secret, encodeURIComponent(secret)]) {
      for (const [name, encode] of Object.entries(encodings)) {
        const text = redact(`<p>before ${encode(secret)} after</p>`, [typed]);
        assert.ok(text.includes('***'), `${name}: ${text}`);
        for (const [other, spell] of Object.entries(encodings)) {
          if (!/^base64|^jsonOf/.test(other))
            assert.ok(!text.includes(spell(secret).slice(0, 20)), `${name}: ${text}`);
        }
        assert.match(text, /^<p>before .*\*\*\*.* after<\/p>$/s, name);
        // What is left of base64 are the two bytes at its ends, which other bytes share.
        assert.ok(text.length < 95, `${name}: ${text}`);
      }
    }
  });

  it('takes out the token of a header without its scheme, and the password of Basic', () => {
    assert.equal(redact('got tok_12345678', ['Bearer tok_12345678']), 'got ***');
    assert.equal(
      redact('user ada, pw hunter2hunter2', [`Basic ${base64('ada:hunter2hunter2')}`]),
      'user ada, pw ***',
    );
  });

  it('leaves all else as it was', () => {
    const text = 'HTTP/1.1 302\r\nLocation: /.auth/login?x=%2Fapi&amp;y=1 ✓ \\u0041 100%';
    assert.equal(redact(text, [secret]), text);
    assert.equal(redact(text, []), text);
    assert.equal(redact(text, ['abc', '']), text);
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (any) => redact(any, [secret]) === any));
  });

  it('takes out a secret at any place of any text, whatever the secret', () => {
    const secrets = fc
      .string({ minLength: 12, maxLength: 60, unit: fc.constantFrom(...'abcXYZ019/+=_-%&"é✓.'.split('')) })
      .filter((one) => /[a-z0-9]{4}/i.test(one));
    fc.assert(
      fc.property(fc.string(), secrets, fc.string(), (before, any, after) => {
        for (const text of [`${before} ${any} ${after}`, `${before} ${encodeURIComponent(any)} ${after}`]) {
          assert.ok(!redact(text, [any]).includes(any.replace(/=+$/, '')), any);
        }
      }),
    );
  });

  it('takes time in proportion to the text', () => {
    for (const unit of ['%', '%25', '&', '&#', '\\', 'kQ', '=', '%3d', 'a b+']) {
      const start = performance.now();
      redact(unit.repeat(60_000), [secret, encodeURIComponent(secret)]);
      assert.ok(performance.now() - start < 1_000, unit);
    }
  });

  it('survives lone surrogates and odd secrets', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.array(fc.string({ unit: 'binary' })),
        (text, all) => void redact(text, [...all, '\ud800abcd']),
      ),
    );
  });
});
