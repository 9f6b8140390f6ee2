import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { ToServer } from './serverProcess.ts';
import type { NamespaceShape } from './syntheticNamespace.ts';

/** The synthetic server in a process of its own. */
export interface SyntheticProcess {
  readonly containerUrl: string;
  /** How long each request takes at least, from now on. */
  setLatency(ms: number): Promise<void>;
  requestCount(): Promise<number>;
  stop(): void;
}

export async function forkSyntheticServer(shape: NamespaceShape): Promise<SyntheticProcess> {
  const child = fork(join(import.meta.dirname, 'serverProcess.ts'));
  const ask = async (message: ToServer): Promise<unknown> => {
    const answered = once(child, 'message');
    child.send(message);
    const [answer] = (await answered) as [unknown];
    return answer;
  };
  return {
    containerUrl: String(await ask({ kind: 'start', shape })),
    async setLatency(ms) {
      await ask({ kind: 'latency', ms });
    },
    requestCount: async () => Number(await ask({ kind: 'count' })),
    stop: () => {
      child.kill();
    },
  };
}
