import assert from 'node:assert/strict';
import { parseCallAutomationEvent } from '@azure/communication-call-automation';
import type { Clock } from '../../../../../src/base/clock.ts';
import { createDeliverer } from '../../../../../src/events/send/delivery/deliverer.ts';
import { deliveryDocument } from '../../../../../src/events/send/delivery/document.ts';
import { deliveryText } from '../../../../../src/events/send/delivery/text.ts';
import { eventGridPolicy, retryDelaysMs } from '../../../../../src/events/send/delivery/retrySchedule.ts';
import type { WebhookTarget } from '../../../../../src/events/send/webhook/target.ts';
import { eventSamples, findSample } from '../../../../../src/recording/event/samples/samples.ts';
import type { EventSchema, WireEvent } from '../../../../../src/recording/event/event.ts';
import { cloudEventsConsumer, eventGridConsumer } from '../consumers.ts';
import { startEndpoint, type Reply, type TestEndpoint } from '../webhookServer.ts';

function target(
  endpoint: Pick<TestEndpoint, 'url'>,
  schema: EventSchema,
  secrets: Partial<WebhookTarget> = {},
): WebhookTarget {
  return { url: endpoint.url, query: '', headers: {}, schema, ...secrets };
}

function sample(id: string, schema: EventSchema): WireEvent {
  const found = findSample(id);
  assert.ok(found);
  return found.event(schema);
}

/** A clock that moves only by the pauses, which take no real time. */
function fastClock(): Clock & { readonly pauses: readonly number[] } {
  const pauses: number[] = [];
  let now = Date.parse('2026-01-14T10:00:00Z');
  return {
    pauses,
    now: () => now,
    after: (delayMs, action) => {
      const timer = setImmediate(() => {
        pauses.push(delayMs);
        now += delayMs;
        action();
      });
      return () => clearImmediate(timer);
    },
  };
}

describe('delivery to a webhook', () => {
  const open: TestEndpoint[] = [];
  const endpoint = async (...args: Parameters<typeof startEndpoint>): Promise<TestEndpoint> => {
    const started = await startEndpoint(...args);
    open.push(started);
    return started;
  };
  afterEach(async () => {
    await Promise.all(open.splice(0).map((each) => each.close()));
  });

  it('writes a line for each request of handshake and delivery, without secrets', async () => {
    const receiver = await endpoint((request) => eventGridConsumer(request, []));
    const lines: string[] = [];
    const deliverer = createDeliverer({ log: (line) => lines.push(line) });
    const secrets = { query: 'code=SECRETCODE', headers: { 'x-key': 'SECRETKEY' } };
    const to = target(receiver, 'eventGrid', secrets);
    await deliverer.deliver(sample('mp3', 'eventGrid'), to, { handshake: true });
    assert.equal(lines.length, 2);
    for (const line of lines) assert.match(line, /^POST 127\.0\.0\.1:\d+\/\S* 200 in \d+ ms/);
    assert.doesNotMatch(lines.join(), /SECRET/);
  });

  it('brings every sample to a receiver that uses @azure/eventgrid, handshake first', async () => {
    const chunks: string[] = [];
    const receiver = await endpoint((request) => eventGridConsumer(request, chunks));
    const deliverer = createDeliverer();
    for (const each of eventSamples.filter(({ schemas }) => schemas.includes('eventGrid'))) {
      const delivery = await deliverer.deliver(each.event('eventGrid'), target(receiver, 'eventGrid'), {
        handshake: true,
      });
      assert.equal(delivery.delivered, true, deliveryText(delivery));
      assert.equal(delivery.handshake?.passed, 'answer');
      assert.equal(delivery.attempts.length, 1);
    }
    // Three chunks by time, two by size, two of the failed upload, one of each other.
    assert.equal(chunks.length, eventSamples.filter(({ group }) => group !== 'otherEvents').length + 4);
    const [validation, notification] = receiver.requests;
    assert.equal(validation?.headers['aeg-event-type'], 'SubscriptionValidation');
    assert.deepEqual(
      Object.fromEntries(
        Object.entries(notification?.headers ?? {}).filter(([name]) => /^(aeg|content-type)/.test(name)),
      ),
      {
        'content-type': 'application/json; charset=utf-8',
        'aeg-event-type': 'Notification',
        'aeg-subscription-name': 'CALL-RECORDINGS',
        'aeg-delivery-count': '0',
        'aeg-data-version': '1.0',
        'aeg-metadata-version': '1',
        'aeg-output-event-id': sample('mp3', 'eventGrid').id,
      },
    );
    assert.deepEqual(JSON.parse(notification?.body ?? ''), [sample('mp3', 'eventGrid')]);
  });

  it('brings every sample to a receiver that uses the CloudEvents SDK, handshake first', async () => {
    const seen: string[] = [];
    const receiver = await endpoint((request) => cloudEventsConsumer(request, seen));
    const deliverer = createDeliverer();
    const samples = eventSamples.filter(
      ({ schemas, group }) => schemas.includes('cloudEvents') && group !== 'otherEvents',
    );
    for (const each of samples) {
      const delivery = await deliverer.deliver(each.event('cloudEvents'), target(receiver, 'cloudEvents'), {
        handshake: true,
      });
      assert.equal(delivery.delivered, true, deliveryText(delivery));
      assert.deepEqual(delivery.handshake?.hints, []);
    }
    assert.deepEqual(
      seen,
      samples.map((each) => each.event('cloudEvents').id),
    );
    const [validation, notification] = receiver.requests;
    assert.equal(validation?.method, 'OPTIONS');
    assert.equal(validation.headers['webhook-request-origin'], 'eventgrid.azure.net');
    assert.deepEqual(
      Object.fromEntries(
        Object.entries(notification?.headers ?? {}).filter(([name]) =>
          /^(aeg|ce-|content-type|origin|webhook)/.test(name),
        ),
      ),
      {
        'content-type': 'application/cloudevents+json; charset=utf-8',
        origin: 'eventgrid.azure.net',
        'aeg-event-type': 'Notification',
        'aeg-subscription-name': 'CALL-RECORDINGS',
        'aeg-delivery-count': '0',
        'aeg-metadata-version': '1.0',
        'aeg-output-event-id': sample('mp3', 'cloudEvents').id,
      },
    );
    // Structured mode: the body is the event alone.
    assert.deepEqual(JSON.parse(notification?.body ?? ''), sample('mp3', 'cloudEvents'));
  });

  it('sends RecordingStateChanged as Call Automation does, for its parser to take', async () => {
    const kinds: string[] = [];
    const receiver = await endpoint((request) => {
      for (const event of JSON.parse(request.body) as object[]) {
        kinds.push(parseCallAutomationEvent(JSON.stringify(event)).kind);
      }
      return { status: 200 };
    });
    const delivery = await createDeliverer().deliver(
      sample('stateActive', 'cloudEvents'),
      target(receiver, 'cloudEvents'),
      { handshake: true },
    );
    assert.deepEqual(kinds, ['RecordingStateChanged']);
    assert.equal(receiver.requests.length, 1, 'there is no handshake before a callback');
    assert.equal(delivery.handshake, undefined);
    const headers = receiver.requests[0]?.headers;
    assert.equal(headers?.['aeg-event-type'], undefined);
    // What express.json(), as the quickstarts use it, takes.
    assert.equal(headers?.['content-type'], 'application/json; charset=utf-8');
  });

  it('judges the answer to a validation event that is sent by itself', async () => {
    const validation = sample('validation', 'eventGrid');
    const send = async (reply: Reply) =>
      createDeliverer().deliver(validation, target(await endpoint(() => reply), 'eventGrid'), {
        retries: eventGridPolicy,
      });
    const accepted = await send({ status: 202 });
    assert.equal(accepted.delivered, false);
    assert.match(deliveryText(accepted), /202 Accepted\. Event Grid accepts only 200/);
    assert.equal(accepted.attempts.length, 1);
    assert.match(
      deliveryText(await send({ status: 200, body: '{"validationResponse":"x"}' })),
      /different code/,
    );
    const { validationCode } = validation.data as { validationCode: string };
    const passed = await send({ status: 200, body: JSON.stringify({ validationResponse: validationCode }) });
    assert.equal(passed.delivered, true);
    assert.match(deliveryDocument(passed), /^Delivered\.[^]*Handshake: The endpoint passed the handshake\./);
  });

  it('sends query and headers, and keeps both out of what it gives back', async () => {
    const receiver = await endpoint((request) => ({
      status: 401,
      headers: { 'X-Echo': String(request.headers['x-functions-key']), 'Set-Cookie': 'session=1' },
      body: JSON.stringify({ you: request.path, key: request.headers['x-functions-key'] }),
    }));
    const delivery = await createDeliverer().deliver(
      sample('mp3', 'eventGrid'),
      target(receiver, 'eventGrid', {
        query: 'code=top%20secret%3D&name=x',
        headers: { 'x-functions-key': 'header "secret"', 'AEG-Event-Type': 'mine' },
      }),
      { handshake: true, retries: eventGridPolicy },
    );
    const [first] = receiver.requests;
    assert.equal(first?.path, '/api/recordings?code=top%20secret%3D&name=x');
    assert.equal(first.headers['x-functions-key'], 'header "secret"');
    assert.equal(first.headers['aeg-event-type'], 'SubscriptionValidation');
    const whole = JSON.stringify(delivery) + deliveryDocument(delivery);
    assert.doesNotMatch(whole, /secret/);
    assert.doesNotMatch(whole, /session=1/);
    assert.equal(delivery.shownUrl, `${receiver.url}?code=***&name=***`);
  });

  it('makes the next attempt at once when it is asked to', async () => {
    const statuses = [500, 503];
    const receiver = await endpoint((): Reply => ({ status: statuses.shift() ?? 200 }));
    // On the clock of the machine, the schedule alone would take 40 s.
    const started = Date.now();
    const delivery = await createDeliverer().deliver(
      sample('mp3', 'cloudEvents'),
      target(receiver, 'cloudEvents'),
      {
        retries: eventGridPolicy,
        onAttempt: (_attempt, _number, pause) => setImmediate(() => pause?.retryNow()),
      },
    );
    assert.equal(delivery.delivered, true);
    assert.equal(delivery.attempts.length, 3);
    assert.ok(Date.now() - started < 30_000);
  });

  it('retries on the schedule of Event Grid and counts its attempts', async () => {
    const statuses = [500, 503, 404, 408];
    const receiver = await endpoint((): Reply => ({ status: statuses.shift() ?? 200 }));
    const clock = fastClock();
    const told: (number | undefined)[] = [];
    const delivery = await createDeliverer({ clock }).deliver(
      sample('mp3', 'cloudEvents'),
      target(receiver, 'cloudEvents'),
      { retries: eventGridPolicy, onAttempt: (_attempt, _number, pause) => told.push(pause?.ms) },
    );
    // 503 waits 30 s at least, as the schedule does; 408 two minutes at least, less than the schedule's five.
    assert.deepEqual(clock.pauses, [10_000, 30_000, 60_000, 300_000]);
    assert.deepEqual(told, [...clock.pauses, undefined]);
    assert.deepEqual(
      receiver.requests.map(({ headers }) => headers['aeg-delivery-count']),
      ['0', '1', '2', '3', '4'],
    );
    assert.equal(delivery.delivered, true);
    assert.equal(delivery.durationMs, 400_000);
    assert.equal(deliveryText(delivery), 'Delivered at attempt 5. The endpoint answered 200 OK.');
  });

  it('gives up after a day', async () => {
    const receiver = await endpoint(() => ({ status: 500 }));
    const clock = fastClock();
    const delivery = await createDeliverer({ clock }).deliver(
      sample('mp3', 'eventGrid'),
      target(receiver, 'eventGrid'),
      { retries: eventGridPolicy },
    );
    assert.equal(delivery.stopped, 'tooOld');
    assert.deepEqual(clock.pauses, retryDelaysMs.slice(0, 10));
    assert.match(deliveryText(delivery), /became too old/);
  });

  it('never retries what Event Grid gives up at once, and stops at the number of attempts wanted', async () => {
    for (const status of [400, 401, 403, 413]) {
      const receiver = await endpoint(() => ({ status }));
      const delivery = await createDeliverer({ clock: fastClock() }).deliver(
        sample('mp3', 'eventGrid'),
        target(receiver, 'eventGrid'),
        { retries: eventGridPolicy },
      );
      assert.equal(receiver.requests.length, 1);
      assert.equal(delivery.stopped, 'finalStatus');
      assert.match(deliveryText(delivery), /does not retry/);
    }
    const receiver = await endpoint(() => ({ status: 500 }));
    const delivery = await createDeliverer({ clock: fastClock() }).deliver(
      sample('mp3', 'eventGrid'),
      target(receiver, 'eventGrid'),
      { retries: { ...eventGridPolicy, maxAttempts: 3 } },
    );
    assert.equal(receiver.requests.length, 3);
    assert.equal(delivery.stopped, 'attemptsUsedUp');
  });

  it('is cancelled in a pause, with what happened so far', async () => {
    const receiver = await endpoint(() => ({ status: 500 }));
    const cancel = new AbortController();
    const delivery = await createDeliverer().deliver(
      sample('mp3', 'eventGrid'),
      target(receiver, 'eventGrid'),
      {
        retries: eventGridPolicy,
        signal: cancel.signal,
        onAttempt: () => queueMicrotask(() => cancel.abort()),
      },
    );
    assert.equal(delivery.stopped, 'cancelled');
    assert.equal(delivery.attempts.length, 1);
    assert.match(deliveryText(delivery), /cancelled/);
  });

  it('is cancelled while the endpoint thinks', async () => {
    const cancel = new AbortController();
    const receiver = await endpoint(() => {
      cancel.abort();
      return new Promise<Reply>(() => undefined);
    });
    const delivery = await createDeliverer().deliver(
      sample('mp3', 'eventGrid'),
      target(receiver, 'eventGrid'),
      {
        retries: eventGridPolicy,
        signal: cancel.signal,
      },
    );
    assert.equal(delivery.stopped, 'cancelled');
    assert.equal(receiver.requests.length, 1);
  });

  it('shows the answer as it came', async () => {
    const receiver = await endpoint(() => ({
      status: 200,
      headers: { 'Content-Type': 'application/json' },
      body: '{"stored":1}',
    }));
    const delivery = await createDeliverer().deliver(
      sample('mp3', 'eventGrid'),
      target(receiver, 'eventGrid'),
    );
    const text = deliveryDocument(delivery);
    assert.match(text, /^Delivered\. The endpoint answered 200 OK\.\n/);
    assert.match(text, /HTTP\/1\.1 200 OK\n/);
    assert.match(text, /\ncontent-type: application\/json\n/);
    assert.match(text, /\n\{\n {2}"stored": 1\n\}\n$/);
  });
});
