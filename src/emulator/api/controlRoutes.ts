import type { EventGridEvent } from '../../recording/event/event.ts';
import { isLoopback } from '../../base/loopback.ts';
import type { LocalCall, LocalCalls, NewCall } from '../service/calls.ts';
import type { Clock } from '../clock.ts';
import { type Faults, readFault } from '../service/faults.ts';
import { type Answer, type Route, decodeSegment, readJson } from './http.ts';
import { serviceTime } from '../files/layout.ts';
import type { LocalRecording } from '../service/localRecording.ts';
import { mediaTraits } from '../media/spec.ts';
import type { RecordingService } from '../service/recordings.ts';
import { ServiceError, invalidRequest } from '../service/errors.ts';
import type { SignIns } from '../service/signIns.ts';
import type { WireRequest } from './signature.ts';

export interface ControlRouteOptions {
  readonly calls: LocalCalls;
  readonly service: RecordingService;
  readonly faults: Faults;
  readonly clock: Clock;
  readonly signIns: SignIns;
  /** Those that were sent so far. */
  readonly events: readonly EventGridEvent[];
}

type Json = Readonly<Record<string, unknown>>;

/**
 * What a real service has no API for: its calls, its state, and what shall go wrong. JSON, no signature.
 *
 *     POST   /local/calls               a new call: { participants?, participantCount?, groupCallId?, roomId?,
 *                                       connecting?, endAfterSeconds? }; answers 201 with all of its IDs
 *     GET    /local/calls               all calls; /local/calls/{id} one of them, by any of its IDs
 *     POST   /local/calls/{id}:connect  a call made with `connecting` is answered
 *     DELETE /local/calls/{id}          the call ends, and with it its recording
 *     GET    /local/recordings          what runs, how long and how large it is by now
 *     GET    /local/events              the RecordingFileStatusUpdated events so far
 *     POST   /local/sign-ins            what to sign in to a container with: { containerUrl, signIn, secret },
 *                                       signIn one of accountKey, sas, connectionString, token
 *     POST   /local/faults              what shall go wrong next, see faults.ts
 *     GET    /local/faults              what has not gone wrong yet; DELETE calls it all off
 */
export function controlRoutes(options: ControlRouteOptions): Route {
  const { calls, service, faults, clock, events, signIns } = options;
  // eslint-disable-next-line @typescript-eslint/require-await -- routes are asynchronous
  return async (request, url) => {
    const [, collection, rest] =
      /^\/local\/(calls|recordings|events|sign-ins|faults)(?:\/(.+))?$/.exec(url.pathname) ?? [];
    if (collection === undefined) return undefined;
    refuseWebPages(request);
    const method = rest === undefined ? request.method : `${request.method} ID`;
    switch (`${method} ${collection}`) {
      case 'GET calls':
        return { status: 200, json: calls.list().map(describeCall) };
      case 'POST calls':
        return { status: 201, json: describeCall(calls.create(readNewCall(readJson(request)))) };
      case 'GET ID calls':
        return { status: 200, json: describeCall(callOf(calls, rest)) };
      case 'POST ID calls':
        return connect(calls, rest ?? '');
      case 'DELETE ID calls':
        calls.end(callOf(calls, rest).callId);
        return { status: 204 };
      case 'GET recordings':
        return { status: 200, json: service.list().map((each) => describeRecording(each, clock.now())) };
      case 'GET events':
        return { status: 200, json: events };
      case 'POST sign-ins':
        signIns.add(readJson(request));
        return { status: 204 };
      case 'GET faults':
        return { status: 200, json: faults.list() };
      case 'POST faults': {
        const fault = readFault(readJson(request));
        faults.add(fault);
        return { status: 201, json: fault };
      }
      case 'DELETE faults':
        faults.clear();
        return { status: 204 };
      default:
        throw new ServiceError(405, 'MethodNotAllowed', 'The method is not allowed.');
    }
  };
}

/** A page in a browser of this machine may neither send nor read anything here. */
function refuseWebPages({ method, headers }: WireRequest): void {
  const isLocal = URL.canParse(`http://${headers.host ?? ''}`) && isLoopback(`http://${headers.host ?? ''}`);
  const isJson = (headers['content-type'] ?? '').startsWith('application/json');
  if (!isLocal || headers.origin !== undefined || (method === 'POST' && !isJson)) {
    throw new ServiceError(
      403,
      'Forbidden',
      'Only programs of this machine may control the service, with Content-Type application/json.',
    );
  }
}

function connect(calls: LocalCalls, rest: string): Answer | undefined {
  if (!rest.endsWith(':connect')) return undefined;
  const { callId } = callOf(calls, rest.slice(0, -':connect'.length));
  const call = calls.connect(callId);
  return call && { status: 200, json: describeCall(call) };
}

function callOf(calls: LocalCalls, id = ''): LocalCall {
  const call = calls.byAnyId(decodeSegment(id));
  if (!call) throw new ServiceError(404, 'NotFound', 'There is no such call.');
  return call;
}

function describeCall(call: LocalCall): object {
  return { ...call, startedMs: undefined, startTime: serviceTime(call.startedMs) };
}

function describeRecording(recording: LocalRecording, nowMs: number): object {
  const { recordingId, call, order, timeline, startedMs, channels, target, exports } = recording;
  const recordedMs = timeline.recordedMs(nowMs);
  const { bytesPerSecond } = mediaTraits(order.format.format, channels);
  return {
    recordingId,
    callId: call.callId,
    serverCallId: call.serverCallId,
    state: timeline.isPaused ? 'inactive' : 'active',
    ...order.format,
    startTime: serviceTime(startedMs),
    recordedMs: Math.round(recordedMs),
    sizeBytes: Math.round((recordedMs / 1000) * bytesPerSecond),
    endedChunks: exports.length,
    ...(target.containerUrl === undefined ? {} : { containerUrl: target.containerUrl, path: target.path }),
  };
}

function readNewCall(json: unknown): NewCall {
  const { participants, participantCount, groupCallId, roomId, connecting, endAfterSeconds } = Object(
    json,
  ) as Json;
  if (participants !== undefined && !isTextList(participants)) {
    throw invalidRequest('participants must be raw IDs.');
  }
  if (participantCount !== undefined && !(Number(participantCount) >= 1 && Number(participantCount) <= 100)) {
    throw invalidRequest('participantCount must be a number from 1 to 100.');
  }
  if (endAfterSeconds !== undefined && !(Number(endAfterSeconds) >= 0)) {
    throw invalidRequest('endAfterSeconds must be a number from 0.');
  }
  return {
    ...(participants === undefined ? {} : { participants }),
    ...(participantCount === undefined ? {} : { participantCount: Math.floor(Number(participantCount)) }),
    ...(typeof groupCallId === 'string' ? { groupCallId } : {}),
    ...(typeof roomId === 'string' ? { roomId } : {}),
    ...(connecting === true ? { connecting } : {}),
    ...(endAfterSeconds === undefined ? {} : { endAfterSeconds: Number(endAfterSeconds) }),
  };
}

function isTextList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}
