import { printable } from '../display.ts';
import { scrubSecrets } from '../scrubSecrets.ts';

/** A text as Markdown shows it word for word: nothing in it is markup, HTML or a link, and no secret. */
export function plainMarkdown(text: string): string {
  return printable(scrubSecrets(text))
    .replaceAll(/[\\`*_{}[\]()<>#+!|~&]/g, (sign) => `\\${sign}`)
    .replaceAll('://', ':&#47;&#47;');
}

/** An ID in a code span, in which nothing has a meaning but a backtick; a pipe would end the cell of a table. */
export function codeSpan(text: string): string {
  return `\`${printable(text).replaceAll('`', "'").replaceAll('|', '¦')}\``;
}
