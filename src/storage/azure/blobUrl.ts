import { encodeUrlPart } from '../../base/text/urlPart.ts';

/**
 * A blob name as a URL's path contains it.
 *
 * Segments that are `.` or `..` would be collapsed by every URL parser and lead to another blob; with the
 * slashes encoded they stay. https://url.spec.whatwg.org/#double-dot-path-segment
 */
export function encodeBlobName(name: string): string {
  const segments = name.split('/').map((segment) => encodeUrlPart(segment));
  const collapses = segments.some((segment) => segment === '.' || segment === '..');
  return segments.join(collapses ? '%2F' : '/');
}
