import { createScanner } from 'jsonc-parser';
import { type JsonProblem, byteOrderMark, findJsonProblem, token } from './metadata/jsonProblem.ts';

/** Why a text is shown as it is, and where the cause is in the text that is shown. */
export interface PrettyProblem {
  readonly code: JsonProblem['code'] | 'tooLarge';
  /** In UTF-16 units from the start of the text that is given back. */
  readonly offset: number;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units. */
  readonly column: number;
}

/** A text to show, and why it is not laid out where it is not. */
export interface PrettyJson {
  readonly text: string;
  readonly problem?: PrettyProblem;
}

/** A longer text, in UTF-16 units, is not laid out. */
export const maxSourceLength = 10 * 1024 * 1024;

// Indentation of deeply nested lists can make a small text as large as memory.
const maxPrettyLength = 64 * 1024 * 1024;

const tooLarge = { code: 'tooLarge', offset: 0, line: 1, column: 1 } as const;

/**
 * Lays a JSON document out, a field or item a line, indented by two spaces. Numbers and strings keep the
 * exact spelling they have, so `1.0`, `1e5`, `\u00e9` and repeated keys stay. A byte order mark is removed.
 *
 * What is no JSON (empty, half written, other text) or is too large to lay out is given as it is, with
 * the reason; never throws.
 */
export function prettyPrint(source: string): PrettyJson {
  const text = source.startsWith(byteOrderMark) ? source.slice(1) : source;
  if (text.length > maxSourceLength) return { text, problem: tooLarge };
  const problem = findJsonProblem(text);
  if (problem) return { text, problem };
  const pretty = layOut(text);
  return pretty === undefined ? { text, problem: tooLarge } : { text: pretty };
}

/** The laid out text; undefined where it would be too long. */
function layOut(text: string): string | undefined {
  const scanner = createScanner(text, true);
  const pieces: string[] = [];
  let length = 0;
  let depth = 0;
  let previous = 0;
  for (let kind: number = scanner.scan(); kind !== token.end; kind = scanner.scan()) {
    if (isClosing(kind)) depth -= 1;
    const gap = between(previous, kind, depth);
    const offset = scanner.getTokenOffset();
    length += gap.length + scanner.getTokenLength();
    if (length > maxPrettyLength) return undefined;
    pieces.push(gap, text.slice(offset, offset + scanner.getTokenLength()));
    if (isOpening(kind)) depth += 1;
    previous = kind;
  }
  return `${pieces.join('')}\n`;
}

/** White space between two tokens that follow each other in valid JSON. */
function between(previous: number, next: number, depth: number): string {
  if (previous === token.colon) return ' ';
  if (isOpening(previous)) return isClosing(next) ? '' : newLine(depth);
  return previous === token.comma || isClosing(next) ? newLine(depth) : '';
}

function newLine(depth: number): string {
  return indentations[depth] ?? `\n${'  '.repeat(depth)}`;
}

const indentations = Array.from({ length: 32 }, (_, depth) => `\n${'  '.repeat(depth)}`);

function isOpening(kind: number): boolean {
  return kind === token.openBrace || kind === token.openBracket;
}

function isClosing(kind: number): boolean {
  return kind === token.closeBrace || kind === token.closeBracket;
}
