import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { BlobServiceClient, type ContainerClient, ContainerSASPermissions } from '@azure/storage-blob';
import pLimit from 'p-limit';
import { out, root } from '../../host/paths.ts';
import { run } from '../../host/processes.ts';
import { startAzurite } from '../../integration/azurite.ts';
import { RunningProgram } from '../../integration/emulator/runningProgram.ts';
import { type Row, inMiB, inMs } from '../measure.ts';
import { closeConnections, send } from './keptConnections.ts';
import { type Round, ServiceLoad } from './serviceLoad.ts';

const recordings = 1000;
const startsPerSecond = 200;
const rounds = 3;
/** How long after the last call of a round the memory is read; shorter ones are for a quick look. */
const restMs = Number(process.env['LOAD_REST_SECONDS'] ?? 60) * 1000;
/** For the comparison of requests a second. */
const parallel = 20;
const compared = 2000;

/**
 * Puts load on the packaged service, as a program of its own that writes to Azurite: a thousand recordings at
 * once, three times, and then as many requests as it can answer beside as many as Azurite can.
 */
export async function loadBench(): Promise<Row[]> {
  const program = await buildService();
  const azurite = await startAzurite();
  try {
    const container = BlobServiceClient.fromConnectionString(azurite.connectionString).getContainerClient(
      'recordings',
    );
    await container.create();
    // It tries the destination before it says that it is ready: what writes there is loaded by then.
    const args = ['--port', '0', '--quiet', '--destination', container.url];
    await using service = new RunningProgram(args, [process.execPath, program]);
    const load = new ServiceLoad(service, await service.ready(), container.url);
    const atStart = load.residentBytes();
    await load.round(1, startsPerSecond);
    const warm = load.residentBytes();
    const all: (Round & { readonly residentBytes: number })[] = [];
    for (let each = 0; each < rounds; each++) {
      const round = await load.round(recordings, startsPerSecond);
      await sleep(restMs);
      all.push({ ...round, residentBytes: load.residentBytes() });
    }
    const ours = await perSecond(async () => load.stop(await load.start(await load.newCall())));
    const theirs = await perSecond(await putsInto(container));
    return [
      ...startRows(all),
      ...memoryRows(
        all.map(({ residentBytes }) => residentBytes),
        { atStart, warm },
      ),
      {
        what: `requests a second, ${parallel} at once`,
        // A call, a start and a stop.
        ours: (ours * 3).toFixed(0),
        other: `Azurite: ${theirs.toFixed(0)}`,
        ratio: (ours * 3) / theirs,
        budget: '≥ 1×',
        ok: ours * 3 >= theirs && load.errors === 0,
      },
    ];
  } finally {
    closeConnections();
    await azurite.stop();
  }
}

function startRows(all: readonly Round[]): Row[] {
  const errors = all.reduce((sum, round) => sum + round.errors, 0);
  const running = Math.min(...all.map((round) => round.running));
  const slowestMs = Math.max(...all.map((round) => round.slowestMs));
  const perSecond = Math.min(...all.map((round) => round.startedPerSecond));
  return [
    {
      what: `recordings at once, started ${startsPerSecond} a second`,
      ours: `${running}, ${errors} errors`,
      budget: `${recordings}, 0 errors`,
      ok: running === recordings && errors === 0,
    },
    {
      what: 'starts answered a second, in the slowest round',
      ours: perSecond.toFixed(0),
      other: `slowest answer: ${inMs(slowestMs)}`,
      budget: `≥ ${startsPerSecond * 0.95}`,
      ok: perSecond >= startsPerSecond * 0.95,
    },
  ];
}

function memoryRows(
  after: readonly number[],
  { atStart, warm }: Readonly<Record<'atStart' | 'warm', number>>,
): Row[] {
  const [first = 0] = after;
  const last = after.at(-1) ?? 0;
  return [
    {
      what: `memory ${restMs / 1000} s after ${recordings} recordings have ended`,
      ours: after.map(inMiB).join(', '),
      other: `at its start: ${inMiB(atStart)}, after one recording: ${inMiB(warm)}`,
      ratio: atStart / last,
      budget: '≤ 1.2 × its start',
      ok: Math.max(...after) <= 1.2 * atStart,
    },
    {
      what: `growth of memory over ${rounds} rounds`,
      ours: `${((last / first - 1) * 100).toFixed(0)} %`,
      budget: '≤ 5 %',
      ok: last <= 1.05 * first,
    },
  ];
}

/** The program as it is packaged. */
async function buildService(): Promise<string> {
  const folder = join(out, 'bench-service');
  await rm(folder, { recursive: true, force: true });
  await run(process.execPath, ['esbuild.js', '--service', '--outdir', join(folder, 'lib')], { cwd: root });
  await cp(join(root, 'media', 'emulator'), join(folder, 'media', 'emulator'), { recursive: true });
  return join(folder, 'lib', 'program.cjs');
}

/** Writes of a small blob, signed beforehand. */
async function putsInto(container: ContainerClient): Promise<(index: number) => Promise<void>> {
  const signed = new URL(
    await container.generateSasUrl({
      expiresOn: new Date(Date.now() + 3_600_000),
      permissions: ContainerSASPermissions.parse('w'),
    }),
  );
  return async (index) => {
    const url = new URL(signed);
    url.pathname += `/bench/${index}`;
    const { status } = await send('PUT', url, { 'x-ms-blob-type': 'BlockBlob' }, 'x'.repeat(1000));
    if (status !== 201) throw new Error(`Azurite answered ${status}.`);
  };
}

async function perSecond(work: (index: number) => Promise<void>): Promise<number> {
  const limit = pLimit(parallel);
  const begun = performance.now();
  await Promise.all(Array.from({ length: compared }, (_, index) => limit(() => work(index))));
  return compared / ((performance.now() - begun) / 1000);
}
