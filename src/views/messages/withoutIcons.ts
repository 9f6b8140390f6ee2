/** A text as it is, where VS Code would make an icon of `$(name)`: in quick picks, lenses and the status bar. */
export function withoutIcons(text: string): string {
  return text.replaceAll('$(', '$ (');
}
