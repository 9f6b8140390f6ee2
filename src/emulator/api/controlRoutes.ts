import type { EventGridEvent } from '../../recording/event/event.ts';
import { trimEnd } from '../../base/base64.ts';
import type { LocalCall, LocalCalls } from '../service/calls.ts';
import type { Clock } from '../../base/clock.ts';
import { type Faults, readFault, readFaultKind } from '../service/faults.ts';
import { type Answer, type Route, decodeSegment, readJson } from './http.ts';
import { authorizeControl } from './authorization.ts';
import { describeCall, describeRecording, readNewCall } from './callJson.ts';
import { type Proof } from './proof.ts';
import type { RecordingService } from '../service/recordings.ts';
import { ServiceError, invalidRequest } from '../service/errors.ts';
import type { SignIns } from '../service/signIns.ts';
import type { WireRequest } from './signature.ts';

/** Something that went wrong in the background, where no request could be answered with it. */
export interface BackgroundFailure {
  /** Counts from 1. */
  readonly id: number;
  /** ISO 8601 */
  readonly time: string;
  readonly text: string;
}

export interface ControlRouteOptions {
  readonly calls: LocalCalls;
  readonly service: RecordingService;
  readonly faults: Faults;
  readonly clock: Clock;
  readonly signIns: SignIns;
  /** Called after a change of the faults. */
  readonly onChange: () => void;
  /** Those that were sent so far. */
  readonly events: readonly EventGridEvent[];
  /** The last ones, the oldest first. */
  readonly failures: readonly BackgroundFailure[];
  /** The bytes of the access key; undefined where any program of this machine may control the service. */
  readonly key: Uint8Array | undefined;
  /** Answers a challenge; undefined where the nonce is none. */
  readonly prove: (nonce: unknown) => Proof | undefined;
}

/**
 * What a real service has no API for: its calls, its state, and what shall go wrong. JSON, with the access key
 * in all but the first two: a signature as for the service itself, or `Authorization: AccessKey BASE64`.
 *
 *     GET    /local/health              200 as soon as it answers
 *     POST   /local/hello               { nonce }; answers with a proof that it knows the access key
 *     POST   /local/calls               a new call: { participants?, participantCount?, groupCallId?, roomId?,
 *                                       connecting?, endAfterSeconds? }; answers 201 with all of its IDs
 *     GET    /local/calls               all calls; /local/calls/{id} one of them, by any of its IDs
 *     POST   /local/calls/{id}:connect  a call made with `connecting` is answered
 *     DELETE /local/calls/{id}          the call ends, and with it its recording
 *     GET    /local/recordings          what runs, how long and how large it is by now
 *     GET    /local/events              the RecordingFileStatusUpdated events so far
 *     GET    /local/failures            what failed in the background of late: { id, time, text }, such as a write
 *                                       into a container
 *     POST   /local/sign-ins            what to sign in to a container with: { containerUrl, signIn, secret },
 *                                       signIn one of accountKey, sas, connectionString, token
 *     POST   /local/faults              what shall go wrong next, see faults.ts
 *     GET    /local/faults              what has not gone wrong yet; DELETE calls it all off, and
 *     DELETE /local/faults/{kind}       the faults of one kind
 */
export function controlRoutes(options: ControlRouteOptions): Route {
  const { calls, service, faults, clock, events, signIns } = options;
  // eslint-disable-next-line @typescript-eslint/require-await -- routes are asynchronous
  return async (request, url) => {
    const [, collection, rest] =
      /^\/local\/(health|hello|calls|recordings|events|failures|sign-ins|faults)(?:\/(.+))?$/.exec(
        url.pathname,
      ) ?? [];
    if (collection === undefined) return undefined;
    refuseOtherTypes(request);
    const isOpen = options.key === undefined || collection === 'health' || collection === 'hello';
    if (!isOpen) authorizeControl(request, options.key, Date.now());
    const method = rest === undefined ? request.method : `${request.method} ID`;
    switch (`${method} ${collection}`) {
      case 'GET health':
      case 'HEAD health':
        return { status: 200, json: { status: 'ok' } };
      case 'POST hello':
        return hello(request, options);
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
      case 'GET failures':
        return { status: 200, json: options.failures };
      case 'POST sign-ins':
        signIns.add(readJson(request));
        return { status: 204 };
      case 'GET faults':
        return { status: 200, json: faults.list() };
      case 'POST faults': {
        const fault = readFault(readJson(request));
        faults.add(fault);
        options.onChange();
        return { status: 201, json: fault };
      }
      case 'DELETE faults':
        faults.clear();
        options.onChange();
        return { status: 204 };
      case 'DELETE ID faults':
        faults.remove(readFaultKind(rest));
        options.onChange();
        return { status: 204 };
      default:
        throw new ServiceError(405, 'MethodNotAllowed', 'The method is not allowed.');
    }
  };
}

/** A form in a web page can send other types without asking first. */
function refuseOtherTypes({ method, headers }: WireRequest): void {
  const type = trimEnd((headers['content-type'] ?? '').split(';', 1)[0]?.toLowerCase() ?? '', ' \t');
  if (method === 'POST' && type !== 'application/json') {
    throw new ServiceError(
      403,
      'Forbidden',
      'The service is controlled with Content-Type: application/json.',
    );
  }
}

function hello(request: WireRequest, { prove }: ControlRouteOptions): Answer {
  const { nonce } = Object(readJson(request)) as { readonly nonce?: unknown };
  const proof = prove(nonce);
  if (!proof) throw invalidRequest('nonce must be 16 to 100 characters of base64url.');
  return { status: 200, json: proof };
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
