// In which language numbers and weekdays are written. Each bundle has a copy of this module: the choice is kept where all
// find it.
const key = Symbol.for('callRecordings.language');
const shared = globalThis as { [key]?: string | undefined };

/**
 * Sets the language in which numbers and weekdays are written: that of the texts around them, which may not be that of
 * the computer.
 * @param tag of BCP 47, such as `de` or `pt-br`; one that is malformed counts as `en`
 */
export function setLanguage(tag: string): void {
  try {
    shared[key] = Intl.getCanonicalLocales(tag)[0];
  } catch {
    shared[key] = undefined;
  }
}

/** The language in which numbers and weekdays are written; default: `en`. */
export function language(): string {
  return shared[key] ?? 'en';
}

/** A number with its separators: `1,234.5`. */
export function numberText(value: number, options?: Intl.NumberFormatOptions): string {
  return new Intl.NumberFormat(language(), options).format(value);
}
