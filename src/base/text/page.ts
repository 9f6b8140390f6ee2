import { language } from './language.ts';
import { encodeUrlPart } from './urlPart.ts';

/** What a page without scripts consists of. */
export interface PlainPage {
  readonly title: string;
  /** Markup, in which every text is escaped. */
  readonly body: string;
  /** Rules that this page adds. */
  readonly style?: string;
  /** That the page's style sheet is allowed by. */
  readonly nonce: string;
}

/** A page without scripts in the colours of the theme; its links can only run commands that its panel allows. */
export function plainPage({ title, body, style = '', nonce }: PlainPage): string {
  return `<!DOCTYPE html>
<html lang="${language()}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'">
<title>${escapedHtml(title)}</title>
<style nonce="${nonce}">${commonStyle}${style}</style>
</head>
<body>
<main>
<h1>${escapedHtml(title)}</h1>
${body}
</main>
</body>
</html>`;
}

/** A link that runs a command. */
export function commandLink(command: string, argument: object | undefined, text: string): string {
  const query = argument === undefined ? '' : `?${encodeUrlPart(JSON.stringify([argument]))}`;
  return `<a href="command:${command}${escapedHtml(query)}">${escapedHtml(text)}</a>`;
}

export function escapedHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

const commonStyle = `
body { color: var(--vscode-foreground); background: var(--vscode-editor-background);
  font-family: var(--vscode-font-family); font-size: var(--vscode-font-size); line-height: 1.5; padding: 12px 20px; }
main { max-width: 60em; }
h1 { font-size: 1.4em; } h2 { font-size: 1.1em; margin: 24px 0 8px; } h3 { font-size: 1em; margin: 0; }
h2, h3, p, li { overflow-wrap: anywhere; }
p { margin: 2px 0; }
a { color: var(--vscode-textLink-foreground); }
`;
