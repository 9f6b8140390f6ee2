import { withoutUndefined } from '../../base/withoutUndefined.ts';
import { mediaTraits } from '../media/spec.ts';
import type { LocalCall, NewCall } from '../service/calls.ts';
import { invalidRequest } from '../service/errors.ts';
import type { LocalRecording } from '../service/localRecording.ts';
import { serviceTime } from '../files/layout.ts';
import { checkId } from './http.ts';

/** A call as the control routes show it. */
export interface CallJson extends Omit<LocalCall, 'startedMs'> {
  /** ISO 8601 */
  readonly startTime: string;
}

/** @returns the call as the control routes show it */
export function describeCall({ startedMs, ...call }: LocalCall): CallJson {
  return { ...call, startTime: serviceTime(startedMs) };
}

/** A recording as the control routes show it. */
export function describeRecording(recording: LocalRecording, nowMs: number): object {
  const { recordingId, call, request, timeline, startedMs, channels, target, exports } = recording;
  const recordedMs = timeline.recordedMs(nowMs);
  const { bytesPerSecond } = mediaTraits(request.format.format, channels);
  return {
    recordingId,
    callId: call.callId,
    serverCallId: call.serverCallId,
    state: timeline.isPaused ? 'inactive' : 'active',
    ...request.format,
    startTime: serviceTime(startedMs),
    recordedMs: Math.round(recordedMs),
    sizeBytes: Math.round((recordedMs / 1000) * bytesPerSecond),
    endedChunks: exports.length,
    ...(target.containerUrl === undefined ? {} : { containerUrl: target.containerUrl, path: target.path }),
  };
}

/** Reads what is wanted of a new call. @throws ServiceError that says what is wrong */
export function readNewCall(json: unknown): NewCall {
  const wanted = Object(json) as Readonly<Record<string, unknown>>;
  const { participants, connecting } = wanted;
  if (participants !== undefined && !isIdList(participants)) {
    throw invalidRequest(`participants must be at most ${mostParticipants} raw IDs.`);
  }
  if (connecting !== undefined && typeof connecting !== 'boolean') {
    throw invalidRequest('connecting must be true or false.');
  }
  const participantCount = readNumber('participantCount', wanted['participantCount'], 1, mostParticipants);
  return withoutUndefined({
    participants,
    participantCount: participantCount === undefined ? undefined : Math.floor(participantCount),
    groupCallId: readId('groupCallId', wanted['groupCallId']),
    roomId: readId('roomId', wanted['roomId']),
    connecting,
    endAfterSeconds: readNumber('endAfterSeconds', wanted['endAfterSeconds'], 0),
  });
}

const mostParticipants = 100;

function readNumber(name: string, value: unknown, least: number, most = Infinity): number | undefined {
  if (value === undefined || (typeof value === 'number' && value >= least && value <= most)) return value;
  throw invalidRequest(`${name} must be a number from ${least}${most === Infinity ? '' : ` to ${most}`}.`);
}

function readId(name: string, value: unknown): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value !== 'string' || value === '') throw invalidRequest(`${name} must be an ID.`);
  checkId(value);
  return value;
}

function isIdList(value: unknown): value is readonly string[] {
  if (!Array.isArray(value) || value.length > mostParticipants) return false;
  for (const each of value) {
    if (typeof each !== 'string') return false;
    checkId(each);
  }
  return true;
}
