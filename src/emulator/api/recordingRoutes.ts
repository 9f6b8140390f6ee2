import { type AuthorizationOptions, authorize } from './authorization.ts';
import type { Faults, Operation } from '../service/faults.ts';
import { type Answer, type Route, decodeSegment, readJson } from './http.ts';
import type { RecordingService } from '../service/recordings.ts';
import { Repeatability } from './repeatability.ts';
import { ServiceError, forbidden, internalError, tooManyRequests } from '../service/errors.ts';
import type { WireRequest } from './signature.ts';
import { type StartOrder, readStartOrder } from '../service/startRequest.ts';

export interface RecordingRouteOptions {
  readonly service: RecordingService;
  readonly faults: Faults;
  readonly authorization: AuthorizationOptions;
  /** Whether a callback may go to an HTTP address of this machine. */
  readonly allowHttpCallback: boolean;
  /** Makes something else of what a start asks for. */
  readonly redirect: (order: StartOrder) => StartOrder;
}

const root = /^\/calling\/recordings(?:\/([^/:]+)(?::(pause|resume))?)?$/;
const knownVersion = /^20\d{2}-\d{2}-\d{2}(?:-preview|-beta)?$/;

/**
 * The REST API of Call Recording as the SDKs use it.
 * @see https://learn.microsoft.com/rest/api/communication/callautomation/call-recording
 */
export function recordingRoutes(options: RecordingRouteOptions): Route {
  const repeatability = new Repeatability();
  return async (request, url) => {
    const [path, id, action] = root.exec(url.pathname) ?? [];
    if (path === undefined) return undefined;
    authorize(request, options.authorization, Date.now());
    checkVersion(url);
    const operation = operationOf(request.method, id, action);
    if (operation === undefined)
      throw new ServiceError(405, 'MethodNotAllowed', 'The method is not allowed.');
    refuseIfAsked(options.faults, operation);
    const failure = options.faults.take('serverError', operation);
    if (failure && failure.afterEffect !== true) throw internalError();
    const answer =
      operation === 'start'
        ? await repeatability.once(request, () => start(request, options))
        : steer(operation, decodeSegment(id ?? ''), options.service);
    if (failure) throw internalError();
    return answer;
  };
}

// eslint-disable-next-line @typescript-eslint/require-await -- a refusal has to be a rejection, to be remembered
async function start(request: WireRequest, options: RecordingRouteOptions): Promise<Answer> {
  const order = options.redirect(readStartOrder(readJson(request), options.allowHttpCallback));
  const json = options.service.start(order);
  // By connection ID the service only accepts the request and tells by callback how it went.
  return { status: order.call.kind === 'callConnectionId' ? 202 : 200, json };
}

function steer(operation: Operation, recordingId: string, service: RecordingService): Answer {
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
      return { status: 200, json: service.state(recordingId) };
  }
}

function operationOf(method: string, id?: string, action?: string): Operation | undefined {
  if (id === undefined) return method === 'POST' ? 'start' : undefined;
  if (action !== undefined) return method === 'POST' ? (action as 'pause' | 'resume') : undefined;
  return method === 'GET' ? 'getState' : method === 'DELETE' ? 'stop' : undefined;
}

function refuseIfAsked(faults: Faults, operation: Operation): void {
  const throttle = faults.take('throttle', operation);
  if (throttle) throw tooManyRequests(throttle.seconds ?? 1);
  if (faults.take('forbidden', operation)) throw forbidden();
}

/** Any version is taken, though the paths are those of 2026-03-12. */
function checkVersion(url: URL): void {
  const version = url.searchParams.get('api-version');
  if (version === null) {
    throw new ServiceError(
      400,
      'ApiVersionUnspecified',
      'An API version is required, but was not specified.',
    );
  }
  if (!knownVersion.test(version)) {
    throw new ServiceError(400, 'UnsupportedApiVersion', 'The API version is not supported.');
  }
}
