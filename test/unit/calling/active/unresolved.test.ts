import assert from 'node:assert/strict';
import { ActiveRecordings } from '../../../../src/calling/active/tracker.ts';
import { UnresolvedStarts } from '../../../../src/calling/active/unresolved.ts';
import { CallingError } from '../../../../src/calling/failures/callingError.ts';
import type { StartRequest } from '../../../../src/calling/start/request.ts';
import { FakeClock } from '../../base/fakeClock.ts';
import { FakeControl } from '../fakeControl.ts';

const request: StartRequest = {
  call: { kind: 'serverCallId', id: 'aHR0cHM6Ly94L2NvbnYveQ==' },
  ...{ content: 'audio', channel: 'mixed', format: 'wav' },
  destination: { kind: 'acs' },
  ...{ pauseOnStart: false, channelOrder: [], channelAffinity: [] },
};
const place = { resourceId: 'r1' };

function setUp() {
  const [clock, control] = [new FakeClock(), new FakeControl()];
  const memory = new Map<string, unknown>();
  const recordings = new ActiveRecordings({
    ...{ clock, controlOf: () => Promise.resolve(control) },
    store: {
      get: (key) => memory.get(key),
      update: (key, value) => Promise.resolve(void memory.set(key, value)),
    },
  });
  const attempt = { requestId: '6f9619ff-8b86-d011-b42d-00c04fc964ff', firstSent: clock.now() };
  return { clock, control, recordings, attempt };
}

describe('UnresolvedStarts', () => {
  it('keeps a start whose answer broke off, under every spelling of the ID', async () => {
    const { clock, control, recordings, attempt } = setUp();
    control.failing = 'brokenAnswer';
    await assert.rejects(recordings.start(place, request, attempt));
    const unpadded = { ...request.call, id: request.call.id.replace(/=+$/, '') };
    assert.equal(recordings.unresolved.find('r1', unpadded, clock.now())?.attempt, attempt);
    assert.equal(recordings.unresolved.find('r2', unpadded, clock.now()), undefined);
  });

  it('forgets it once the service answered, and keeps nothing of a refusal', async () => {
    const { clock, control, recordings, attempt } = setUp();
    control.failing = 'invalidRequest';
    await assert.rejects(recordings.start(place, request, attempt));
    assert.equal(recordings.unresolved.find('r1', request.call, clock.now()), undefined);
    control.failing = 'timedOut';
    await assert.rejects(recordings.start(place, request, attempt));
    control.failing = undefined;
    await recordings.start(place, request, attempt);
    assert.equal(recordings.unresolved.find('r1', request.call, clock.now()), undefined);
  });

  it('does not take an old start for the same one', () => {
    const starts = new UnresolvedStarts();
    starts.keep({ place, request, attempt: { requestId: 'x', firstSent: 0 } });
    assert.ok(starts.find('r1', request.call, 60_000));
    assert.equal(starts.find('r1', request.call, 600_000), undefined);
  });
});

describe('a recording that runs already', () => {
  it('is put on the list by its recording ID, with a length that is not certain', async () => {
    const { control, recordings } = setUp();
    control.states.set('rec-9', 'inactive');
    const recording = await recordings.takeUp(place, request, 'rec-9');
    assert.deepEqual([recording.state, recording.lengthUncertain], ['paused', true]);
    assert.deepEqual(
      recordings.list().map(({ recordingId }) => recordingId),
      ['rec-9'],
    );
    assert.deepEqual(
      recording.steps?.map(({ kind }) => kind),
      ['takenUp'],
    );
  });

  it('is not put on the list where the service does not know it', async () => {
    const { recordings } = setUp();
    await assert.rejects(recordings.takeUp(place, request, 'rec-9'), (error) =>
      CallingError.is(error, 'recordingNotFound'),
    );
    assert.deepEqual(recordings.list(), []);
  });
});
