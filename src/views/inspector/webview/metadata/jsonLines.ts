import { createScanner } from 'jsonc-parser';
import { token } from '../../../../recording/metadata/jsonProblem.ts';

/** What a line shows after its key. `broken` is text that is no JSON. */
export type JsonValueKind = 'string' | 'number' | 'word' | 'open' | 'close' | 'empty' | 'broken';

/** One line of pretty-printed JSON. */
export interface JsonLine {
  readonly depth: number;
  /** The line that opened what this line is in, -1 at the top. */
  readonly parent: number;
  /** Spelled as in the file, with its quotes. */
  readonly key?: string;
  readonly kind: JsonValueKind;
  /** Spelled as in the file; brackets for `open`, `close` and `empty`. */
  readonly text: string;
  /** On an opening line: the line that closes it. */
  readonly closedBy?: number;
  /** On an opening line: how many entries it holds. */
  readonly entries?: number;
  readonly comma: boolean;
}

type Draft = { -readonly [name in keyof JsonLine]: JsonLine[name] };

/**
 * Lays JSON out one entry a line, every number and string spelled as in the text. Continues where
 * the text is broken, and needs no recursion, so that neither half files nor deep ones stop it.
 */
export function jsonLines(text: string): JsonLine[] {
  return new Layout().of(text);
}

class Layout {
  readonly #lines: Draft[] = [];
  readonly #open: number[] = [];
  /** The string that is a key if a colon follows: where its line would be. */
  #key: string | undefined;

  of(text: string): JsonLine[] {
    const scanner = createScanner(text);
    for (;;) {
      const kind: number = scanner.scan();
      if (kind === token.end) break;
      if (kind === token.space || kind === token.lineBreak) continue;
      this.#take(kind, text.slice(scanner.getTokenOffset(), scanner.getPosition()));
    }
    this.#endKey();
    for (const line of this.#open) this.#line(line).closedBy = this.#lines.length - 1;
    return this.#lines;
  }

  #take(kind: number, spelled: string): void {
    switch (kind) {
      case token.openBrace:
      case token.openBracket:
        this.#open.push(this.#add('open', spelled));
        break;
      case token.closeBrace:
      case token.closeBracket:
        this.#close(spelled);
        break;
      case token.comma:
        this.#mark();
        break;
      case token.colon:
        this.#makeKey();
        break;
      case token.string:
        this.#add('string', spelled);
        break;
      case token.number:
        this.#add('number', spelled);
        break;
      case token.trueWord:
      case token.falseWord:
      case token.nullWord:
        this.#add('word', spelled);
        break;
      default:
        this.#add('broken', spelled);
    }
  }

  #add(kind: JsonValueKind, text: string): number {
    const parent = this.#open.at(-1) ?? -1;
    const line: Draft = { depth: this.#open.length, parent, kind, text, comma: false };
    if (this.#key !== undefined) line.key = this.#key;
    this.#key = undefined;
    if (parent >= 0) this.#line(parent).entries = (this.#line(parent).entries ?? 0) + 1;
    return this.#lines.push(line) - 1;
  }

  /** The string just laid out was a key: its line goes, the value that follows takes it along. */
  #makeKey(): void {
    const last = this.#lines.at(-1);
    const inObject = this.#line(this.#open.at(-1) ?? 0).text === '{' && this.#open.length > 0;
    const isKey = last?.kind === 'string' && last.key === undefined && !last.comma;
    if (!inObject || !isKey || last.parent !== this.#open.at(-1)) {
      this.#add('broken', ':');
      return;
    }
    this.#key = last.text;
    this.#lines.pop();
    const parent = this.#line(last.parent);
    parent.entries = (parent.entries ?? 1) - 1;
  }

  /** A key whose value is missing still gets its line. */
  #endKey(): void {
    if (this.#key !== undefined) this.#add('broken', '');
  }

  #close(spelled: string): void {
    this.#endKey();
    const opened = this.#open.at(-1);
    if (opened === undefined || this.#line(opened).text !== (spelled === '}' ? '{' : '[')) {
      this.#add('broken', spelled);
      return;
    }
    this.#open.pop();
    const line = this.#line(opened);
    if (opened === this.#lines.length - 1) {
      line.kind = 'empty';
      line.text += spelled;
      return;
    }
    line.closedBy = this.#lines.length;
    this.#lines.push({ depth: line.depth, parent: line.parent, kind: 'close', text: spelled, comma: false });
  }

  #mark(): void {
    this.#endKey();
    const last = this.#lines.at(-1);
    if (last && last.kind !== 'open' && !last.comma) last.comma = true;
    else this.#add('broken', ',');
  }

  #line(index: number): Draft {
    return this.#lines[index] ?? { depth: 0, parent: -1, kind: 'broken', text: '', comma: false };
  }
}

/** The names that lead to a line, without list positions: `['participants', 'channel']`. */
export function keyPath(lines: readonly JsonLine[], index: number): string[] {
  const path: string[] = [];
  for (let line = lines[index]; line; line = lines[line.parent]) {
    if (line.key !== undefined) path.unshift(unquoted(line.key));
  }
  return path;
}

/** The text of a JSON string token; the token itself where it is broken. */
function unquoted(spelled: string): string {
  try {
    const value: unknown = JSON.parse(spelled);
    return typeof value === 'string' ? value : spelled;
  } catch {
    return spelled;
  }
}
