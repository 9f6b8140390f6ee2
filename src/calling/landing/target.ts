import { withoutUndefined } from '../../base/withoutUndefined.ts';
import type { ActiveRecording } from '../active/recording.ts';
import type { LandingTarget } from './search.ts';

/**
 * What is looked for in a container to find the files of a recording that was started here.
 * @param others recording folders that are known to be those of others
 */
export function landingTarget(
  recording: ActiveRecording,
  prefix: string,
  others: readonly string[],
): LandingTarget {
  const { recordingId, callId, call, startedAt, clockAheadMs, format, lengthUncertain, recordedMs } =
    recording;
  return withoutUndefined({
    ...{ prefix, recordingId, startedBy: call.id, format, others },
    startedAt: startedAt + clockAheadMs,
    callId,
    recordedMs: lengthUncertain === true ? undefined : recordedMs,
  });
}
