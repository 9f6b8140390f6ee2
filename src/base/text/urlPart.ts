/**
 * A text as a part of a URL contains it. Where `encodeURIComponent` throws, for half of a character outside
 * the basic plane, this gives the replacement character: names come from others.
 */
export function encodeUrlPart(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

/** A part of a URL without its escapes; as it is where they are malformed. */
export function decodeUrlPart(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
