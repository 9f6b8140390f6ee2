import { closeSync, openSync, readSync } from 'node:fs';

/**
 * Hands on what is appended to a file, soon after it is.
 * @returns a function that hands on the rest and ends
 */
export function followFile(file: string, onText: (text: string) => void): () => void {
  const descriptor = openSync(file, 'r');
  const decoder = new TextDecoder();
  const buffer = Buffer.alloc(65_536);
  let position = 0;
  const readOn = () => {
    for (let count = 1; count > 0; position += count) {
      count = readSync(descriptor, buffer, 0, buffer.length, position);
      if (count > 0) onText(decoder.decode(buffer.subarray(0, count), { stream: true }));
    }
  };
  // Watching for changes misses some on network and container file systems.
  const timer = setInterval(readOn, 200);
  return () => {
    clearInterval(timer);
    readOn();
    closeSync(descriptor);
  };
}
