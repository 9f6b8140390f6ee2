import { byteOrderMark } from '../../../recording/metadata/jsonProblem.ts';
import type { ToWebview } from '../protocol.ts';

/** Characters of a metadata file that the webview shows; the rest is for the document. */
const maxShownLength = 4_000_000;

/** A metadata file for the webview, or why it cannot be read. */
export async function documentMessage(
  file: string,
  read: () => Promise<string>,
  explain: (error: unknown) => string,
): Promise<ToWebview> {
  try {
    const text = await read();
    const plain = text.startsWith(byteOrderMark) ? text.slice(1) : text;
    const isCut = plain.length > maxShownLength;
    return { type: 'document', file, text: plain.slice(0, maxShownLength), isCut };
  } catch (error) {
    return { type: 'documentFailed', file, message: explain(error) };
  }
}
