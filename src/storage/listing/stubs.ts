import { fileName } from '../../recording/blobName.ts';
import type { StoredFile } from '../../recording/call.ts';

/**
 * A page of a listing without the stubs of directories: empty blobs named as a folder, which AzCopy and
 * Hadoop write into accounts without a hierarchical namespace. An empty blob is one where a file of the page
 * is below its name, or a folder has it; at the end of a page, where what is below may follow on the next
 * one, so is one without an extension.
 * @param folders of the same level, each ending in `/`
 * @param isLastPage true where nothing follows
 */
export function withoutStubs(
  files: readonly StoredFile[],
  folders: readonly string[],
  isLastPage: boolean,
): readonly StoredFile[] {
  if (!files.some(({ sizeBytes }) => sizeBytes === 0)) return files;
  const known = new Set(folders);
  for (const { name } of files)
    for (let slash = name.lastIndexOf('/'); slash > 0; slash = name.lastIndexOf('/', slash - 1)) {
      const folder = name.slice(0, slash + 1);
      if (known.has(folder)) break;
      known.add(folder);
    }
  const last = files.at(-1)?.name ?? '';
  const mayGoOn = (name: string): boolean =>
    !isLastPage && `${name}/` > last && !fileName(name).includes('.');
  return files.filter(({ name, sizeBytes }) => sizeBytes > 0 || !(known.has(`${name}/`) || mayGoOn(name)));
}
