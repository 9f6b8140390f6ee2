import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type ActiveRecording, elapsedMs, isLandedWhole } from '../../../../src/calling/active/recording.ts';
import { toActiveRecordings } from '../../../../src/calling/active/parse.ts';
import type { StateStore } from '../../../../src/calling/active/shared.ts';
import { ActiveRecordings } from '../../../../src/calling/active/tracker.ts';
import { CallingError } from '../../../../src/calling/failures/callingError.ts';
import type { StartRequest } from '../../../../src/calling/start/request.ts';
import { FakeClock, settled } from '../../base/fakeClock.ts';
import { FakeControl } from '../fakeControl.ts';

const request: StartRequest = {
  call: { kind: 'serverCallId', id: 'aHR0cHM6Ly94L2NvbnYveQ' },
  content: 'audio',
  channel: 'mixed',
  format: 'wav',
  destination: { kind: 'container', url: 'https://acct.blob.core.windows.net/recordings' },
  pauseOnStart: false,
  callbackUrl: 'https://example.com/callback?code=a-function-key',
  channelOrder: [],
  channelAffinity: [],
};
const attempt = { requestId: '6f9619ff-8b86-d011-b42d-00c04fc964ff', firstSent: 0 };

/** What two windows share: values go through JSON, as in VS Code. */
class FakeStore implements StateStore {
  json = '{}';
  writes = 0;
  get(key: string): unknown {
    return (JSON.parse(this.json) as Record<string, unknown>)[key];
  }
  update(key: string, value: unknown): Promise<void> {
    this.writes++;
    this.json = JSON.stringify({ ...(JSON.parse(this.json) as object), [key]: value });
    return Promise.resolve();
  }
}

function setUp() {
  const [clock, control, store] = [new FakeClock(), new FakeControl(), new FakeStore()];
  const window = () =>
    new ActiveRecordings({ store, clock, controlOf: () => Promise.resolve(control), paceMs: 10_000 });
  return { clock, control, store, window };
}

const start = (recordings: ActiveRecordings) =>
  recordings.start({ resourceId: 'r1', containerId: 'c1' }, request, attempt);

function only(recordings: ActiveRecordings): ActiveRecording {
  const [recording, ...more] = recordings.list();
  assert.ok(recording && more.length === 0, `${recordings.list().length} recordings instead of one`);
  return recording;
}

describe('ActiveRecordings', () => {
  it('counts the time without pauses', async () => {
    const { clock, window } = setUp();
    const recordings = window();
    const { recordingId } = await start(recordings);
    await clock.pass(20_000);
    assert.equal(elapsedMs(only(recordings), clock.now()), 20_000);
    await recordings.pause(recordingId);
    await clock.pass(100_000);
    assert.equal(elapsedMs(only(recordings), clock.now()), 20_000);
    await recordings.resume(recordingId);
    await clock.pass(5_000);
    await recordings.stop(recordingId);
    await clock.pass(100_000);
    const { state, recordedMs, lengthUncertain, landing } = only(recordings);
    assert.deepEqual(
      [state, recordedMs, lengthUncertain, landing],
      ['ended', 25_000, undefined, { kind: 'waiting' }],
    );
  });

  it('is paused from the start when the service says inactive', async () => {
    const { clock, control, window } = setUp();
    control.start = () => Promise.resolve({ recordingId: 'rec-1', state: 'inactive', trace: {} });
    const recordings = window();
    await start(recordings);
    await clock.pass(60_000);
    assert.equal(only(recordings).state, 'paused');
    assert.equal(elapsedMs(only(recordings), clock.now()), 0);
  });

  for (const [date, clockAheadMs] of [
    ['Wed, 07 Jan 2026 12:00:01 GMT', 0],
    ['Wed, 07 Jan 2026 12:10:00 GMT', 600_000],
    ['Wed, 07 Jan 2026 11:59:00 GMT', -60_000],
    ['soon', 0],
  ] as const)
    it(`knows from "${date}" how far the service's clock is ahead`, async () => {
      const { control, window } = setUp();
      control.start = () => Promise.resolve({ recordingId: 'rec-1', state: 'active', trace: { date } });
      assert.equal((await start(window())).clockAheadMs, clockAheadMs);
    });

  it('keeps nothing when the start fails', async () => {
    const { control, window } = setUp();
    control.failing = 'alreadyRecording';
    const recordings = window();
    await assert.rejects(start(recordings), (error) => CallingError.is(error, 'alreadyRecording'));
    assert.deepEqual(recordings.list(), []);
  });

  it('comes back after a reload, and remembers no secret', async () => {
    const { clock, store, window } = setUp();
    await start(window());
    await clock.pass(60_000);
    const recordings = window();
    assert.equal(only(recordings).recordingId, 'rec-1');
    assert.equal(elapsedMs(only(recordings), clock.now()), 60_000);
    assert.ok(!store.json.includes('a-function-key'));
  });

  it('is the same recording when a start is repeated', async () => {
    const { control, window } = setUp();
    control.start = () => Promise.resolve({ recordingId: 'rec-1', state: 'active', trace: {} });
    const recordings = window();
    await start(recordings);
    await start(recordings);
    only(recordings);
  });

  it('asks at a gentle pace while visible, never when hidden, and not after the end', async () => {
    const { clock, control, window } = setUp();
    const recordings = window();
    await start(recordings);
    await clock.pass(60_000);
    assert.deepEqual(control.asked, ['start']);
    recordings.setVisible(true);
    await clock.pass(35_000);
    assert.deepEqual(control.asked.slice(1), Array(4).fill('getState rec-1'));
    recordings.setVisible(false);
    await clock.pass(60_000);
    assert.equal(control.asked.length, 5);
    assert.equal(clock.timers, 0);
    control.states.clear();
    recordings.setVisible(true);
    await clock.pass(60_000);
    assert.equal(control.asked.length, 6);
    assert.equal(only(recordings).state, 'ended');
  });

  it('asks one question at a time, and once more where the call ended while one was on its way', async () => {
    const { control, window } = setUp();
    const recordings = window();
    await start(recordings);
    let answer: () => void = () => undefined;
    control.gate = new Promise((resolve) => (answer = resolve));
    const before = recordings.refresh();
    await new Promise(setImmediate);
    control.states.clear();
    const after = [recordings.refresh('rec-1'), recordings.refresh()];
    await new Promise(setImmediate);
    assert.equal(control.asked.length, 2);
    answer();
    await before;
    assert.equal(only(recordings).state, 'active');
    await Promise.all(after);
    assert.equal(control.asked.length, 3);
    assert.equal(only(recordings).state, 'ended');
  });

  it('says unknown when the service does not answer, stands still, and recovers', async () => {
    const { clock, control, window } = setUp();
    const recordings = window();
    await start(recordings);
    recordings.setVisible(true);
    await clock.pass(10_000);
    control.failing = 'refused';
    await clock.pass(20_000);
    assert.equal(only(recordings).state, 'unknown');
    assert.equal(only(recordings).unknownBecause, 'refused');
    assert.equal(elapsedMs(only(recordings), clock.now()), 10_000);
    control.failing = undefined;
    await clock.pass(10_000);
    assert.equal(only(recordings).state, 'active');
    assert.equal(only(recordings).unknownBecause, undefined);
    assert.equal(elapsedMs(only(recordings), clock.now()), 40_000);
  });

  it('says unknown when the resource is gone', async () => {
    const { clock, store, window } = setUp();
    await start(window());
    const recordings = new ActiveRecordings({
      ...{ store, clock },
      controlOf: () => Promise.reject(new CallingError('notConnected', 'no such resource')),
    });
    await recordings.refresh();
    assert.equal(only(recordings).unknownBecause, 'notConnected');
  });

  it('notices pauses and ends that came from elsewhere', async () => {
    const { clock, control, window } = setUp();
    const recordings = window();
    const ended: string[] = [];
    recordings.events.on('ended', (recording) => ended.push(recording.recordingId));
    await start(recordings);
    recordings.setVisible(true);
    await clock.pass(20_000);
    control.states.set('rec-1', 'inactive');
    await clock.pass(10_000);
    assert.equal(only(recordings).state, 'paused');
    assert.equal(elapsedMs(only(recordings), clock.now()), 20_000);
    control.states.set('rec-1', 'active');
    await clock.pass(10_000);
    control.states.clear();
    await clock.pass(10_000);
    assert.deepEqual(ended, ['rec-1']);
    const { state, recordedMs, lengthUncertain, lengthEstimated } = only(recordings);
    assert.deepEqual(
      [state, recordedMs, lengthUncertain, lengthEstimated],
      ['ended', 20_000, undefined, true],
    );
  });

  it('takes the recorded time from the files once they are there', async () => {
    const { clock, control, window } = setUp();
    const recordings = window();
    const { recordingId } = await start(recordings);
    recordings.setVisible(true);
    await clock.pass(15_000);
    control.states.set(recordingId, 'inactive');
    await clock.pass(5_000);
    assert.equal(only(recordings).lengthEstimated, true);
    await recordings.stop(recordingId);
    recordings.setLanding(recordingId, {
      ...{ kind: 'landed', path: '20260107/call/folder/' },
      recordedMs: 15_200,
    });
    const { recordedMs, lengthUncertain, lengthEstimated } = only(window());
    assert.deepEqual([recordedMs, lengthUncertain, lengthEstimated], [15_200, undefined, undefined]);
    const isWhole = (container: string, path: string) => isLandedWhole(window().list(), container, path);
    assert.ok(isWhole('c1', '20260107/call/folder/'));
    assert.ok(!isWhole('c2', '20260107/call/folder/') && !isWhole('c1', '20260107/call/other/'));
    recordings.setLanding(recordingId, { kind: 'landed', path: '20260107/call/folder/' });
    assert.ok(!isWhole('c1', '20260107/call/folder/'), 'more may come');
  });

  it('leaves the time of a pause to the window that made it', async () => {
    const { clock, control, window } = setUp();
    const [here, there] = [window(), window()];
    const { recordingId } = await start(there);
    await here.refresh();
    const getState = control.getState.bind(control);
    await clock.pass(10_000);
    // The pause comes between the question of this window and its answer.
    control.getState = async (id) => {
      await there.pause(recordingId);
      await clock.pass(4_000);
      return getState(id);
    };
    await here.refresh();
    const { state, recordedMs, lengthEstimated } = only(here);
    assert.deepEqual([state, recordedMs, lengthEstimated], ['paused', 10_000, undefined]);
  });

  it('says that the length is uncertain when the end came long after the last sighting', async () => {
    const { clock, control, window } = setUp();
    const recordings = window();
    await start(recordings);
    control.states.clear();
    await clock.pass(3_600_000);
    await recordings.refresh();
    assert.equal(only(recordings).lengthUncertain, true);
  });

  for (const operation of ['pause', 'resume', 'stop'] as const)
    it(`takes ${operation} of a recording that has ended for its end`, async () => {
      const { control, window } = setUp();
      const recordings = window();
      await start(recordings);
      control.states.clear();
      const result = await recordings[operation]('rec-1');
      assert.equal(result.outcome, 'alreadyEnded');
      assert.equal(result.recording.state, 'ended');
    });

  it('does not take an old answer for news', async () => {
    const { control, window } = setUp();
    const recordings = window();
    await start(recordings);
    let open = (): void => undefined;
    control.gate = new Promise((resolve) => (open = resolve));
    const asked = recordings.refresh();
    await settled();
    control.gate = Promise.resolve();
    await recordings.pause('rec-1');
    open();
    await asked;
    assert.equal(only(recordings).state, 'paused');
  });

  it('rejects commands for what was not started here', async () => {
    const { window } = setUp();
    await assert.rejects(window().stop('rec-9'), (error) => CallingError.is(error, 'recordingNotFound'));
    await window().refresh('rec-9');
  });

  it('rarely writes where an answer changes nothing but its time', async () => {
    const { clock, store, window } = setUp();
    const recordings = window();
    await start(recordings);
    recordings.setVisible(true);
    const before = store.writes;
    await clock.pass(120_000);
    assert.equal(store.writes - before, 4);
  });

  it('keeps working when the store cannot be written to', async () => {
    const { store, window } = setUp();
    store.update = () => Promise.reject(new Error('disk full'));
    const recordings = window();
    await start(recordings);
    await settled();
    only(recordings);
  });
});

describe('ActiveRecordings in two windows', () => {
  it('show the same, and only one of them sees the end', async () => {
    const { clock, control, window } = setUp();
    const [one, two] = [window(), window()];
    const ended: string[] = [];
    one.events.on('ended', () => ended.push('one'));
    two.events.on('ended', () => ended.push('two'));
    let changes = 0;
    two.events.on('changed', () => changes++);
    await start(one);
    two.setVisible(true);
    await clock.pass(1_000);
    assert.equal(only(two).state, 'active');
    assert.ok(changes > 0);
    await two.pause('rec-1');
    await one.refresh();
    assert.equal(only(one).state, 'paused');
    control.states.clear();
    await one.refresh();
    await clock.pass(30_000);
    assert.equal(only(two).state, 'ended');
    assert.deepEqual(ended, ['one']);
  });

  it('both write and lose nothing', async () => {
    const { control, clock, window } = setUp();
    const [one, two] = [window(), window()];
    await Promise.all([start(one), start(two)]);
    await clock.pass(1);
    await Promise.all([one.refresh(), two.refresh()]);
    assert.equal(control.states.size, 2);
    assert.deepEqual(
      [one, two].map((recordings) => recordings.list().map(({ recordingId }) => recordingId)),
      Array(2).fill(['rec-1', 'rec-2']),
    );
  });

  it('repair the list when one overwrites what the other wrote', async () => {
    const { store, window } = setUp();
    const [one, two] = [window(), window()];
    const stale = store.json;
    await start(one);
    store.json = stale;
    await start(two);
    await one.refresh();
    one.setCallId('rec-1', 'call-1');
    await two.refresh();
    assert.equal(two.list().length, 2);
  });

  it('do not bring back what was taken off the list', async () => {
    const { clock, window } = setUp();
    const [one, two] = [window(), window()];
    await start(one);
    await two.refresh();
    await clock.pass(1);
    one.forget('rec-1');
    two.setCallId('rec-1', 'call-1');
    await one.refresh();
    assert.deepEqual([one.list(), two.list()], [[], []]);
    assert.deepEqual(window().list(), []);
  });

  it('forget what ended a day ago', async () => {
    const { clock, store, window } = setUp();
    const recordings = window();
    await start(recordings);
    await recordings.stop('rec-1');
    await clock.pass(25 * 3_600_000);
    assert.deepEqual(recordings.list(), []);
    await start(recordings);
    assert.ok(!store.json.includes('"ended"'));
  });
});

describe('toActiveRecordings', () => {
  it('reads what was written', async () => {
    const { store, window } = setUp();
    const recordings = window();
    await start(recordings);
    await recordings.stop('rec-1');
    recordings.setLanding('rec-1', { kind: 'landed', path: '20260107/call/folder/' });
    recordings.setCallId('rec-1', 'call-1');
    assert.deepEqual(toActiveRecordings(store.get('callRecordings.activeRecordings')), recordings.list());
    assert.equal(recordings.list()[0]?.callId, 'call-1');
  });

  it('reads back which process looks for the files', async () => {
    const { store, window } = setUp();
    const recordings = window();
    await start(recordings);
    await recordings.stop('rec-1');
    recordings.setLanding('rec-1', { kind: 'waiting', by: 7 });
    assert.deepEqual(window().list()[0]?.landing, { kind: 'waiting', by: 7 });
    assert.ok(store.writes > 0);
  });

  it('throws at nothing, also not in a list', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        assert.deepEqual(toActiveRecordings(value), []);
        assert.deepEqual(toActiveRecordings([value]), []);
      }),
    );
  });

  it('leaves out a recording that lacks something', async () => {
    const { store, window } = setUp();
    await start(window());
    const [whole] = store.get('callRecordings.activeRecordings') as readonly Record<string, unknown>[];
    assert.ok(whole);
    const needed = Object.keys(whole).filter(
      (name) => !['runningSince', 'clockAheadMs', 'containerId', 'steps', 'name'].includes(name),
    );
    for (const name of needed)
      for (const wrong of [undefined, 7n, {}, 'x'.repeat(3)])
        if (!(typeof wrong === 'string' && name.endsWith('Id')))
          assert.deepEqual(toActiveRecordings([{ ...whole, [name]: wrong }]), [], name);
  });
});
