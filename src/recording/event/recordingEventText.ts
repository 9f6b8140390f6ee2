import { decodeBase64Bytes } from '../../base/base64.ts';

/** JSON found in a text, and how it was wrapped. */
export interface UnwrappedJson {
  readonly json: unknown;
  readonly wasBase64: boolean;
}

const longestText = 16 * 1024 * 1024;

/**
 * Finds the JSON in a text: as it is, with a byte order mark, as a JSON string that holds JSON, or in base64 as
 * Event Grid writes it into a storage queue, once or twice.
 * @returns undefined when there is none
 */
export function unwrapJson(text: string): UnwrappedJson | undefined {
  if (text.length > longestText) return undefined;
  const trimmed = withoutMark(text);
  const plain = parseObject(trimmed);
  if (plain !== undefined) return { json: plain, wasBase64: false };
  // Twice, for a queue client that encodes what Event Grid has encoded.
  let inner: string | undefined = trimmed;
  for (let depth = 0; depth < 2 && inner !== undefined; depth++) {
    inner = decodedText(withoutMark(inner).replace(/^"|"$/g, ''));
    const json = inner === undefined ? undefined : parseObject(withoutMark(inner));
    if (json !== undefined) return { json, wasBase64: true };
  }
  return undefined;
}

function withoutMark(text: string): string {
  return text.replace(/^\uFEFF/, '').trim();
}

/** The object or array that the text holds; a string that holds JSON is opened twice at most. */
function parseObject(text: string): object | undefined {
  let value: unknown = text;
  for (let depth = 0; depth < 3 && typeof value === 'string'; depth++) {
    try {
      value = JSON.parse(withoutMark(value));
    } catch {
      return undefined;
    }
  }
  return typeof value === 'object' && value !== null ? value : undefined;
}

function decodedText(text: string): string | undefined {
  const bytes = text.length < 4 ? undefined : decodeBase64Bytes(text);
  if (!bytes) return undefined;
  // A queue may hold UTF-16, as .NET's Encoding.Unicode writes it: its mark is FF FE, and a brace ends in a zero byte.
  const wide = bytes[1] === 0 || (bytes[0] === 0xff && bytes[1] === 0xfe);
  return new TextDecoder(wide ? 'utf-16le' : 'utf-8').decode(bytes);
}
