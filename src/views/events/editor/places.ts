import { findNodeAtLocation, getNodeValue, parseTree, type Node } from 'jsonc-parser';
import type { CommunicationEvent, EventDocument, JsonPath } from '../../../recording/event/event.ts';
import { readEvents } from '../../../recording/event/parse.ts';

/** The events of a document that is being written, and where each thing is in it. */
export interface PlacedEvents extends EventDocument {
  /** The value at a path, or the nearest thing around it that exists. */
  readonly nodeAt: (path: JsonPath) => Node | undefined;
}

/** In UTF-16 units; Event Grid delivers no more at once. Reading a longer document at each key would be felt. */
const longestRead = 1024 * 1024;

/** As would one of many small objects; a recording has four and one more for each chunk. */
const mostObjects = 20_000;

/** What was read last: lenses, hints and marks ask for the same text one after the other. */
let last: { readonly text: string; readonly placed: PlacedEvents | undefined } | undefined;

/** Reads a document as far as it is JSON; undefined where there is no object or array in it. */
export function placeEvents(text: string): PlacedEvents | undefined {
  if (last?.text !== text) last = { text, placed: readPlaced(text) };
  return last.placed;
}

function readPlaced(text: string): PlacedEvents | undefined {
  if (text.length > longestRead || text.split('{', mostObjects + 1).length > mostObjects) return undefined;
  // Nesting without end exhausts the stack.
  try {
    return readTree(parseTree(text));
  } catch {
    return undefined;
  }
}

function readTree(root: Node | undefined): PlacedEvents | undefined {
  if (!root || (root.type !== 'object' && root.type !== 'array')) return undefined;
  const document = readEvents(getNodeValue(root) as unknown);
  const nodeAt = (path: JsonPath): Node | undefined => {
    for (let length = path.length; length >= 0; length--) {
      const node = length === 0 ? root : findNodeAtLocation(root, path.slice(0, length));
      if (node) return node;
    }
    return undefined;
  };
  return { ...document, nodeAt };
}

/** All notes, of the document and of its events. */
export function allNotes({ notes, events }: EventDocument): CommunicationEvent['notes'] {
  return [...notes, ...events.flatMap((event) => event.notes)];
}
