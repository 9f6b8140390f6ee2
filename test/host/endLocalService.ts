import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The local Call Recording service outlives a window, and would run on for some minutes. */
export async function endLocalService(userDataDir: string): Promise<void> {
  const storage = join(userDataDir, 'User', 'globalStorage', 'acs-call-recordings.acs-call-recordings');
  try {
    const running: unknown = JSON.parse(await readFile(join(storage, 'local-service.json'), 'utf8'));
    process.kill((running as { pid: number }).pid);
  } catch {
    // None was started, or it has ended.
  }
}
