import { standardBase64 } from '../../base/base64.ts';
import { parseServerCallId } from './serverCallId.ts';
import { decodeUrlPart, encodeUrlPart } from '../../base/text/urlPart.ts';

/** What is known of a call whose folder is looked for. */
export interface CallIds {
  /** A GUID, or the text in place of the call ID. */
  readonly callId?: string | undefined;
  /** Two users report folders that are named after it. */
  readonly serverCallId?: string | undefined;
}

/**
 * True where a call folder is that of a call, in any spelling of its IDs: upper or lower
 * case of a GUID; padded or unpadded base64 in either alphabet, also percent-encoded.
 */
export function isFolderOfCall(folder: string, ids: CallIds): boolean {
  return idsOf(ids).some(({ id, isBase64 }) =>
    isBase64 ? bareOf(folder) === bareOf(id) : folder.toLowerCase() === id.toLowerCase(),
  );
}

/**
 * The names that the folder of a call may have, the likeliest first.
 * @see isFolderOfCall
 */
export function callFolderNames(ids: CallIds): readonly string[] {
  const names = idsOf(ids).flatMap(({ id, isBase64 }) => {
    if (!isBase64) return [id, id.toLowerCase()];
    const bare = bareOf(id);
    const padded = bare.padEnd(Math.ceil(bare.length / 4) * 4, '=');
    const forUrls = (name: string): string => name.replaceAll('+', '-').replaceAll('/', '_');
    return [decodeUrlPart(id), bare, padded, forUrls(bare), forUrls(padded), encodeUrlPart(padded)];
  });
  return [...new Set(names)].filter(isName);
}

/** How those names begin, the likeliest first: few, so that each can be looked for on every date. */
export function callFolderStarts(ids: CallIds): readonly string[] {
  const rare = idsOf(ids).flatMap(({ id, isBase64 }) => (isBase64 ? [] : [id.toUpperCase()]));
  const names = [...new Set([...callFolderNames(ids), ...rare.filter(isName)])];
  return names.filter((name) => !names.some((other) => other !== name && name.startsWith(other)));
}

interface Id {
  readonly id: string;
  /** A server call ID, of which there are several spellings. */
  readonly isBase64: boolean;
}

/** In the place of a call ID, only what decodes to a conversation is taken for a server call ID. */
function idsOf({ callId, serverCallId }: CallIds): readonly Id[] {
  const call = callId?.trim() ?? '';
  const server = serverCallId?.trim() ?? '';
  return [
    { id: call, isBase64: parseServerCallId(decodeUrlPart(call)) !== undefined },
    { id: server, isBase64: true },
  ].filter(({ id }) => id !== '');
}

function isName(name: string): boolean {
  return name !== '' && !name.includes('/');
}

function bareOf(id: string): string {
  return standardBase64(decodeUrlPart(id));
}
