/**
 * A blob name as it stands in a URL's path.
 *
 * Segments that are `.` or `..` would be collapsed by every URL parser and lead to another blob; with the
 * slashes encoded they stay. https://url.spec.whatwg.org/#double-dot-path-segment
 */
export function encodeBlobName(name: string): string {
  const segments = name.split('/').map((segment) => encodeURIComponent(segment));
  const collapses = segments.some((segment) => segment === '.' || segment === '..');
  return segments.join(collapses ? '%2F' : '/');
}
