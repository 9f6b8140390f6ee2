import { type AuthorizationOptions, authorize } from './authorization.ts';
import type { Faults, Operation } from '../service/faults.ts';
import { type Answer, type Route, decodeSegment, readJson } from './http.ts';
import type { RecordingService } from '../service/recordings.ts';
import type { Repeatability } from './repeatability.ts';
import { ServiceError, internalError, invalidRequest } from '../service/errors.ts';
import type { WireRequest } from './signature.ts';
import { type StartRequest, readStartRequest } from '../service/startRequest.ts';
import { checkVersion } from './version.ts';

export interface RecordingRouteOptions {
  readonly service: RecordingService;
  readonly repeatability: Repeatability;
  readonly faults: Faults;
  readonly authorization: AuthorizationOptions;
  /** Whether a callback may go to an HTTP address of this machine. */
  readonly allowHttpCallback: boolean;
  /** Where a start that asks for a container really goes. */
  readonly redirect: (start: StartRequest) => StartRequest;
  /** Why a container cannot be used, in a sentence; undefined where it can. */
  readonly problemOf: (containerUrl: string) => Promise<string | undefined>;
}

const root = /^\/calling\/recordings(?:\/([^/:]+)(?::(pause|resume))?)?$/;

/**
 * The REST API of Call Recording as the SDKs use it.
 * @see https://learn.microsoft.com/rest/api/communication/callautomation/call-recording
 */
export function recordingRoutes(options: RecordingRouteOptions): Route {
  const { repeatability } = options;
  return async (request, url) => {
    const [path, id, action] = root.exec(url.pathname) ?? [];
    if (path === undefined) return undefined;
    authorize(request, options.authorization, Date.now());
    checkVersion(url);
    const operation = operationOf(request.method, id, action);
    if (operation === undefined)
      throw new ServiceError(405, 'MethodNotAllowed', 'The method is not allowed.');
    options.faults.refuse(operation);
    const failure = options.faults.take('serverError', operation);
    if (failure && failure.afterEffect !== true) throw internalError();
    const answer =
      operation === 'start'
        ? await repeatability.once(request, () => start(request, options))
        : control(operation, decodeSegment(id ?? ''), options.service);
    if (failure) throw internalError();
    return answer;
  };
}

async function start(request: WireRequest, options: RecordingRouteOptions): Promise<Answer> {
  const wanted = options.redirect(readStartRequest(readJson(request), options.allowHttpCallback));
  options.service.checkStart(wanted);
  const problem = wanted.destination && (await options.problemOf(wanted.destination.containerUrl));
  if (problem !== undefined) throw invalidRequest(`the destination cannot be used: ${problem}`);
  const json = options.service.start(wanted);
  // By connection ID the service only accepts the request and reports the result by callback.
  return { status: wanted.call.kind === 'callConnectionId' ? 202 : 200, json };
}

function control(operation: Operation, recordingId: string, service: RecordingService): Answer {
  switch (operation) {
    case 'stop':
      service.stop(recordingId);
      return { status: 204 };
    case 'pause':
      service.pause(recordingId);
      return { status: 202 };
    case 'resume':
      service.resume(recordingId);
      return { status: 202 };
    default:
      return { status: 200, json: service.stateOf(recordingId) };
  }
}

function operationOf(method: string, id?: string, action?: string): Operation | undefined {
  if (id === undefined) return method === 'POST' ? 'start' : undefined;
  if (action !== undefined) return method === 'POST' ? (action as 'pause' | 'resume') : undefined;
  return method === 'GET' ? 'getState' : method === 'DELETE' ? 'stop' : undefined;
}
