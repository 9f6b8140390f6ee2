import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** Ends what still runs of these programs, and forgets them all. */
export async function endPrograms(programs: ChildProcess[]): Promise<void> {
  for (const child of programs.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
}
