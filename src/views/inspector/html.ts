import { randomBytes } from 'node:crypto';
import { language } from '../../base/text/language.ts';

/** What the page of an inspector is made of. */
export interface PageParts {
  /** Address of the script as the webview reads it. */
  readonly scriptUri: string;
  readonly styleUri: string;
  /** What the editor allows for its own resources. */
  readonly cspSource: string;
  /** Where media may come from: the loopback server, also as it is forwarded, and the storage for links. Without a trailing slash. */
  readonly mediaOrigins: readonly string[];
}

/**
 * The empty page: it allows one script, one style sheet and media of the named hosts, and nothing else
 * from anywhere. All content is put in by the script, as text.
 */
export function inspectorHtml({ scriptUri, styleUri, cspSource, mediaOrigins }: PageParts): string {
  const nonce = randomBytes(18).toString('base64');
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource}`,
    `media-src ${mediaOrigins.map((origin) => `${origin}/`).join(' ') || `'none'`}`,
    `base-uri 'none'`,
    `form-action 'none'`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${language()}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${attribute(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${attribute(styleUri)}">
<title>Recording Inspector</title>
</head>
<body>
<script nonce="${nonce}" src="${attribute(scriptUri)}"></script>
</body>
</html>`;
}

function attribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
