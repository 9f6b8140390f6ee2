// Writes media/samples/, the container that the extension brings. Run it again after a change of the layout
// or of the media: `npm exec node test/host/makeSamples.ts`. Each run gives the same bytes.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { newGuid, seededSource } from '../../src/emulator/service/ids.ts';
import {
  type SampleFile,
  type SampleRecording,
  jsonFile,
  mp3,
  mp4,
  sampleFiles,
  sampleParticipants,
  unmixed,
  wav,
} from './sampleRecording.ts';

const root = join(import.meta.dirname, '..', '..', 'media', 'samples');
const source = seededSource('bundled samples');

// mp4 holds the time it was made at.
Date.now = () => Date.parse('2026-11-20T12:00:00Z');

const standUp = newGuid(source);
const support = newGuid(source);

interface Sample extends Omit<SampleRecording, 'startedMs' | 'callId' | 'participants' | 'documentIds'> {
  readonly started: string;
  readonly callId?: string;
  readonly people?: number;
  readonly documentIds?: boolean;
  readonly change?: (files: SampleFile[]) => SampleFile[];
}

const samples: readonly Sample[] = [
  { started: '2026-11-20T09:00:04.4321250Z', callId: standUp, format: mp3, chunks: [{ durationMs: 4500 }] },
  { started: '2026-11-20T09:31:50.1043750Z', callId: standUp, format: mp4, chunks: [{ durationMs: 8000 }] },
  {
    started: '2026-11-20T14:12:33.9498750Z',
    callId: support,
    format: mp3,
    people: 3,
    chunks: [
      { durationMs: 3600, pauses: [{ afterMs: 1800, durationMs: 2500 }] },
      {
        durationMs: 3600,
        pauses: [
          { afterMs: 700, durationMs: 1200 },
          { afterMs: 2600, durationMs: 4000 },
        ],
      },
      { durationMs: 2700, gapBeforeMs: 3500 },
    ],
  },
  {
    started: '2026-11-19T16:45:10.5510625Z',
    format: unmixed,
    channels: 3,
    people: 3,
    chunks: [{ durationMs: 4000, pauses: [{ afterMs: 1500, durationMs: 2000 }] }],
  },
  {
    started: '2026-11-19T08:05:59.0079375Z',
    format: wav,
    chunks: [{ durationMs: 4000 }],
    documentIds: false,
  },
  {
    started: '2026-11-12T11:20:41.7005000Z',
    format: mp3,
    chunks: [{ durationMs: 1800 }, { durationMs: 1800 }, { durationMs: 1800 }],
    change: withProblems,
  },
  {
    started: '2021-09-30T22:24:34.9496250Z',
    format: mp4,
    chunks: [{ durationMs: 8000, pauses: [{ afterMs: 3000, durationMs: 5220 }] }],
    change: swapped,
  },
];

/** The first chunk lacks its metadata, the second one's media is empty, the third chunk is whole. */
function withProblems(files: SampleFile[]): SampleFile[] {
  return files.flatMap((file, index) =>
    index === 0 ? [] : [index === 3 ? { ...file, content: new Uint8Array(0) } : file],
  );
}

/** As in files of 2021, content type and channel type are exchanged. */
function swapped(files: SampleFile[]): SampleFile[] {
  return files.map((file) => {
    if (file.contentType !== 'application/json') return file;
    const metadata = JSON.parse(Buffer.from(file.content).toString()) as { recordingInfo: object };
    const recordingInfo = { ...metadata.recordingInfo, contentType: 'mixed', channelType: 'audioVideo' };
    return jsonFile(file.name, { ...metadata, recordingInfo });
  });
}

rmSync(root, { recursive: true, force: true });
let totalBytes = 0;
for (const { started, callId, people, documentIds, change, ...sample } of samples) {
  const files = await sampleFiles(
    {
      ...sample,
      // Date knows milliseconds only; the last four of the seven digits are sixteenths, which a double holds.
      startedMs: Date.parse(started) + Number(`0.${started.slice(23, -1)}`),
      callId: callId ?? newGuid(source),
      participants: sampleParticipants(people ?? 2, source),
      documentIds: documentIds ?? true,
    },
    source,
  );
  for (const { name, content } of change ? change(files) : files) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), content);
    totalBytes += content.byteLength;
  }
}
console.log(`Wrote ${Math.round(totalBytes / 1024)} KB to ${root}`);
