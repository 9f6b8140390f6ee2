import * as l10n from '@vscode/l10n';
import { codeSpan, plainMarkdown } from '../../base/text/markdown.ts';

export interface Facts {
  readonly title: string;
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  /** A paragraph each. */
  readonly advice: readonly string[];
}

/** An event may hold any number of chunks. */
const mostFacts = 500;

/** A page with the facts in a list. What others wrote is escaped. */
export function factsMarkdown({ title, facts, advice }: Facts): string {
  const more = facts.length - mostFacts;
  return [
    `# ${plainMarkdown(title)}`,
    facts
      .slice(0, mostFacts)
      .map(({ label, value }) => `- ${plainMarkdown(label)}: ${codeSpan(value)}`)
      .join('\n'),
    ...(more > 0 ? [l10n.t('… and {0} more', more)] : []),
    ...(advice.length > 0 ? [`## ${l10n.t('Good to know')}`] : []),
    advice.map((line) => `- ${plainMarkdown(line)}`).join('\n'),
  ].join('\n\n');
}
