import assert from 'node:assert/strict';
import { withoutUndefined } from '../../../../src/base/withoutUndefined.ts';
import type { ActiveRecording } from '../../../../src/calling/active/recording.ts';
import { describeActive } from '../../../../src/views/active/row.ts';

const startedAt = Date.UTC(2026, 0, 7, 12);
const now = startedAt + 754_000;
const recording: ActiveRecording = {
  recordingId: 'eyJQbGF0Zm9ybQ',
  resourceId: 'r1',
  containerId: 'c1',
  call: { kind: 'groupCallId', id: '7c62cca0-60bc-44d2-82d8-2e62c7cc2ffc' },
  content: 'audio',
  channel: 'unmixed',
  format: 'wav',
  destination: { kind: 'container', url: 'https://acct.blob.core.windows.net/recordings/team-a' },
  startedAt,
  clockAheadMs: 0,
  state: 'active',
  recordedMs: 0,
  runningSince: startedAt,
  seenAt: startedAt,
  changedAt: startedAt,
};
const still: ActiveRecording = { ...recording };
delete (still as { runningSince?: number }).runningSince;

const shown = (changed: Partial<ActiveRecording>, base: ActiveRecording = recording) => {
  const { icon, label, description, context } = describeActive(
    { ...base, ...changed },
    { now, containerName: 'Mine' },
  );
  return `${icon} | ${label} | ${description} | ${context}`;
};

describe('describeActive', () => {
  it('opens what landed in the inspector, and the history of anything else', () => {
    const opens = (changed: Partial<ActiveRecording>) =>
      describeActive({ ...recording, ...changed }, { now }).opens;
    const landed = { kind: 'landed', path: '20260107/c/r/' } as const;
    assert.equal(opens({ state: 'ended', landing: landed }), 'inspectRecording');
    for (const state of ['active', 'paused', 'unknown', 'ended'] as const)
      assert.equal(opens({ state }), 'showHistory');
    for (const kind of ['waiting', 'missing', 'cancelled'] as const)
      assert.equal(opens({ state: 'ended', landing: { kind } }), 'showHistory');
  });

  it('shows what state each recording is in', () => {
    const ended = (landing?: ActiveRecording['landing']) =>
      shown({ state: 'ended', recordedMs: 60_000, ...withoutUndefined({ landing }) }, still);
    assert.deepEqual(
      [
        shown({}),
        shown({ state: 'paused', recordedMs: 4_000 }, still),
        shown({ state: 'unknown', unknownBecause: 'refused' }),
        ended(),
        ended({ kind: 'waiting' }),
        ended({ kind: 'landed', path: '20260107/a/b/' }),
        ended({ kind: 'missing' }),
        shown({ channel: 'mixed', format: 'mp4', destination: { kind: 'acs' } }),
        shown({ state: 'ended', recordedMs: 3_600_000, lengthUncertain: true }, still),
        shown({ state: 'ended', recordedMs: 60_000, lengthEstimated: true }, still),
        shown({ state: 'ended', recordedMs: 60_000, destination: { kind: 'acs' } }, still),
      ],
      [
        'record | 7c62cca0… | recording · 12:34 · WAV, unmixed · Mine | active.recording',
        'debug-pause | 7c62cca0… | paused · 0:04 · WAV, unmixed · Mine | active.paused',
        'question | 7c62cca0… | state unknown · 0:00 · WAV, unmixed · Mine | active.unknown',
        'circle-slash | 7c62cca0… | ended · 1:00 · WAV, unmixed · Mine | active.ended',
        'sync~spin | 7c62cca0… | ended, waiting for its files · 1:00 · WAV, unmixed · Mine | active.ended.waiting',
        'pass | 7c62cca0… | landed · 1:00 · WAV, unmixed · Mine | active.ended.landed',
        'warning | 7c62cca0… | ended, no files arrived · 1:00 · WAV, unmixed · Mine | active.ended.missing',
        'record | 7c62cca0… | recording · 12:34 · MP4 · kept by ACS for 24 hours | active.recording',
        'circle-slash | 7c62cca0… | ended · at least 1:00:00 · WAV, unmixed · Mine | active.ended',
        'circle-slash | 7c62cca0… | ended · about 1:00 · WAV, unmixed · Mine | active.ended',
        'circle-slash | 7c62cca0… | ended · 1:00 · WAV, unmixed · kept by ACS for 24 hours | active.ended.acs',
      ],
    );
  });

  it('speaks the same to a screen reader, and holds all in the tooltip', () => {
    const row = describeActive({ ...recording, state: 'unknown', unknownBecause: 'refused' }, { now });
    assert.equal(row.spoken, 'Recording of call 7c62cca0…, state unknown, 0:00, WAV, unmixed, team-a');
    assert.equal(
      row.tooltip,
      [
        'State: state unknown: Nothing answers at the address of the resource.',
        'Recorded, without pauses: 0:00',
        'Group call ID: 7c62cca0-60bc-44d2-82d8-2e62c7cc2ffc',
        'Recording ID: eyJQbGF0Zm9ybQ',
        'Started: 2026-01-07 12:00:00 UTC',
        'Format: audio, unmixed, wav',
        'Destination: https://acct.blob.core.windows.net/recordings/team-a',
        'Resource: no longer connected',
      ].join('\n'),
    );
  });

  it('keeps the name of a call when its call ID comes to be known, and names the call of the tree beside it', () => {
    const named = { ...recording, name: '7c62cca0…', callId: '9509c756-debe-4998-9f92-5a0d8f6dc00c' };
    assert.equal(
      shown({}, named),
      'record | 7c62cca0… | recording · 12:34 · WAV, unmixed · Mine · call 9509c756… | active.recording',
    );
  });

  it('lets no text of others turn the line around', () => {
    const row = describeActive(recording, { now, containerName: 'a\u202eb\nc' });
    assert.match(row.description, /a\ufffdb\ufffdc$/);
  });
});
