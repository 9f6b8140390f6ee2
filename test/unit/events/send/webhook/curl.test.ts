import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { curlFor } from '../../../../../src/events/send/webhook/curl.ts';
import type { WebhookTarget } from '../../../../../src/events/send/webhook/target.ts';
import { findSample } from '../../../../../src/recording/event/samples/samples.ts';
import type { WireEvent } from '../../../../../src/recording/event/event.ts';

const target: WebhookTarget = {
  url: "https://contoso.com/it's/$HOME/`id`",
  query: 'code=SECRET-QUERY&SECRET-BARE',
  headers: { 'x-functions-key': 'SECRET-HEADER' },
  schema: 'eventGrid',
};

function eventOf(subject: string): WireEvent {
  const event = findSample('mp3')?.event('eventGrid');
  assert.ok(event);
  return { ...event, subject };
}

/** The words that a shell makes of a command, with `curl` replaced by a program that prints them. */
function words(command: string): readonly string[] {
  const print = `curl() { for word in "$@"; do printf '%s\\0' "$word"; done; }`;
  const out = execFileSync('/bin/sh', ['-c', `${print}\n${command}`], {
    encoding: 'utf8',
    env: { WEBHOOK_CODE: 'one', WEBHOOK_QUERY_2: 'two', WEBHOOK_X_FUNCTIONS_KEY: 'three' },
  });
  return out.split('\0').slice(0, -1);
}

describe('delivery as curl', () => {
  it('holds no secret, and names the variables that take them', () => {
    for (const shell of ['posix', 'powershell'] as const) {
      const command = curlFor(eventOf('x'), target, shell);
      assert.doesNotMatch(command, /SECRET/);
      for (const name of ['WEBHOOK_CODE', 'WEBHOOK_QUERY_2', 'WEBHOOK_X_FUNCTIONS_KEY']) {
        assert.ok(command.includes(name), name);
      }
    }
  });

  it('gives a shell exactly the request, whatever the event holds', function () {
    if (process.platform === 'win32') this.skip();
    const nasty = fc.oneof(
      fc.string(),
      fc.constantFrom(`'; rm -rf / #`, '$(id)', '`id`', '\\', '\n', '!!', '"'),
    );
    fc.assert(
      fc.property(nasty, (subject) => {
        const event = eventOf(subject);
        const given = words(curlFor(event, target, 'posix'));
        assert.deepEqual(given.slice(0, 4), ['-g', '-i', '-X', 'POST']);
        assert.equal(given[given.indexOf('--data-binary') + 1], JSON.stringify([event]));
        assert.equal(given.at(-1), `${target.url}?code=one&two`);
        assert.ok(given.includes('x-functions-key: three'));
        assert.ok(given.includes('aeg-event-type: Notification'));
      }),
      { numRuns: 25 },
    );
  });

  it('doubles the quotes of PowerShell, typographic ones too', () => {
    const quoted = { ...target, url: `https://contoso.com/it's/\u2018quoted\u2019` };
    assert.ok(curlFor(eventOf('x'), quoted, 'powershell').includes(`it''s/\u2018\u2018quoted\u2019\u2019`));
    const command = curlFor(eventOf('x'), target, 'powershell');
    assert.ok(
      command.endsWith(
        `('https://contoso.com/it''s/$HOME/\`id\`' + '?code=' + $env:WEBHOOK_CODE + '&' + $env:WEBHOOK_QUERY_2)`,
      ),
    );
  });

  it('gives the body to curl through the pipe, as Windows PowerShell spoils quotes and other alphabets', () => {
    const event = eventOf(`it's "quoted" \u2018\u{1f600}\u00fc`);
    const command = curlFor(event, target, 'powershell');
    const [, body = '', rest = ''] = /^'([^\u2018\u2019]*?)' \| (curl\.exe .*)$/.exec(command) ?? [];
    assert.match(body, /^[\x20-\x7e]+$/);
    assert.deepEqual(JSON.parse(body.replaceAll("''", "'")), [event]);
    assert.match(rest, /^curl\.exe -g -i -X POST -H .* --data-binary '@-' \(/);
    assert.doesNotMatch(rest, /"/);
  });

  it('sends a CloudEvent alone and with its own content type', () => {
    const event = findSample('mp3')?.event('cloudEvents');
    assert.ok(event);
    const command = curlFor(event, { ...target, schema: 'cloudEvents' }, 'posix');
    assert.ok(command.includes(`-H 'Content-Type: application/cloudevents+json; charset=utf-8'`));
    assert.ok(command.includes(`--data-binary '{"id"`));
  });
});
