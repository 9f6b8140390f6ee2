import { encodeBase64, standardBase64 } from '../../base/base64.ts';
import { CallingError } from '../failures/callingError.ts';
import type { CallingErrorReason } from '../failures/reasons.ts';
import type { RecordingControl } from '../recordingControl.ts';

/** Looks like a recording ID and is none: with a sign-in that works, the answer is that there is no such recording. */
const noRecordingId = standardBase64(
  encodeBase64(
    JSON.stringify({
      PlatformEndpointId: '00000000-0000-0000-0000-000000000000',
      ResourceSpecificId: '00000000-0000-0000-0000-000000000000',
    }),
  ),
);

/** What a service answers that has accepted the sign-in. */
const letIn: readonly CallingErrorReason[] = [
  'recordingNotFound',
  'callNotFound',
  'notAServerCallId',
  'invalidRequest',
];

/**
 * Asks for the state of a recording that does not exist.
 * @returns why the resource refuses the sign-in or does not answer; undefined where it can be used
 */
export async function askForNoRecording(
  open: () => Promise<RecordingControl>,
  signal: AbortSignal,
): Promise<CallingError | undefined> {
  try {
    await (await open()).getState(noRecordingId, signal);
    return undefined;
  } catch (error) {
    if (!CallingError.is(error)) throw error;
    return letIn.includes(error.reason) ? undefined : error;
  }
}
