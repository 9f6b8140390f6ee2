import { inParallel } from '../../base/inParallel.ts';
import { RecordingReader } from '../../mediaFiles/reader.ts';
import { chunksOf } from '../../recording/chunks.ts';
import { recordingFacts } from '../../recording/facts.ts';
import type { ContainerSource } from './model.ts';
import { knownFacts } from './recordingRow.ts';
import type { ReadStarts } from './startTimes.ts';

const parallelReads = 8;

/** Reads the metadata of first chunks, a request each. */
export function startsReader(source: ContainerSource): ReadStarts {
  return async ({ container }, recordings, onRead, signal) => {
    const store = await source.open(container);
    await inParallel(recordings, parallelReads, signal, async (recording, either) => {
      const first = { ...recording, files: recording.files.filter(({ blob }) => blob.chunkIndex === 0) };
      const reader = new RecordingReader(store, container.prefix, recording.path);
      await reader.readMetadata(first, either, () => undefined);
      if (either.aborted) return;
      const facts = knownFacts(recordingFacts(first, chunksOf(first, { metadata: reader.metadata })));
      const isWhole = first.files.length === recording.files.length;
      const known = { ...facts, ...(isWhole ? {} : { recordedMs: undefined }) };
      onRead(recording, reader.failures.size > 0 ? undefined : known);
    });
  };
}
