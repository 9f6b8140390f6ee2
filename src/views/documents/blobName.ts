import { posix } from 'node:path';
import type { Uri } from 'vscode';

/**
 * The blob name in the address of a document. A query is the name only where it normalises to the address's
 * own path: editors append queries of their own, such as the `version=` of VS Code's media preview.
 */
export function blobNameOf({ path, query }: Pick<Uri, 'path' | 'query'>): string {
  const repeatsPath = query !== '' && posix.normalize(`/${query}`) === posix.normalize(path);
  return repeatsPath ? query : path.slice(1);
}
