import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const loops = new Map<string, Promise<Uint8Array>>();

/**
 * One of the encoded loops of `media/emulator/`, read once.
 * `tones.mp3` is 4.5 s of frames that need no other frame; `tones.mp4` is 8 s of H.264 and AAC, a key frame
 * each second. Both play five notes in turn.
 */
export function readLoop(name: 'tones.mp3' | 'tones.mp4'): Promise<Uint8Array> {
  const known = loops.get(name);
  if (known) return known;
  const loop = readFile(join(assetFolder(), name)).then((bytes) => new Uint8Array(bytes));
  loops.set(name, loop);
  return loop;
}

/** Found by looking upwards, because bundles and sources are at different depths below the root. */
function assetFolder(): string {
  const start = dirname(fileURLToPath(import.meta.url));
  for (let folder = start; ; folder = dirname(folder)) {
    const assets = join(folder, 'media', 'emulator');
    if (existsSync(join(assets, 'tones.mp3'))) return assets;
    if (dirname(folder) === folder) throw new Error(`media/emulator not found above ${start}`);
  }
}
