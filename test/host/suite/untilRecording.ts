import assert from 'node:assert/strict';
import type { ActiveRecording } from '../../../src/calling/active/recording.ts';
import type { ActiveServices } from '../../../src/views/active/services.ts';

/** Resolves when a recording of the list has become what is wanted. */
export async function untilRecording(
  { active }: ActiveServices,
  recordingId: string,
  wanted: (recording: ActiveRecording) => boolean,
): Promise<ActiveRecording> {
  for (;;) {
    const recording = active.get(recordingId);
    assert.ok(recording, 'the recording is no longer on the list');
    if (wanted(recording)) return recording;
    await new Promise((resolve) => active.events.once('changed', () => resolve(undefined)));
  }
}
