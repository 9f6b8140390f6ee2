import { withoutUndefined } from '../../src/base/withoutUndefined.ts';
import { DateList } from '../../src/storage/listing/dates.ts';
import { DayList } from '../../src/storage/listing/day.ts';
import { openStore } from '../../src/storage/openStore.ts';
import { inMiB, inMs, inSeconds, measure, type Row } from './measure.ts';
import { PagedByName } from './pagedByName.ts';
import { makeNamespace } from './syntheticNamespace.ts';
import { forkSyntheticServer } from './syntheticProcess.ts';

const hugeDay = '20261119';
const shape = { dates: 3650, lastDate: '20261120', callsPerDate: 137, exceptions: { [hugeDay]: 200_000 } };
const latencyMs = 20;
/** So many blobs are scanned, and the time is multiplied. */
const scannedBlobs = 100_000;
const flatBlobs = 1_000_000;

/** Measures what a person waits for in a container of 1.4 million blobs, on 3,650 dates. */
export async function listingBench(): Promise<Row[]> {
  const server = await forkSyntheticServer(shape);
  try {
    const store = await openStore(
      {
        kind: 'blob',
        id: 'bench',
        name: 'bench',
        url: server.containerUrl,
        prefix: '',
        signIn: 'anonymous',
      },
      { getSecret: () => Promise.resolve(undefined) },
    );
    const peer = new PagedByName(server.containerUrl);
    // What is loaded and compiled at first use is measured elsewhere.
    await store.listFiles('20260101/');
    await peer.listAll('20260101/');
    await server.setLatency(latencyMs);

    const loaded = async <T extends { load(): Promise<void> }>(list: T): Promise<T> => {
      await list.load();
      return list;
    };

    const root = await measure(server, () => loaded(new DateList(store, '')));
    const peerRoot = await measure(server, () => peer.listAll(''));
    const day = await measure(server, () => loaded(new DayList(store, '', '20261120/')));
    const peerDay = await measure(server, () => peer.listFiles('20261120/'));
    const huge = await measure(server, () => loaded(new DayList(store, '', `${hugeDay}/`)));
    const twenty = await measure(server, async () => {
      const list = new DayList(store, '', `${hugeDay}/`);
      for (let page = 0; page < 20; page += 1) await list.load();
      return list;
    });
    const names = makeNamespace(shape);
    const probe = async (date: string) => {
      const wanted = names.callId(date, 60);
      const found = await loaded(new DateList(store, '', { callIdStart: wanted }));
      if (found.dates[0] !== date) throw new Error(`Did not find the call of ${date}`);
    };
    const recent = await measure(server, () => probe(names.dates.at(-30) ?? ''));
    const oldest = await measure(server, () => probe(names.dates[0] ?? ''));
    const flat = await measure(server, async () => {
      let seen = 0;
      let continuation: string | undefined;
      do {
        const page = await store.listFiles('', withoutUndefined({ continuation }));
        seen += page.files.length;
        continuation = page.continuation;
      } while (continuation !== undefined && seen < scannedBlobs);
      return seen;
    });
    const flatMs = flat.ms * (flatBlobs / flat.value);
    const flatScan = `flat scan of 1,000,000 blobs (from ${scannedBlobs / 1000},000): ${inSeconds(flatMs)}`;

    const compared = (
      what: string,
      ours: typeof root | typeof day,
      other: { ms: number; requests: number },
    ) => ({
      what,
      ours: `${ours.requests} requests, ${inMs(ours.ms)}`,
      other: `Azure Storage extension's habit: ${other.requests} requests, ${inSeconds(other.ms)}`,
      ratio: other.ms / ours.ms,
      budget: '1 request',
      ok: ours.requests === 1,
    });
    return [
      compared('root of 3,650 dates until the newest shows', root, peerRoot),
      compared('day of 274 blobs until its files show', day, peerDay),
      {
        what: 'day of 400,000 blobs until its first calls show',
        ours: `${huge.requests} requests, ${inMs(huge.ms)}`,
        budget: '1 request',
        ok: huge.requests === 1,
      },
      {
        what: '… longest time in which the host is blocked, over 20 pages',
        ours: inMs(twenty.blockedMs),
        budget: '100 ms',
        ok: twenty.blockedMs <= 100,
      },
      {
        what: '… memory held after 1 page and after 20 pages (20,000 blobs)',
        ours: `${inMiB(huge.heldBytes)}, ${inMiB(twenty.heldBytes)}`,
        budget: '≤ 3 KB a blob shown',
        ok: twenty.heldBytes <= 20_000 * 3000,
      },
      {
        what: 'root: longest time in which the host is blocked',
        ours: inMs(root.blockedMs),
        budget: '100 ms',
        ok: root.blockedMs <= 100,
      },
      {
        what: `find a call ID of last month, ${latencyMs} ms a request`,
        ours: `${recent.requests} requests, ${inSeconds(recent.ms)}`,
        other: flatScan,
        ratio: flatMs / recent.ms,
        budget: '≥ 10×',
        ok: flatMs / recent.ms >= 10,
      },
      {
        what: '… on the oldest of 3,650 dates',
        ours: `${oldest.requests} requests, ${inSeconds(oldest.ms)}`,
        other: flatScan,
        ratio: flatMs / oldest.ms,
        budget: '≥ 10×',
        ok: flatMs / oldest.ms >= 10,
      },
    ];
  } finally {
    server.stop();
  }
}
