/** A refusal of the service, as it goes to the client. */
export class ServiceError extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, code: string, message: string, headers: Record<string, string> = {}) {
    super(message);
    this.name = 'ServiceError';
    this.status = status;
    this.code = code;
    this.headers = headers;
  }

  /** The body that the service sends. */
  get body(): object {
    return { error: { code: this.code, message: this.message } };
  }
}

// Codes and messages as answers of the real service show them, in the test recordings of Azure's SDKs:
// https://github.com/Azure/azure-sdk-for-js/tree/main/sdk/communication

export function recordingNotFound(): ServiceError {
  return new ServiceError(404, '8522', 'Recording not found.');
}

export function callNotFound(): ServiceError {
  return new ServiceError(404, '8522', 'Call not found.');
}

export function alreadyRecorded(): ServiceError {
  return new ServiceError(400, '8553', 'Only one recording of a given type is supported in a call.');
}

export function cannotJoin(): ServiceError {
  return new ServiceError(400, '8527', 'Invalid join identity, cannot join call.');
}

export function notEstablished(): ServiceError {
  return new ServiceError(400, '8501', 'Action is invalid when call is not in Established state');
}

/** @param what the rest of the sentence; holds nothing that may be secret */
export function invalidRequest(what: string): ServiceError {
  return new ServiceError(400, '8523', `Invalid request, ${what}`);
}

/** @see https://github.com/Azure/azure-sdk-for-java/issues/32963 */
export function internalError(): ServiceError {
  return new ServiceError(500, '9999', 'Unknown internal server error.');
}

/** @see https://github.com/Azure-Samples/communication-services-dotnet-quickstarts/issues/220 */
export function badSignature(): ServiceError {
  return new ServiceError(401, '7509', 'HMAC-SHA256 validation failed');
}

// How the service words these is not public.

export function unauthorized(message: string): ServiceError {
  return new ServiceError(401, 'Unauthorized', message);
}

export function forbidden(): ServiceError {
  return new ServiceError(403, 'Forbidden', 'The caller may not do this.');
}

export function conflict(): ServiceError {
  return new ServiceError(409, 'Conflict', 'The recording is being changed by another request.');
}

/** @param retryAfterSeconds absent for an answer without `Retry-After` */
export function tooManyRequests(retryAfterSeconds: number | undefined): ServiceError {
  const headers = retryAfterSeconds === undefined ? {} : { 'Retry-After': String(retryAfterSeconds) };
  return new ServiceError(429, 'TooManyRequests', 'Too many requests, try again later.', headers);
}

export function unavailable(): ServiceError {
  return new ServiceError(503, 'ServiceUnavailable', 'The service is unavailable.');
}
