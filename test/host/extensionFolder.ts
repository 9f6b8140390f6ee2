import { cp, mkdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { PackageManager, listFiles } from '@vscode/vsce';

/**
 * Puts an extension into a VS Code's folder of extensions: copies the very files that its package holds.
 * A copy, so that a person who uninstalls it there loses nothing.
 * @param folder the extension, built
 */
export async function putExtension(folder: string, extensionsDir: string): Promise<void> {
  const { publisher, name, version } = JSON.parse(
    await readFile(join(folder, 'package.json'), 'utf8'),
  ) as Record<'publisher' | 'name' | 'version', string>;
  const target = join(extensionsDir, `${publisher}.${name}-${version}`);
  await rm(target, { recursive: true, force: true });
  for (const file of await listFiles({ cwd: folder, packageManager: PackageManager.None })) {
    await mkdir(dirname(join(target, file)), { recursive: true });
    await cp(join(folder, file), join(target, file));
  }
}
