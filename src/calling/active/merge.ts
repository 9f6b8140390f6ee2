import type { ActiveRecording } from './recording.ts';
import { mergeSteps } from './steps.ts';

/** How long a recording that has ended or was removed is remembered, in ms. */
const rememberEndedMs = 24 * 3_600_000;
/** The most recordings that are remembered, the latest started first. */
const rememberAtMost = 100;

/**
 * Brings what two windows know of the recordings together. The copy that changed last counts; an end and a
 * removal are never undone, even if the clock is wrong.
 */
export function mergeRecordings(
  ours: Iterable<ActiveRecording>,
  theirs: Iterable<ActiveRecording>,
): ReadonlyMap<string, ActiveRecording> {
  const merged = new Map<string, ActiveRecording>();
  for (const recording of [...ours, ...theirs]) {
    const known = merged.get(recording.recordingId);
    merged.set(recording.recordingId, known ? newer(known, recording) : recording);
  }
  return merged;
}

/** What is worth remembering, latest started first. */
export function worthRemembering(
  recordings: Iterable<ActiveRecording>,
  now: number,
): readonly ActiveRecording[] {
  return [...recordings]
    .filter((recording) => !isOver(recording) || now - recording.changedAt < rememberEndedMs)
    .sort((a, b) => b.startedAt - a.startedAt || (a.recordingId < b.recordingId ? -1 : 1))
    .slice(0, rememberAtMost);
}

function isOver(recording: ActiveRecording): boolean {
  return recording.removed === true || recording.state === 'ended';
}

function newer(a: ActiveRecording, b: ActiveRecording): ActiveRecording {
  const winner = rank(a) === rank(b) ? (b.changedAt > a.changedAt ? b : a) : rank(a) > rank(b) ? a : b;
  const seenAt = Math.max(a.seenAt, b.seenAt);
  const steps = mergeSteps(a.steps, b.steps);
  if (winner.seenAt === seenAt && steps.length === (winner.steps ?? []).length) return winner;
  return { ...winner, seenAt, ...(steps.length === 0 ? {} : { steps }) };
}

function rank(recording: ActiveRecording): number {
  return recording.removed === true ? 2 : recording.state === 'ended' ? 1 : 0;
}
