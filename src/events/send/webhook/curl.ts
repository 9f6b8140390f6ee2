import type { WireEvent } from '../../../recording/event/event.ts';
import { deliveryRequest } from './request.ts';
import { queryParts, secretSegments, type WebhookTarget } from './target.ts';

/** The shells that a command is quoted for: PowerShell of any version, or bash, zsh and their like. */
export type Shell = 'posix' | 'powershell';

/** Text of a command, or the name of a variable that holds a secret. */
type Piece = { readonly text: string } | { readonly variable: string };

/**
 * The delivery of an event as a curl command. Values of the query and of custom headers are left out: in their
 * place stand environment variables, which the user sets.
 */
export function curlFor(event: WireEvent, target: WebhookTarget, shell: Shell): string {
  const request = deliveryRequest(event, target, 0);
  const custom = new Set(Object.keys(target.headers).map((name) => name.toLowerCase()));
  const headers = Object.entries(request.headers).flatMap(([name, value]) => {
    const secret = custom.has(name.toLowerCase()) && target.headers[name] === value;
    return [
      [{ text: '-H' }],
      secret ? [{ text: `${name}: ` }, secretOf(name)] : [{ text: `${name}: ${value}` }],
    ];
  });
  const body = request.body ?? '';
  const piped = shell === 'powershell';
  const words: readonly (readonly Piece[])[] = [
    ...headers,
    [{ text: '--data-binary' }],
    [{ text: piped ? '@-' : body }],
    urlPieces(target),
  ];
  // Without -g, curl takes brackets in a query for a pattern.
  const command = [
    `${piped ? 'curl.exe' : 'curl'} -g -i -X POST`,
    ...words.map((word) => quote(word, shell)),
  ].join(' ');
  return piped ? `${quote([{ text: inAscii(body) }], shell)} | ${command}` : command;
}

/** Windows PowerShell drops double quotes from arguments, and gives a pipe nothing but ASCII. */
function inAscii(json: string): string {
  return json.replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function urlPieces({ url, query }: WebhookTarget): readonly Piece[] {
  const parts = queryParts(query).flatMap(({ name, value }, index): readonly Piece[] => {
    const join = index === 0 ? '?' : '&';
    if (value === undefined) return [{ text: join }, secretOf(`query_${index + 1}`)];
    return [{ text: `${join}${name}=` }, secretOf(name)];
  });
  return [...pathPieces(url), ...parts];
}

/** Keys in the path are left out like those of the query. */
function pathPieces(url: string): readonly Piece[] {
  const keys = secretSegments(url);
  const pieces: Piece[] = [];
  let text = '';
  for (const [index, segment] of url.split('/').entries()) {
    text += index === 0 ? '' : '/';
    if (!keys.includes(segment)) text += segment;
    else {
      pieces.push({ text }, secretOf(`path_${index - 2}`));
      text = '';
    }
  }
  return text === '' ? pieces : [...pieces, { text }];
}

function secretOf(name: string): Piece {
  return { variable: `WEBHOOK_${name.toUpperCase().replace(/[^A-Z0-9]+/g, '_')}` };
}

/**
 * Quotes one word so that the shell takes every character as it is.
 * @see https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_02_02
 */
function quote(word: readonly Piece[], shell: Shell): string {
  if (shell === 'posix') {
    return word
      .map((piece) => ('text' in piece ? `'${piece.text.replaceAll("'", `'\\''`)}'` : `"$${piece.variable}"`))
      .join('')
      .replace(/^'(-[-A-Za-z]+)'$/, '$1');
  }
  // PowerShell takes typographic quotes for straight ones.
  const texts = word.map((piece) =>
    'text' in piece
      ? `'${piece.text.replace(/['\u2018\u2019\u201a\u201b]/g, '$&$&')}'`
      : `$env:${piece.variable}`,
  );
  const only = texts[0] ?? "''";
  return texts.length === 1 ? only.replace(/^'(-[-A-Za-z]+)'$/, '$1') : `(${texts.join(' + ')})`;
}
