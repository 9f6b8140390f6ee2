/** Lines of code; what is undefined or an empty list leaves no line. */
export type Lines = readonly (string | undefined | Lines)[];

/** Joins lines, with a line break at the end. */
export function joinLines(lines: Lines): string {
  return `${flat(lines).join('\n')}\n`;
}

/** The lines, indented; empty lines stay empty. */
export function indent(spaces: number, lines: Lines): readonly string[] {
  return flat(lines).map((line) => (line === '' ? '' : `${' '.repeat(spaces)}${line}`));
}

/** Lines with a comma behind each but the last. */
export function commaSeparated(lines: Lines): readonly string[] {
  const all = flat(lines);
  return all.map((line, index) => (index < all.length - 1 ? `${line},` : line));
}

function flat(lines: Lines): readonly string[] {
  return lines.flatMap((line) => (line === undefined ? [] : typeof line === 'string' ? [line] : flat(line)));
}

/**
 * A string literal of C#, Java and JavaScript: ASCII only, so that no line separator or control character ends
 * it, and no editor shows another text than is compiled.
 */
export function quoted(text: string): string {
  return `"${text.replace(/[^ !#-[\]-~]/g, escaped)}"`;
}

function escaped(unit: string): string {
  if (unit === '"' || unit === '\\') return `\\${unit}`;
  return unit.replace(/[\s\S]/g, (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** A string literal of Python, where characters beyond 16 bits have an escape of their own. */
export function pythonQuoted(text: string): string {
  return `"${text.replace(/[^ !#-[\]-~]/gu, (character) => {
    if (character === '"' || character === '\\') return `\\${character}`;
    return `\\U${(character.codePointAt(0) ?? 0).toString(16).padStart(8, '0')}`;
  })}"`;
}

/** A word of a shell's command line. */
export function shellQuoted(text: string): string {
  return `'${text.replaceAll('\0', '').replaceAll("'", `'\\''`)}'`;
}
