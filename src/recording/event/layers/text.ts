import { decodeBase64Bytes } from '../../../base/base64.ts';
import { decodeText } from '../../../base/text/decode.ts';
import { binaryModeEvent } from './binaryMode.ts';
import { embeddedJson } from './embeddedJson.ts';
import { unescaped } from './escapes.ts';
import type { EventLayer } from './layer.ts';

/** JSON that was found in a text, and what was around it. */
export interface FoundJson {
  readonly values: readonly object[];
  /** True where the values may be other things than events, because they were found between other text. */
  readonly areGuesses: boolean;
  readonly layers: readonly EventLayer[];
}

/** In UTF-16 units. */
const longestText = 16 * 1024 * 1024;

/** A longer text is no queue message that was encoded several times. */
const mostDecodings = 4;

/**
 * Finds the JSON in a text: as it is, in a JSON string, in base64 (a few times over), in entities or percent-encoded,
 * in XML, in an HTTP request, in a log, one value a line, with zero bytes between.
 * @returns undefined where there is none
 */
export function jsonInText(text: string, depth = 0): FoundJson | undefined {
  if (depth > mostDecodings || text.length > longestText) return undefined;
  const trimmed = withoutMark(text);
  return (
    plainJson(trimmed) ??
    wideText(trimmed, depth) ??
    base64Json(trimmed, depth) ??
    httpMessage(trimmed, depth) ??
    markup(trimmed, depth) ??
    inText(trimmed) ??
    base64Words(trimmed, depth) ??
    escapedText(trimmed, depth)
  );
}

function withoutMark(text: string): string {
  return text.replace(/^\uFEFF/, '').trim();
}

function found(values: readonly object[], areGuesses: boolean, ...layers: EventLayer[]): FoundJson {
  return { values, areGuesses, layers };
}

/** The same JSON with one more layer around it. */
function within(layer: EventLayer, inner: FoundJson | undefined): FoundJson | undefined {
  return inner && { ...inner, layers: [layer, ...inner.layers] };
}

function plainJson(text: string): FoundJson | undefined {
  let value: unknown = text;
  for (let depth = 0; depth < 3 && typeof value === 'string'; depth++) {
    try {
      value = JSON.parse(withoutMark(value));
    } catch {
      // A JSON string may hold base64, or any other form of text.
      return depth > 0 ? within('wasJsonText', jsonInText(value as string, mostDecodings)) : undefined;
    }
    if (typeof value === 'object' && value !== null) {
      return found([value], false, ...(depth > 0 ? (['wasJsonText'] as const) : []));
    }
  }
  return undefined;
}

/** UTF-16 that was read byte by byte has zeros between its characters. */
function wideText(text: string, depth: number): FoundJson | undefined {
  return text.includes('\0')
    ? within('wasWide', jsonInText(text.replaceAll('\0', ''), depth + 1))
    : undefined;
}

function base64Json(text: string, depth: number): FoundJson | undefined {
  const inner = decodedText(text.replace(/^["']|["']$/g, ''));
  return inner === undefined ? undefined : within('wasBase64', jsonInText(inner, depth + 1));
}

function decodedText(text: string): string | undefined {
  const bytes = text.length < 4 ? undefined : decodeBase64Bytes(text);
  return bytes && decodeText(bytes).text;
}

const startLine =
  /^(?:[<>*] )?(?:(?:POST|PUT|OPTIONS|GET|PATCH) \S{1,4000} HTTP\/[\d.]+|HTTP\/[\d.]+ \d{3}[^\n]*)\r?\n/;

/** A request or an answer as it goes over the wire, or as curl prints it. */
function httpMessage(text: string, depth: number): FoundJson | undefined {
  const start = startLine.exec(text);
  if (!start) return undefined;
  const lines = text.slice(start[0].length).split('\n');
  const end = lines.findIndex((line) => line.replace(/^[<>*] ?/, '').trim() === '');
  if (end < 0) return undefined;
  const headers = Object.fromEntries(
    lines.slice(0, end).flatMap((line) => {
      const at = line.indexOf(':');
      return at < 0 ? [] : [[line.slice(0, at).replace(/^[<>*] /, ''), line.slice(at + 1).trim()] as const];
    }),
  );
  const inner = jsonInText(lines.slice(end + 1).join('\n'), depth + 1);
  const event = inner?.values.length === 1 ? binaryModeEvent(headers, inner.values[0]) : undefined;
  return within('wasHttp', event && inner ? { ...inner, values: [event], areGuesses: false } : inner);
}

/** XML or HTML: the text between its tags, such as `<MessageText>` of a storage queue. */
function markup(text: string, depth: number): FoundJson | undefined {
  if (!text.startsWith('<')) return undefined;
  const texts: string[] = [];
  let at = 0;
  while (at < text.length) {
    const open = text.startsWith('<![CDATA[', at) ? at : text.indexOf('<', at);
    if (open < 0 || open > at) texts.push(unescaped(text.slice(at, open < 0 ? undefined : open)));
    if (open < 0) break;
    const isData = text.startsWith('<![CDATA[', open);
    const close = text.indexOf(isData ? ']]>' : '>', open);
    if (close < 0) break;
    if (isData) texts.push(text.slice(open + '<![CDATA['.length, close));
    at = close + (isData ? 3 : 1);
  }
  const all = texts
    .filter((one) => one.trim().length > 30)
    .flatMap((one) => jsonInText(one, depth + 1) ?? []);
  return merged('wasXml', all);
}

function merged(layer: EventLayer, all: readonly FoundJson[]): FoundJson | undefined {
  if (all.length === 0) return undefined;
  return {
    values: all.flatMap(({ values }) => values),
    areGuesses: true,
    layers: [layer, ...all.flatMap(({ layers }) => layers)],
  };
}

function inText(text: string): FoundJson | undefined {
  const values = embeddedJson(text);
  return values.length === 0 ? undefined : found(values, true, 'wasInText');
}

const mostWords = 5000;

/** Base64 among other text, as tools print queue messages in tables and lists. */
function base64Words(text: string, depth: number): FoundJson | undefined {
  const words = text.match(/[A-Za-z0-9+/_=-]{60,}/g) ?? [];
  if (words.length === 1 && words[0].length === text.length) return undefined;
  const all = words.slice(0, mostWords).flatMap((word) => base64Json(word, depth + 1) ?? []);
  return merged('wasInText', all);
}

function escapedText(text: string, depth: number): FoundJson | undefined {
  const plain = unescaped(text);
  return plain === text ? undefined : within('wasEscaped', jsonInText(plain, depth + 1));
}
