import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';

/** In bytes of UTF-8; every file system takes 255, and a number may be added. */
const longestSegment = 200;
const reserved = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(?=\.|$)/i;
/** Not allowed in names on Windows, or invisible and able to disguise a name. */
const forbidden = /[\u0000-\u001f\u007f-\u009f<>:"|?*\\\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

/**
 * Where on disk a blob is written to: below the folder whatever its name, under a name that every
 * operating system takes. Ordinary names stay as they are.
 * @param folder absolute
 * @param name with `/` between segments
 * @param taken what was given out so far, to which the result is added: names that would fall on each
 *   other, also where the file system ignores case, get a number
 * @see https://learn.microsoft.com/windows/win32/fileio/naming-a-file
 */
export function safePath(folder: string, name: string, taken: Set<string> = new Set<string>()): string {
  const segments = name.split('/').filter((segment) => segment !== '');
  const file = safeSegment(segments.pop() ?? '');
  let path = resolve(folder);
  for (const segment of segments) {
    path = firstFree(path, safeSegment(segment), (candidate) => taken.has(fileKey(candidate)));
    taken.add(folderKey(path));
  }
  path = firstFree(
    path,
    file,
    (candidate) => taken.has(fileKey(candidate)) || taken.has(folderKey(candidate)),
  );
  taken.add(fileKey(path));
  return path;
}

function firstFree(parent: string, segment: string, isTaken: (path: string) => boolean): string {
  let path = join(parent, segment);
  for (let number = 2; isTaken(path); number += 1) path = join(parent, numbered(segment, number));
  return path;
}

function numbered(segment: string, number: number): string {
  const { stem, extension } = splitExtension(segment);
  return `${stem} (${number})${extension}`;
}

function safeSegment(segment: string): string {
  const visible = segment.replace(/\p{Surrogate}/gu, '_').replace(forbidden, '_');
  const ended = visible.replace(/[. ]+$/, (end) => '_'.repeat(end.length));
  return shortened(ended.replace(reserved, '_$&')) || '_';
}

function shortened(segment: string): string {
  if (Buffer.byteLength(segment) <= longestSegment) return segment;
  const { stem, extension } = splitExtension(segment);
  const hash = createHash('sha256').update(segment).digest('hex').slice(0, 12);
  let kept = '';
  let bytes = longestSegment - hash.length - 1 - extension.length;
  for (const character of stem) {
    bytes -= Buffer.byteLength(character);
    if (bytes < 0) break;
    kept += character;
  }
  return `${kept}~${hash}${extension}`;
}

function splitExtension(segment: string): { readonly stem: string; readonly extension: string } {
  const [, stem = segment, extension = ''] = /^(.+?)(\.[A-Za-z0-9]{1,8})$/s.exec(segment) ?? [];
  return { stem, extension };
}

/** Two paths with the same key are one file on Windows or macOS. */
function fileKey(path: string): string {
  return `file:${path.normalize('NFC').toLowerCase()}`;
}

function folderKey(path: string): string {
  return `folder:${path.normalize('NFC').toLowerCase()}`;
}
