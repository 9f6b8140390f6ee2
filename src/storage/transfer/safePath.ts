import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';
import { trimEnd } from '../../base/base64.ts';

/** In bytes of UTF-8; every file system takes 255, and a number may be added. */
const longestSegment = 200;
/** No blob and no file of an operating system has a longer name; a server may send one. In UTF-16 units. */
const longestName = 4096;
const reserved = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(?= *(?:\.|$))/i;
/** Not allowed in names on Windows, or invisible and able to disguise a name. */
const forbidden = /[\u0000-\u001f\u007f-\u009f<>:"|?*\\\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

/** Where on disk one blob is written to; `SafePaths` for several, which must not fall on each other. */
export function safePath(folder: string, name: string): string {
  return new SafePaths(folder).of(name);
}

/**
 * Where on disk blobs are written to: below the folder whatever their names, under names that every
 * operating system takes. Ordinary names stay as they are; names that would fall on each other, also where
 * the file system ignores case, get a number. Takes time in proportion to the names.
 * @see https://learn.microsoft.com/windows/win32/fileio/naming-a-file
 */
export class SafePaths {
  readonly #root: string;
  readonly #files = new Set<string>();
  readonly #folders = new Set<string>();
  /** The next number to try, by the key of the path that was wanted. */
  readonly #numbers = new Map<string, number>();

  /** @param folder absolute */
  constructor(folder: string) {
    this.#root = resolve(folder);
  }

  /** @param name with `/` between segments */
  of(name: string): string {
    const segments = bounded(name)
      .split('/')
      .filter((segment) => segment !== '');
    const file = safeSegment(segments.pop() ?? '');
    let path = this.#root;
    for (const segment of segments) {
      path = this.#firstFree('folder', path, safeSegment(segment));
      this.#folders.add(keyOf(path));
    }
    path = this.#firstFree('file', path, file);
    this.#files.add(keyOf(path));
    return path;
  }

  #firstFree(kind: 'file' | 'folder', parent: string, segment: string): string {
    const wanted = join(parent, segment);
    const memory = `${kind} ${keyOf(wanted)}`;
    const first = this.#numbers.get(memory) ?? 1;
    for (let number = first; ; number += 1) {
      const path = number === 1 ? wanted : join(parent, numbered(segment, number));
      const key = keyOf(path);
      if (this.#files.has(key) || (kind === 'file' && this.#folders.has(key))) continue;
      // A file takes its number away; those that lie in one folder share it.
      if (number > 1) this.#numbers.set(memory, kind === 'file' ? number + 1 : number);
      return path;
    }
  }
}

function numbered(segment: string, number: number): string {
  const { stem, extension } = splitExtension(segment);
  return `${stem} (${number})${extension}`;
}

function safeSegment(segment: string): string {
  const visible = segment.replace(/\p{Surrogate}/gu, '_').replace(forbidden, '_');
  const kept = trimEnd(visible, '. ');
  const ended = kept + '_'.repeat(visible.length - kept.length);
  return shortened(ended.replace(reserved, '_$&')) || '_';
}

/** Each folder of a path costs time in proportion to the path. */
function bounded(name: string): string {
  return name.length <= longestName ? name : `${name.slice(0, longestName)}~${hashOf(name)}`;
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}

function shortened(segment: string): string {
  if (Buffer.byteLength(segment) <= longestSegment) return segment;
  const { stem, extension } = splitExtension(segment);
  const hash = hashOf(segment);
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
  const dot = segment.lastIndexOf('.');
  const isExtension = dot > 0 && /^[A-Za-z0-9]{1,8}$/.test(segment.slice(dot + 1));
  return isExtension
    ? { stem: segment.slice(0, dot), extension: segment.slice(dot) }
    : { stem: segment, extension: '' };
}

/** Two paths with the same key are one file on Windows or macOS. */
function keyOf(path: string): string {
  return path.normalize('NFC').toLowerCase();
}
