import { ServiceError } from '../service/errors.ts';

/**
 * The versions that released SDKs send, and previews: all have the paths and bodies of Call Recording that the
 * local service answers. BYOS came with 2024-04-15.
 * @see https://github.com/Azure/azure-rest-api-specs/tree/main/specification/communication/data-plane/CallAutomation
 */
const stableVersions: readonly string[] = [
  '2023-03-06',
  '2023-10-15',
  '2024-04-15',
  '2024-09-15',
  '2025-05-15',
  '2025-06-15',
  '2026-03-12',
];

const previewForm = /^202[3-9]-\d{2}-\d{2}-(?:preview|alpha|beta)$/;

/**
 * @throws ServiceError 400 for a request without `api-version`, and for a version that no SDK sends; in the
 * words that services of this kind have for it
 * @see https://github.com/dotnet/aspnet-api-versioning/wiki/Error-Responses
 */
export function checkVersion(url: URL): void {
  const version = url.searchParams.get('api-version');
  if (version === null) {
    throw new ServiceError(
      400,
      'ApiVersionUnspecified',
      'An API version is required, but was not specified.',
    );
  }
  if (stableVersions.includes(version) || previewForm.test(version)) return;
  const shown = /^[\w.-]{1,40}$/.test(version) ? ` '${version}'` : '';
  throw new ServiceError(
    400,
    'UnsupportedApiVersion',
    `The API version${shown} is not supported. Supported are ${stableVersions.join(', ')}, and previews.`,
  );
}
