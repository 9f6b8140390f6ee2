import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cloudEventsConsumer, eventGridConsumer } from '../events/send/consumers.ts';
import { startEndpoint, type Reply, type TestEndpoint } from '../events/send/webhookServer.ts';
import { begin, Lines, record } from './deliveringProgram.ts';
import { endPrograms } from './endPrograms.ts';

const program = join(import.meta.dirname, '../../../src/localServiceProgram.ts');
const key = 'code=S3cretOfTheReceiver';

describe('local service as a program that delivers', () => {
  let folder: string;
  const children: ChildProcess[] = [];
  const endpoints: TestEndpoint[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'webhook-program-'));
  });

  afterEach(async () => {
    await endPrograms(children);
    await Promise.all(endpoints.splice(0).map((each) => each.close()));
    await rm(folder, { recursive: true, force: true });
  });

  async function endpoint(...args: Parameters<typeof startEndpoint>): Promise<TestEndpoint> {
    const started = await startEndpoint(...args);
    endpoints.push(started);
    return started;
  }

  /** Starts the program with a webhook whose URL holds a key. */
  function run(webhook: string, ...args: string[]) {
    const child = spawn(
      process.execPath,
      [program, '--exit-with-parent', '--destination', folder, '--webhook', `${webhook}?${key}`, ...args],
      { stdio: ['pipe', 'pipe', 'pipe'] },
    );
    children.push(child);
    const output = new Lines(child.stdout);
    const log = new Lines(child.stderr);
    const ended = once(child, 'close').then(([code]: unknown[]) => code);
    return { child, output, log, ended };
  }

  it('asks for consent, delivers in the Event Grid schema, and logs both', async () => {
    const chunks: string[] = [];
    const receiver = await endpoint((request) => eventGridConsumer(request, chunks));
    const { child, output, log, ended } = run(receiver.url);
    const printed = await record(output);
    const line = await log.find(/Delivered/);

    const [validation, notification] = receiver.requests;
    assert.equal(receiver.requests.length, 2);
    assert.equal(validation?.headers['aeg-event-type'], 'SubscriptionValidation');
    assert.equal(notification?.headers['aeg-event-type'], 'Notification');
    assert.equal(notification.path, `/api/recordings?${key}`);
    assert.deepEqual(JSON.parse(notification.body), [printed]);
    assert.equal(chunks.length, 1);
    assert.match(chunks.join(), /^file:.*\.mp3$/);

    assert.match(log.text, /^Webhook: asking http:\/\/127\.0\.0\.1:\d+\/api\/recordings for its consent\.$/m);
    assert.match(log.text, /^Webhook: The endpoint passed the handshake\.$/m);
    assert.match(
      line,
      new RegExp(
        `^Webhook: event ${printed.id}, ${time}, \\d+ ms: Delivered\\. The endpoint answered 200 OK\\.$`,
      ),
    );
    child.stdin.end();
    assert.equal(await ended, 0);
    assert.doesNotMatch(log.text + output.text, /S3cret/);
  });

  it('delivers CloudEvents to a receiver that asks for a header', async () => {
    const seen: string[] = [];
    const receiver = await endpoint((request) =>
      request.headers['x-functions-key'] === 'a key: of two parts'
        ? cloudEventsConsumer(request, seen)
        : { status: 401 },
    );
    const { output, log } = run(
      receiver.url,
      ...['--webhook-schema', 'cloudEvents', '--webhook-header', 'x-functions-key: a key: of two parts'],
    );
    const printed = await record(output);
    await log.find(/Delivered\. The endpoint answered 204 No Content\./);
    assert.deepEqual(seen, [printed.id]);
    assert.deepEqual(
      receiver.requests.map(({ method }) => method),
      ['OPTIONS', 'POST'],
    );
    assert.match(receiver.requests[1]?.headers['content-type'] ?? '', /^application\/cloudevents\+json/);
    assert.doesNotMatch(log.text, /two parts/);
  });

  it('tries again on the schedule of Event Grid, in the time of the service', async () => {
    const failures: Reply[] = [{ status: 500 }, { status: 503 }];
    const receiver = await endpoint(() => failures.shift() ?? { status: 200 });
    // The pauses of 10 and 30 seconds take 50 and 150 ms.
    const { output, log } = run(receiver.url, '--no-handshake', '--speed', '200');
    const { id } = await record(output);
    const line = await log.find(/Delivered/);
    assert.match(line, /: Delivered at attempt 3\. The endpoint answered 200 OK\.$/);
    const attempt = (number: number, rest: string) =>
      new RegExp(
        `^Webhook: event ${id}, attempt ${number}, ${time}, \\d+ ms: The endpoint answered ${rest}$`,
        'm',
      );
    assert.match(
      log.text,
      attempt(1, '500 Internal Server Error\\. It failed\\. Look at its log\\. Next attempt in 10 s\\.'),
    );
    assert.match(
      log.text,
      attempt(2, '503 Service Unavailable\\. It is busy\\. Try again later\\. Next attempt in 30 s\\.'),
    );
    assert.deepEqual(
      receiver.requests.map(({ headers }) => headers['aeg-delivery-count']),
      ['0', '1', '2'],
    );
  });

  it('tries once with the option for it, and keeps running', async () => {
    const receiver = await endpoint(() => ({ status: 500 }));
    const { output, log } = run(receiver.url, '--no-handshake', '--no-retry');
    const { id } = await record(output);
    const line = await log.find(/delivered/);
    assert.match(line, new RegExp(`event ${id}, .*: Not delivered\\. The endpoint answered 500 `));
    assert.equal(receiver.requests.length, 1);
    const next = await record(output);
    await log.find(new RegExp(`event ${next.id}, .*: Not delivered`));
  });

  it('delivers what ends with the service, and gives up what would have to wait', async () => {
    const receiver = await endpoint(() => ({ status: 500 }));
    const { child, output, log, ended } = run(receiver.url, '--no-handshake');
    await begin(output);
    child.stdin.end();
    assert.equal(await ended, 0);
    assert.equal(receiver.requests.length, 1);
    assert.match(log.text, /: Not delivered\. .* The delivery was cancelled\.$/m);
  });

  it('does not start where the endpoint refuses the handshake', async () => {
    const receiver = await endpoint(() => ({ status: 202 }));
    const { output, log, ended } = run(receiver.url);
    assert.equal(await ended, 1);
    assert.equal(receiver.requests.length, 1);
    assert.equal(output.text, '');
    assert.match(
      log.text,
      /^Webhook http:\/\/127\.0\.0\.1:\d+\/api\/recordings: The handshake failed: the endpoint answered 202 Accepted\. .*$/m,
    );
    assert.doesNotMatch(log.text, /S3cret/);
  });

  it('waits for the validation URL where the answer holds no code', async () => {
    const receiver = await endpoint(() => ({ status: 200 }));
    const { output, log } = run(receiver.url);
    const line = await log.find(/validation URL to be opened/);
    assert.equal(output.text, '');
    await fetch(/http:\S+$/.exec(line)?.[0] ?? '');
    await output.find(/"ready"/);
    assert.match(log.text, /: The endpoint passed the handshake: the validation URL was opened\.$/m);
  });

  it('says why an address is no webhook', async () => {
    for (const [address, problem] of [
      ['localhost:7071', /^Webhook: The URL must begin with http/],
      ['http://me:S3cret@localhost', /^Webhook: Leave user name and password out/],
    ] as const) {
      const { log, ended } = run(address);
      assert.equal(await ended, 1);
      assert.match(log.text, problem);
      assert.doesNotMatch(log.text, /S3cret/);
    }
  });
});

const time = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z`;
