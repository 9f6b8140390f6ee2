import { decodeText } from '../../base/text/decode.ts';
import { prettyPrint } from '../../recording/prettyJson.ts';

/** Chunk metadata as it is shown: formatted where it is JSON, else as it is. */
export function prettyDocument(content: Uint8Array): Uint8Array {
  return Buffer.from(prettyPrint(decodeText(content).text).text, 'utf8');
}
