/** Parts of an event that the files of a recording do not contain. */
export type PlaceholderName =
  | 'topic'
  | 'serverCallId'
  | 'recordingId'
  | 'documentId'
  | 'contentLocation'
  | 'metadataLocation'
  | 'sessionEndReason';

const placeholderPattern = /<([A-Za-z][A-Za-z0-9 -]{0,40})>/;

/** The text in a document in place of a value that is still to be filled in; no ID, URL or name can look like it. */
export function placeholder(name: PlaceholderName): string {
  return `<${name}>`;
}

/** The name of the placeholder that a text holds, if it holds one. */
export function placeholderIn(text: string): string | undefined {
  return placeholderPattern.exec(text)?.[1];
}
