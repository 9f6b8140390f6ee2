import assert from 'node:assert/strict';
import fc from 'fast-check';
import { scrubAnswer } from '../../../../src/base/secrets/scrubAnswer.ts';
import { toStoreError } from '../../../../src/storage/failures/toStoreError.ts';

const unicode = (text: string): string =>
  text.replace(/[^]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
const hex = (text: string): string => Buffer.from(text).toString('hex');

describe('an answer that is shown', () => {
  it('holds no secret that the server was sent, whatever its shape', () => {
    const secret = fc
      .string({ unit: fc.constantFrom(...Array.from('abcXYZ0189%+/=&?')), minLength: 8, maxLength: 40 })
      .map((text) => `a1b2${text}`);
    fc.assert(
      fc.property(secret, (sent) => {
        for (const spelled of [sent, encodeURIComponent(sent), unicode(sent), hex(sent)])
          assert.ok(!scrubAnswer(`before ${spelled} after`, [sent]).includes(spelled));
      }),
    );
  });

  it('holds no beginning of a secret where a long one is cut', () => {
    const sent = 'kQ/9f+Zt3/xLw+7aB2cD4eF6gH8iJ0kM==';
    for (const spell of [unicode, hex, (text: string) => text])
      for (let room = 1; room < spell(sent).length; room += 1) {
        const shown = scrubAnswer(`${'x '.repeat(8192).slice(0, 16_384 - room)}${spell(sent)}`, [sent]);
        assert.match(shown, /^[x ]+$/, spell(sent).slice(0, room));
      }
  });

  it('explains a failure without the SAS in use, in message, code, request ID, cause and stack', () => {
    const signature = 'kQ9fZt3xLw7aB2cD4eF6gH8iJ0kM';
    const sas = `?sv=2025-01-05&sr=c&sig=${signature}&sp=rl`;
    const twice = encodeURIComponent(encodeURIComponent(signature));
    for (const spelled of [signature, signature.toLowerCase(), unicode(signature), hex(signature), twice]) {
      const headers = new Map(['x-ms-request-id', 'x-ms-error-code'].map((name) => [name, spelled]));
      const error = Object.assign(new Error(`Not allowed\n    at ${spelled}`), {
        ...{ statusCode: 403, code: spelled, response: { status: 403, headers } },
        details: { message: spelled, AuthenticationErrorDetail: spelled },
      });
      const { message, code, requestId, said, cause } = toStoreError(error, { sas });
      const shown = [message, code, requestId, said, cause?.message, cause?.stack].join('\n');
      assert.ok(!shown.includes(spelled), shown);
    }
  });
});
