import { type Bytes, textOf, viewOf } from './bytes.ts';

/** A box of an MP4. Its end may be beyond that of the file: it is only claimed. */
export interface Box {
  readonly type: string;
  /** Of the box with its header. */
  readonly startByte: number;
  readonly contentByte: number;
  readonly endByte: number;
}

const headerBytes = 8;
const largeHeaderBytes = 16;

/**
 * The boxes in a part of the file, one after the other; stops where no box can be.
 * @see https://www.iso.org/standard/83102.html (ISO/IEC 14496-12, 4.2)
 */
export async function* boxesIn(bytes: Bytes, from: number, to: number): AsyncGenerator<Box> {
  for (let at = from; at + headerBytes <= to;) {
    const box = await boxAt(bytes, at, to);
    if (!box) return;
    yield box;
    at = box.endByte;
  }
}

/** The first box of a type in another. */
export async function findBox(bytes: Bytes, parent: Box, type: string): Promise<Box | undefined> {
  for await (const box of boxesIn(bytes, parent.contentByte, parent.endByte)) {
    if (box.type === type) return box;
  }
  return undefined;
}

async function boxAt(bytes: Bytes, at: number, to: number): Promise<Box | undefined> {
  const head = await bytes.upTo(at, largeHeaderBytes);
  if (head.length < headerBytes) return undefined;
  const type = textOf(head, 4, 4);
  if (!/^[\x20-\x7e\xa9]{4}$/.test(type)) return undefined;
  const view = viewOf(head);
  const size = view.getUint32(0);
  // 0: up to the end. 1: the size follows in 64 bits.
  if (size === 1 && head.length < largeHeaderBytes) return undefined;
  const contentByte = at + (size === 1 ? largeHeaderBytes : headerBytes);
  const endByte = size === 0 ? to : at + (size === 1 ? Number(view.getBigUint64(8)) : size);
  return endByte < contentByte ? undefined : { type, startByte: at, contentByte, endByte };
}
