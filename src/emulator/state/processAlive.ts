/**
 * True while a process of this user runs. One that this user may not signal belongs to another: ours has ended,
 * and its number was given away.
 */
export function isProcessAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
