import type { JsonPath } from '../../../../src/recording/event/event.ts';

/** A path as people write it: `data.recordingStorageInfo.recordingChunks[0].index`. */
export function jsonPathText(path: JsonPath): string {
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`))
    .join('')
    .replace(/^\./, '');
}
