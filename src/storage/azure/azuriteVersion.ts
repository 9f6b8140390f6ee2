import type { RequestPolicyFactory } from '@azure/storage-blob';

/** Taken by every Azurite since 2022, and new enough for all that is asked here. */
const olderVersion = '2021-12-02';
const versionHeader = 'x-ms-version';

/** Origins of Azurites that have refused the version of the SDK. */
const older = new Set<string>();

/**
 * Makes the SDKs of blobs and queues talk to an Azurite that is older than they are: unless it was started
 * with `--skipApiVersionCheck`, it refuses each request for its version. The refused request is sent again
 * with an older version, as are all later ones to the same origin. No other server is ever sent it.
 * @see https://github.com/Azure/Azurite#supported-api-versions
 */
export const olderAzurite: RequestPolicyFactory = {
  create: (next) => ({
    async sendRequest(request) {
      const { origin } = new URL(request.url);
      if (older.has(origin)) request.headers.set(versionHeader, olderVersion);
      try {
        return await next.sendRequest(request);
      } catch (error) {
        if (older.has(origin) || !isVersionRefused(error)) throw error;
        older.add(origin);
        request.headers.set(versionHeader, olderVersion);
        return next.sendRequest(request);
      }
    },
  }),
};

/** True for the answer by which only an Azurite refuses the version of a request. */
function isVersionRefused(error: unknown): boolean {
  const { statusCode, message } = Object(error) as {
    readonly statusCode?: unknown;
    readonly message?: unknown;
  };
  return statusCode === 400 && /API version \S{1,20} is not supported by Azurite/.test(String(message));
}
