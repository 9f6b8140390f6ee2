import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isLoopback } from '../../../../../src/base/loopback.ts';
import {
  fullUrl,
  readWebhookUrl,
  redactFor,
  webhookName,
  shownUrl,
  type WebhookTarget,
} from '../../../../../src/events/send/webhook/target.ts';
import { webhookUrlProblemText } from '../../../../../src/events/send/webhook/urlText.ts';

function targetOf(text: string): WebhookTarget {
  const read = readWebhookUrl(text);
  assert.ok('url' in read);
  return { ...read, headers: {}, schema: 'eventGrid' };
}

describe('address of a webhook', () => {
  it('is split up and put together again', () => {
    const target = targetOf(' https://contoso.com:8443/api/hook?code=a%20b&flag#top ');
    assert.equal(target.url, 'https://contoso.com:8443/api/hook');
    assert.equal(target.query, 'code=a%20b&flag');
    assert.equal(fullUrl(target), 'https://contoso.com:8443/api/hook?code=a%20b&flag');
    assert.equal(shownUrl(target), 'https://contoso.com:8443/api/hook?code=***&***');
    assert.equal(shownUrl(targetOf('http://localhost:7071/api')), 'http://localhost:7071/api');
  });

  it('refuses what is none, and says why', () => {
    for (const [text, problem] of [
      ['', 'notAUrl'],
      ['localhost/x', 'notAUrl'],
      ['localhost:7071', 'notHttp'],
      ['file:///etc/passwd', 'notHttp'],
      ['https://user:secret@contoso.com', 'userInUrl'],
    ] as const) {
      assert.deepEqual(readWebhookUrl(text), { problem });
      assert.notEqual(webhookUrlProblemText(problem), '');
    }
  });

  it('knows this machine', () => {
    for (const url of [
      'http://localhost:1',
      'http://127.9.9.9/',
      'http://[::1]:8/',
      'https://app.localhost/',
    ]) {
      assert.equal(isLoopback(url), true, url);
    }
    for (const url of [
      'http://localhost.contoso.com',
      'http://128.0.0.1',
      'http://127.0.0.1.nip.io',
      'nonsense',
    ]) {
      assert.equal(isLoopback(url), false, url);
    }
  });

  it('shows no value of the query, whatever it is', () => {
    const word = fc.stringMatching(/^[a-z]{5,20}$/);
    fc.assert(
      fc.property(word, fc.stringMatching(/^S[A-Za-z0-9=%+/?&]{8,40}$/), (name, secret) => {
        const shown = shownUrl(targetOf(`https://contoso.com/?${name}=${encodeURIComponent(secret)}`));
        assert.equal(shown, `https://contoso.com/?${name}=***`);
      }),
    );
  });

  it('keeps a key in the path out of what is shown and stored, and still tells two webhooks apart', () => {
    const [first, second] = ['T0AAAAAAAAAAAAAAA1', 'T0AAAAAAAAAAAAAAA2'].map((key) =>
      targetOf(`https://hooks.contoso.com/services/${key}/events?a=b`),
    );
    assert.ok(first && second);
    assert.equal(shownUrl(first), 'https://hooks.contoso.com/services/***/events?a=***');
    assert.notEqual(webhookName(first.url), webhookName(second.url));
    assert.ok(!webhookName(first.url).includes('T0AAA'));
    assert.equal(webhookName(webhookName(first.url)), webhookName(first.url));
    assert.equal(webhookName('http://localhost:7071/api/recordings'), 'http://localhost:7071/api/recordings');
    assert.equal(redactFor('sent to /services/t0aaaaaaaaaaaaaaa1', first), 'sent to /services/***');
  });

  it('takes secrets out of an answer, decoded, encoded and in JSON', () => {
    const target = {
      ...targetOf('https://contoso.com/?code=top%20key'),
      headers: { 'x-key': 'with "quotes"' },
    };
    const answer = `top key, top%20key, with "quotes", ${JSON.stringify({ key: 'with "quotes"' })}`;
    assert.equal(redactFor(answer, target), '***, ***, ***, {"key":"***"}');
    assert.equal(redactFor('a b c', { ...target, query: 'x=a' }), 'a b c');
  });
});
