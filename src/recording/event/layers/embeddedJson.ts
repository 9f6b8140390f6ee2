/** How often a text is looked through for values that never end; more would take the square of the time. */
const mostPasses = 4;

/** Events of one delivery. */
const mostValues = 5001;

/**
 * The JSON objects and arrays that stand in a text between other things, outermost ones only, in their order. Takes
 * time in proportion to the text.
 */
export function embeddedJson(text: string): readonly object[] {
  const values: object[] = [];
  let leftUnits = mostPasses * text.length;
  let at = next(text, 0);
  while (at >= 0 && leftUnits > 0 && values.length < mostValues) {
    const end = closing(text, at);
    const value = end < 0 ? undefined : parsed(text.slice(at, end));
    if (value) values.push(value);
    else leftUnits -= (end < 0 ? text.length : end) - at;
    at = next(text, value ? end : at + 1);
  }
  return values;
}

function next(text: string, from: number): number {
  const [brace, bracket] = [text.indexOf('{', from), text.indexOf('[', from)];
  return brace < 0 || (bracket >= 0 && bracket < brace) ? bracket : brace;
}

/** Where the value that begins at `start` ends; -1 where it does not. */
function closing(text: string, start: number): number {
  let depth = 0;
  let inString = false;
  for (let at = start; at < text.length; at++) {
    const char = text.charAt(at);
    if (inString) {
      if (char === '\\') at += 1;
      else if (char === '"') inString = false;
    } else if (char === '"') inString = true;
    else if (char === '{' || char === '[') depth += 1;
    else if ((char === '}' || char === ']') && --depth === 0) return at + 1;
  }
  return -1;
}

function parsed(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
