import { prettyPrint } from '../../recording/prettyJson.ts';

/** Chunk metadata as it is shown: formatted where it is JSON, else as it is. */
export function prettyDocument(content: Uint8Array): Uint8Array {
  return Buffer.from(prettyPrint(new TextDecoder('utf-8').decode(content)).text, 'utf8');
}
