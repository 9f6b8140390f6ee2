import type { ActiveRecording } from '../../calling/active/recording.ts';

/** What can be done with a recording of the list. */
export type RecordingAction = keyof typeof conditions;

const conditions = {
  pause: ({ state }: ActiveRecording) => state === 'active' || state === 'unknown',
  resume: ({ state }: ActiveRecording) => state === 'paused' || state === 'unknown',
  stop: ({ state }: ActiveRecording) => state !== 'ended',
  refresh: ({ state }: ActiveRecording) => state !== 'ended',
  reveal: ({ landing }: ActiveRecording) => landing?.kind === 'landed',
  findFiles: ({ state, landing, containerId }: ActiveRecording) =>
    state === 'ended' &&
    containerId !== undefined &&
    landing?.kind !== 'landed' &&
    landing?.kind !== 'waiting',
  cancelWaiting: ({ landing }: ActiveRecording) => landing?.kind === 'waiting',
  list: () => true,
} as const satisfies Readonly<Record<string, (recording: ActiveRecording) => boolean>>;

/** Everything that can be done with a recording of the list. */
export const recordingActions = Object.keys(conditions) as readonly RecordingAction[];

/** True where that can be done with the recording as it is now. */
export function applies(action: RecordingAction, recording: ActiveRecording): boolean {
  return conditions[action](recording);
}
