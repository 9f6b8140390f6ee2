import { decodeBase64, decodeBase64Bytes, encodeBase64, inOnePiece } from '../../base/base64.ts';
import { withoutUndefined } from '../../base/withoutUndefined.ts';

/** What a server call ID stands for: the URL of a conversation. It holds no call ID. */
export interface ServerCall {
  /** As it was given, without white space around it and without the escapes of a URL. */
  readonly serverCallId: string;
  /** The URL that the ID is the base64 of. */
  readonly url: string;
  /** Host that the URL names first. */
  readonly host: string;
  /** Host of the conversation service, such as `conv-usea2-01.conv.skype.com`. */
  readonly conversationHost: string;
  /** Its region as the service abbreviates it, such as `usea2`. */
  readonly region?: string;
  /** Last segment of the path: 16 bytes in base64url. It is not the call ID. */
  readonly conversation: string;
  /** The same 16 bytes in hexadecimal digits. */
  readonly conversationHex?: string;
  /** Parameter `i`, whose meaning is not documented. */
  readonly instance?: string;
  /** Parameter `e` as written. */
  readonly ticks?: string;
  /** Parameter `e` read as .NET ticks (100 ns since the year 1), ISO 8601 in UTC; not the start of the call. */
  readonly ticksTime?: string;
}

// A real ID has some 200 characters.
const maxLength = 4096;

/**
 * Takes a server call ID apart: base64, padded or not, of a conversation URL.
 * @returns undefined where the text is no server call ID
 */
export function parseServerCallId(text: string): ServerCall | undefined {
  if (text.length > maxLength) return undefined;
  const serverCallId = unescaped(text);
  const url = decodeBase64(serverCallId);
  return url === undefined ? undefined : readConversationUrl(url, serverCallId);
}

/** Reads the URL inside a server call ID, and makes the ID from it. */
export function parseConversationUrl(text: string): ServerCall | undefined {
  const url = inOnePiece(text);
  if (url.length > maxLength) return undefined;
  return readConversationUrl(url, encodeBase64(url));
}

function readConversationUrl(text: string, serverCallId: string): ServerCall | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'https:') return undefined;
  const segments = url.pathname.split('/').filter((segment) => segment !== '');
  const at = segments.lastIndexOf('conv');
  const conversation = segments[at + 1];
  if (at === -1 || conversation === undefined || at + 2 !== segments.length) return undefined;
  const named = segments[at - 1];
  const conversationHost = named?.includes('.') ? named : url.host;
  const ticks = url.searchParams.get('e') ?? undefined;
  return withoutUndefined({
    serverCallId,
    url: text,
    host: url.host,
    conversationHost,
    region: /^conv-([a-z]+\d*)-/i.exec(conversationHost)?.[1],
    conversation,
    conversationHex: hexOf(conversation),
    instance: url.searchParams.get('i') ?? undefined,
    ticks,
    ticksTime: ticks === undefined ? undefined : ticksToIso(ticks),
  });
}

/** The 16 bytes of a conversation's name in hexadecimal digits. */
function hexOf(conversation: string): string | undefined {
  const bytes = decodeBase64Bytes(conversation);
  if (bytes?.length !== 16) return undefined;
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** .NET ticks, 100 ns since the year 1, as ISO 8601; undefined outside the years 2000 to 2100. */
function ticksToIso(ticks: string): string | undefined {
  if (!/^\d{17,19}$/.test(ticks)) return undefined;
  const ticksOf1970 = 621_355_968_000_000_000n;
  const time = new Date(Number((BigInt(ticks) - ticksOf1970) / 10_000n));
  const year = time.getUTCFullYear();
  return year >= 2000 && year <= 2100 ? time.toISOString() : undefined;
}

function unescaped(id: string): string {
  return inOnePiece(id).replace(/%3D/gi, '=').replace(/%2B/gi, '+').replace(/%2F/gi, '/');
}
