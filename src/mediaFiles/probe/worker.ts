import { parentPort } from 'node:worker_threads';
import { Bytes, OverBudget } from './bytes.ts';
import { measure } from './measure.ts';
import type { FromWorker, ToWorker } from './workers.ts';

// Measures one file after the other, in a thread that may be ended at any time.
const port = parentPort;
if (!port) throw new Error('This module runs in a worker.');

const send = (message: FromWorker): void => port.postMessage(message);
let answer: (bytes: Uint8Array | undefined) => void = () => undefined;
/** When the work since the last wait began. */
let startedMs = 0;

/** Newer versions of Node report the processor time of this thread, which a busy machine does not lengthen. */
const { threadCpuUsage } = process as { threadCpuUsage?: () => { user: number; system: number } };

function nowMs(): number {
  const usage = threadCpuUsage?.call(process);
  return usage ? (usage.user + usage.system) / 1000 : performance.now();
}

async function run({ extension, sizeBytes, budget }: Extract<ToWorker, { type: 'measure' }>): Promise<void> {
  let workedMs = 0;
  startedMs = nowMs();
  const check = (): void => {
    if (workedMs + nowMs() - startedMs > budget.workMs) throw new OverBudget();
  };
  const fetch = async (offset: number, count: number): Promise<Uint8Array> => {
    workedMs += nowMs() - startedMs;
    const bytes = await new Promise<Uint8Array | undefined>((resolve) => {
      answer = resolve;
      send({ type: 'read', offset, count });
    });
    startedMs = nowMs();
    if (!bytes) throw new OverBudget();
    return bytes;
  };
  send({
    type: 'done',
    measure: await measure(new Bytes(sizeBytes, budget.bytes, fetch, { check }), extension),
  });
}

port.on('message', (message: ToWorker) => {
  if (message.type === 'measure') void run(message);
  else answer(message.type === 'bytes' ? message.bytes : undefined);
});
send({ type: 'ready' });
