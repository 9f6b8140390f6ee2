import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withoutUndefined } from '../../../../src/base/withoutUndefined.ts';
import { LocalEvents } from '../../../../src/views/local/events.ts';

describe('LocalEvents', () => {
  const service = { endpoint: 'http://127.0.0.1:1', pid: 4711 };
  let folder: string;
  let sent: { id: string }[] | undefined;
  let deadPid: number;

  before(() => {
    deadPid = spawnSync(process.execPath, ['--version']).pid;
  });

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'events-'));
    sent = [];
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  function window(pid?: number): { events: LocalEvents; heard: unknown[] } {
    const heard: unknown[] = [];
    const events = new LocalEvents({
      file: join(folder, 'events.json'),
      fetchEvents: () => (sent ? Promise.resolve([...sent]) : Promise.reject(new Error('ended'))),
      hear: (event) => heard.push((event as { id: string }).id),
      ...withoutUndefined({ pid }),
    });
    return { events, heard };
  }

  it('receives each event once', async () => {
    const { events, heard } = window();
    sent?.push({ id: 'a' });
    await Promise.all([events.look(service), events.look(service, { id: 'a' })]);
    sent?.push({ id: 'b' }, { id: 'c' });
    await events.look(service);
    await events.look(service);
    assert.deepEqual(heard, ['a', 'b', 'c']);
  });

  it('continues where a window that is gone stopped, and leaves it to one that is there', async () => {
    const gone = window(deadPid);
    sent?.push({ id: 'a' });
    await gone.events.look(service);
    sent?.push({ id: 'b' });
    const [first, second] = [window(), window(process.ppid)];
    await first.events.look(service);
    await second.events.look(service);
    assert.deepEqual([gone.heard, first.heard, second.heard], [['a'], ['b'], []]);
  });

  it('receives the last events of a service that does not answer any more', async () => {
    const { events, heard } = window();
    sent?.push({ id: 'a' });
    await events.look(service);
    sent = undefined;
    await events.look(service, { id: 'b' });
    await assert.rejects(events.look(service), /ended/);
    assert.deepEqual(heard, ['a', 'b']);
  });

  it('asks a service that hangs once, however often it is looked', async () => {
    let answer: (events: readonly unknown[]) => void = () => undefined;
    let asked = 0;
    const heard: unknown[] = [];
    const events = new LocalEvents({
      file: join(folder, 'events.json'),
      fetchEvents: () => {
        asked++;
        return new Promise((resolve) => (answer = resolve));
      },
      hear: (event) => heard.push(event),
    });
    const looks = [events.look(service), events.look(service), events.look(service)];
    while (asked === 0) await new Promise(setImmediate);
    answer([{ id: 'a' }]);
    await Promise.all(looks);
    assert.equal(asked, 1);
    assert.deepEqual(heard, [{ id: 'a' }]);
  });

  it('starts over with another service', async () => {
    await window(process.ppid).events.look(service);
    const { events, heard } = window();
    sent?.push({ id: 'a' });
    await events.look({ ...service, pid: 4712 });
    assert.deepEqual(heard, ['a']);
  });
});
