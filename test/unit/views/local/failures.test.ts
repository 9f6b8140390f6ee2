import assert from 'node:assert/strict';
import type { BackgroundFailure } from '../../../../src/emulator/api/controlRoutes.ts';
import { LocalFailures } from '../../../../src/views/local/failures.ts';

const failure = (id: number, text: string): BackgroundFailure => ({
  id,
  time: '2026-01-07T12:00:00.000Z',
  text,
});

describe('LocalFailures', () => {
  it('logs each failure once, without secrets, and those of the next service again from the first', async () => {
    const lines: string[] = [];
    let answer: readonly BackgroundFailure[] | undefined = [failure(1, 'https://a.test/c?sig=SECRETSIG%3D')];
    const failures = new LocalFailures(
      () => (answer ? Promise.resolve(answer) : Promise.reject(new Error('gone'))),
      (line) => lines.push(line),
    );
    const service = { endpoint: 'http://127.0.0.1:1', pid: 1 };
    await Promise.all([failures.look(service), failures.look(service)]);
    answer = [...answer, failure(2, 'second')];
    await failures.look(service);
    answer = undefined;
    await failures.look(service);
    answer = [failure(1, 'of another process')];
    await failures.look({ ...service, pid: 2 });
    assert.equal(lines.length, 3, lines.join(' | '));
    assert.doesNotMatch(lines[0] ?? '', /SECRETSIG/);
    assert.match(lines[1] ?? '', /^Local service, 2026-01-07T12:00:00.000Z: second$/);
    assert.match(lines[2] ?? '', /of another process$/);
  });
});
