import { rm } from 'node:fs/promises';

/**
 * Removes a folder of a run that has ended. A process that still writes there, or a scanner that still reads, is no
 * failure of the run: what is left in the system's folder for such things is said, and stays.
 */
export async function removeScratch(folder: string): Promise<void> {
  try {
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  } catch (error) {
    console.warn(`${folder} stays: ${String(error)}`);
  }
}
