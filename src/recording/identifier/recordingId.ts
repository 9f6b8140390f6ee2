import { decodeBase64, inOnePiece, standardBase64 } from '../../base/base64.ts';

/** What a recording ID stands for: two GUIDs. It holds no call ID, date or place. */
export interface RecordingIdParts {
  /** As it was given, without white space around it and without the escapes of a URL. */
  readonly recordingId: string;
  readonly platformEndpointId: string;
  readonly resourceSpecificId: string;
}

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** True for a GUID in its usual form with hyphens. */
export function isGuid(text: string): boolean {
  return guid.test(text);
}

/**
 * Takes a recording ID apart: base64, mostly unpadded, of a JSON object with two GUIDs.
 * @returns undefined where the text is no recording ID
 */
export function parseRecordingId(text: string): RecordingIdParts | undefined {
  if (text.length > 4096) return undefined;
  const recordingId = inOnePiece(text).replace(/%3D/gi, '=').replace(/%2B/gi, '+').replace(/%2F/gi, '/');
  const json = decodeBase64(recordingId);
  if (!json?.startsWith('{')) return undefined;
  const parts = parsed(json);
  if (typeof parts !== 'object' || parts === null) return undefined;
  const { PlatformEndpointId: platform, ResourceSpecificId: resource } = parts as Record<string, unknown>;
  if (typeof platform !== 'string' || typeof resource !== 'string') return undefined;
  if (!isGuid(platform) || !isGuid(resource)) return undefined;
  return { recordingId, platformEndpointId: platform, resourceSpecificId: resource };
}

/**
 * True where a recording folder may be that of a recording ID. The documentation begins the folder with
 * the first 8 characters of the recording ID without saying in which form, so that all are tried: the text
 * itself, whose first characters all recordings share, and each GUID in it.
 */
export function mayBeFolderOf(folder: string, recordingId: string): boolean {
  const lower = folder.toLowerCase();
  const parts = parseRecordingId(recordingId);
  if (lower === recordingId.trim().toLowerCase() || standardBase64(folder) === standardBase64(recordingId)) {
    return true;
  }
  if (!parts) return false;
  return [recordingId.trim(), parts.platformEndpointId, parts.resourceSpecificId].some((id) =>
    lower.startsWith(`${id.slice(0, 8).toLowerCase()}-`),
  );
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
