/** A text as it is, where VS Code would make a link, even one that runs a command, of `[name](target)`: in notifications. */
export function withoutLinks(text: string): string {
  return text.replaceAll('](', '] (');
}
