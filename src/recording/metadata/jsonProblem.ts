import { createScanner } from 'jsonc-parser';

/** Why a text is no JSON document. `truncated`: what is there is right, but the end is missing. */
export type JsonProblemCode = 'empty' | 'truncated' | 'notJson';

/** Where a text stops being JSON. */
export interface JsonProblem {
  readonly code: JsonProblemCode;
  /** In UTF-16 units from the start of the text. */
  readonly offset: number;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units. */
  readonly column: number;
}

/** Kinds of tokens as jsonc-parser numbers them; its own enum does not survive type stripping. */
export const token = {
  openBrace: 1,
  closeBrace: 2,
  openBracket: 3,
  closeBracket: 4,
  comma: 5,
  colon: 6,
  nullWord: 7,
  trueWord: 8,
  falseWord: 9,
  string: 10,
  number: 11,
  lineBreak: 14,
  space: 15,
  end: 17,
} as const;

const unexpectedEndOfString = 2;
const unexpectedEndOfNumber = 3;

/** A byte order mark, as a text that was decoded without removing it begins with. */
export const byteOrderMark = '\uFEFF';

type Expected = 'value' | 'valueOrClose' | 'key' | 'keyOrClose' | 'colon' | 'commaOrClose' | 'end';

/**
 * The first place where a text breaks the JSON grammar (RFC 8259, no comments); undefined where
 * `JSON.parse` takes it. Works without recursion: no depth of nesting is too much.
 * @param text without a byte order mark
 */
export function findJsonProblem(text: string): JsonProblem | undefined {
  const parsed = parseJson(text);
  return 'problem' in parsed ? parsed.problem : undefined;
}

/**
 * `JSON.parse` that says where it broke instead of throwing.
 * @param text without a byte order mark
 */
export function parseJson(text: string): { readonly value: unknown } | { readonly problem: JsonProblem } {
  try {
    return { value: JSON.parse(text) };
  } catch {
    const { code, offset } = firstBreak(text);
    return { problem: { code, offset, ...lineAndColumn(text, offset) } };
  }
}

/** Line and column, both from 1, of an offset. */
export function lineAndColumn(text: string, offset: number): { line: number; column: number } {
  let line = 1;
  let lineStart = 0;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) {
    line += 1;
    lineStart = at + 1;
  }
  return { line, column: offset - lineStart + 1 };
}

function firstBreak(text: string): { code: JsonProblemCode; offset: number } {
  if (text.trim() === '') return { code: 'empty', offset: 0 };
  const scanner = createScanner(text);
  const open: ('object' | 'list')[] = [];
  let expected: Expected = 'value';
  for (;;) {
    const kind: number = scanner.scan();
    if (kind === token.lineBreak || kind === token.space) continue;
    const offset = scanner.getTokenOffset();
    if (kind === token.end) return { code: expected === 'end' ? 'notJson' : 'truncated', offset };
    const error: number = scanner.getTokenError();
    if (!isToken(kind) || error !== 0) {
      return stopsAtEnd(text, scanner)
        ? { code: 'truncated', offset: text.length }
        : { code: 'notJson', offset };
    }
    const next = follow(kind, expected, open);
    if (!next) return { code: 'notJson', offset };
    expected = next;
  }
}

function isToken(kind: number): boolean {
  return kind >= token.openBrace && kind <= token.number;
}

/** True where a word, number or string was right as far as it goes when the text ended. */
function stopsAtEnd(text: string, scanner: ReturnType<typeof createScanner>): boolean {
  const start = scanner.getTokenOffset();
  if (start + scanner.getTokenLength() < text.length) return false;
  const error: number = scanner.getTokenError();
  if (error === unexpectedEndOfString || error === unexpectedEndOfNumber) return true;
  const word = text.slice(start, start + 6);
  return word === '-' || ['true', 'false', 'null'].some((whole) => whole.startsWith(word));
}

/** What may come after a token; undefined where the token itself may not stand. Keeps `open` up to date. */
function follow(kind: number, expected: Expected, open: ('object' | 'list')[]): Expected | undefined {
  const wantsValue = expected === 'value' || expected === 'valueOrClose';
  const afterValue = () => (open.length === 0 ? 'end' : 'commaOrClose');
  switch (kind) {
    case token.openBrace:
      open.push('object');
      return wantsValue ? 'keyOrClose' : undefined;
    case token.openBracket:
      open.push('list');
      return wantsValue ? 'valueOrClose' : undefined;
    case token.closeBrace:
      if (open.pop() !== 'object' || (expected !== 'keyOrClose' && expected !== 'commaOrClose'))
        return undefined;
      return afterValue();
    case token.closeBracket:
      if (open.pop() !== 'list' || (expected !== 'valueOrClose' && expected !== 'commaOrClose'))
        return undefined;
      return afterValue();
    case token.comma:
      if (expected !== 'commaOrClose') return undefined;
      return open.at(-1) === 'object' ? 'key' : 'value';
    case token.colon:
      return expected === 'colon' ? 'value' : undefined;
    case token.string:
      if (expected === 'key' || expected === 'keyOrClose') return 'colon';
      return wantsValue ? afterValue() : undefined;
    default:
      return wantsValue ? afterValue() : undefined;
  }
}
