import { scrubSecrets } from '../scrubSecrets.ts';
import { redact, uncertainTail } from './redact.ts';

/** More of an answer is not looked at, in UTF-16 units. */
const longestAnswer = 16_384;

/**
 * Takes secrets out of what a server said: those it was sent, however it spells them, and whatever has the shape of
 * one. Of a text that is cut, what may be the beginning of a secret is left out.
 */
export function scrubAnswer(text: string, sent: readonly string[]): string {
  const shown = redact(text.slice(0, longestAnswer), sent);
  return scrubSecrets(
    text.length > longestAnswer ? shown.slice(0, Math.max(0, shown.length - uncertainTail(sent))) : shown,
  );
}
