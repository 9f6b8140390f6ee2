import assert from 'node:assert/strict';
import fc from 'fast-check';
import { authorize } from '../../../src/emulator/api/authorization.ts';
import { realClock } from '../../../src/base/clock.ts';
import { readDestination } from '../../../src/emulator/files/destination.ts';
import { Faults, readFault } from '../../../src/emulator/service/faults.ts';
import { ServiceError } from '../../../src/emulator/service/errors.ts';

const key = Buffer.alloc(32, 1);

/** Either there is an answer, or the refusal of a service. */
function refusesAtMost(read: () => unknown): void {
  try {
    read();
  } catch (error) {
    assert.ok(error instanceof ServiceError, String(error));
  }
}

describe('hostile input to the local service', () => {
  it('is never accepted as a signature or a token', () => {
    const authorization = fc.oneof(
      fc.string(),
      fc.string().map((text) => `Bearer ${text}`),
      fc.jsonValue().map((json) => `Bearer x.${Buffer.from(JSON.stringify(json)).toString('base64url')}.x`),
      fc
        .tuple(
          fc.constantFrom('x-ms-date;host;x-ms-content-sha256', '__proto__;host', ';;;'),
          fc.base64String(),
        )
        .map(([names, signature]) => `HMAC-SHA256 SignedHeaders=${names}&Signature=${signature}`),
    );
    fc.assert(
      fc.property(authorization, fc.dictionary(fc.string(), fc.string()), (header, others) => {
        const headers = { ...others, authorization: header };
        const request = { method: 'GET', pathAndQuery: '/', headers, body: new Uint8Array() };
        assert.throws(() => authorize(request, { key, allowEntra: true }, 0), { status: 401 });
      }),
    );
  });

  it('is never accepted as a fault', () => {
    fc.assert(fc.property(fc.jsonValue(), (json) => refusesAtMost(() => readFault(json))));
  });

  it('is never accepted as a destination', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.webUrl({ withQueryParameters: true })), (text) => {
        const destination = readDestination(text);
        if (destination) assert.doesNotMatch(destination.containerUrl, /\?/);
      }),
    );
  });
});

describe('faults', () => {
  it('occur as often as was asked for, the oldest first', () => {
    const faults = new Faults();
    faults.add({ kind: 'throttle', times: 1, seconds: 1 });
    faults.add({ kind: 'throttle', times: 2, seconds: 2, operation: 'stop' });
    assert.equal(faults.take('forbidden'), undefined);
    assert.equal(faults.take('throttle', 'start')?.seconds, 1);
    assert.equal(faults.take('throttle', 'start'), undefined);
    assert.equal(faults.take('throttle', 'stop')?.seconds, 2);
    assert.equal(faults.take('throttle', 'stop')?.seconds, 2);
    assert.equal(faults.take('throttle', 'stop'), undefined);
  });

  it('occur until they are cleared', () => {
    const faults = new Faults();
    faults.add({ kind: 'exportFails' });
    for (let i = 0; i < 5; i++) assert.ok(faults.take('exportFails'));
    faults.clear();
    assert.equal(faults.take('exportFails'), undefined);
  });
});

describe('clock', () => {
  it('lets time go by faster, and calls alarms off', async () => {
    const clock = realClock(10_000);
    const start = clock.now();
    const cancel = clock.after(10_000, () => assert.fail('was called off'));
    cancel();
    await new Promise<void>((resolve) => {
      clock.after(50_000, resolve);
      // The clock's own timers let the process end.
      setTimeout(() => undefined, 20);
    });
    assert.ok(clock.now() - start >= 40_000);
  });

  it('never goes back, though the clock of the computer does', () => {
    const clock = realClock();
    const start = clock.now();
    const { now } = Date;
    try {
      Date.now = () => now() - 3_600_000;
      assert.ok(clock.now() >= start);
    } finally {
      Date.now = now;
    }
  });
});
