import { inOnePiece } from '../../base/base64.ts';

/** The parts of a document ID such as `0-eus-d12-801b3f3fc462fe8a01e6810cbff729b8`. */
export interface DocumentIdParts {
  readonly documentId: string;
  /** Leading number; 0 in every known ID. */
  readonly lead: number;
  /** Region of the service's own storage as it abbreviates it, such as `eus`. */
  readonly region: string;
  /** Number of the storage deployment in the region. */
  readonly deployment: number;
  /** 32 hexadecimal digits that make the ID unique. */
  readonly unique: string;
}

const shape = /^(\d{1,3})-([a-z]{1,12}\d{0,3})-d(\d{1,6})-([0-9a-f]{32})$/i;

/**
 * Takes a document ID apart; undefined where the text does not have the shape of all known ones.
 * @see https://learn.microsoft.com/azure/event-grid/communication-services-voice-video-events
 */
export function parseDocumentId(text: string): DocumentIdParts | undefined {
  const documentId = inOnePiece(text);
  const [, lead, region, deployment, unique] = shape.exec(documentId) ?? [];
  if (lead === undefined || region === undefined || deployment === undefined || unique === undefined) {
    return undefined;
  }
  return { documentId, lead: Number(lead), region, deployment: Number(deployment), unique };
}
