import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The version in the package that this program is part of, beside or above it; `0.0.0` where there is none. */
export function serviceVersion(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  for (let up = 0; up < 3; up++, folder = dirname(folder)) {
    try {
      const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
        readonly version?: unknown;
      };
      if (typeof version === 'string') return version;
    } catch {
      // Not in this folder.
    }
  }
  return '0.0.0';
}
