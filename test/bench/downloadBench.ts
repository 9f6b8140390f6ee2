import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BlobClient } from '@azure/storage-blob';
import { openStore } from '../../src/storage/openStore.ts';
import { inMs, type Row } from './measure.ts';
import { forkSyntheticServer } from './syntheticProcess.ts';

const mebibyte = 1024 * 1024;

/** Measures downloads against the SDK's own `downloadToFile`, turn by turn. */
export async function downloadBench(): Promise<Row[]> {
  const server = await forkSyntheticServer({ dates: 1, lastDate: '20260101', callsPerDate: 1 });
  const folder = await mkdtemp(join(tmpdir(), 'bench-'));
  try {
    const store = await openStore(
      { kind: 'blob', id: 'bench', name: 'bench', url: server.containerUrl, prefix: '', signIn: 'anonymous' },
      { getSecret: () => Promise.resolve(undefined) },
    );
    const rows: Row[] = [];
    for (const [label, sizeBytes, latencyMs, rounds] of [
      ['256 MiB, loopback', 256 * mebibyte, 0, 8],
      ['256 MiB, 20 ms a request', 256 * mebibyte, 20, 8],
      ['1 MiB, 20 ms a request', mebibyte, 20, 40],
    ] as const) {
      await server.setLatency(latencyMs);
      const name = `bytes/${sizeBytes}`;
      const blob = new BlobClient(`${server.containerUrl}/${name}`);
      const ours: number[] = [];
      const sdk: number[] = [];
      for (let round = 0; round <= rounds; round += 1) {
        const target = join(folder, `${round}`);
        const oursMs = await time(() =>
          store.download({ name, sizeBytes, lastModified: new Date() }, `${target}.ours`),
        );
        const sdkMs = await time(() => blob.downloadToFile(`${target}.sdk`));
        await rm(`${target}.ours`);
        await rm(`${target}.sdk`);
        // The first round warms up.
        if (round > 0) {
          ours.push(oursMs);
          sdk.push(sdkMs);
        }
      }
      // The best of the rounds is what other work on the machine disturbed least.
      const ratio = Math.min(...sdk) / Math.min(...ours);
      rows.push({
        what: `download of ${label}`,
        ours: inMs(Math.min(...ours)),
        other: `SDK's downloadToFile: ${inMs(Math.min(...sdk))}`,
        ratio,
        budget: '≥ 0.9×',
        ok: ratio >= 0.9,
      });
    }
    return rows;
  } finally {
    server.stop();
    await rm(folder, { recursive: true });
  }
}

async function time(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
