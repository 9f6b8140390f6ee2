import { chunkCount, firstWritten, type Recording, type RecordingFile } from '../call.ts';
import { isMetadata } from '../blobName.ts';
import { buildEventSubject } from './subject.ts';
import { wrapEvent } from './envelope.ts';
import { placeholder, type PlaceholderName } from './placeholder.ts';
import { eventGridSpelling } from './reasons.ts';
import { fileStatusType } from './event.ts';
import type { ChunkMetadata } from '../metadata/metadata.ts';
import type {
  EventSchema,
  JsonPath,
  RecordingChunkData,
  RecordingFileStatusData,
  WireEvent,
} from './event.ts';

/** All that is known of a recording for which an event is built. */
export interface RecordingFacts {
  readonly recording: Recording;
  /** The address of a file, without any secret. */
  readonly urlOf: (name: string) => string;
  /** By chunk index; chunks whose metadata could not be read are left out. */
  readonly chunks: ReadonlyMap<number, ChunkMetadata>;
  readonly serverCallId?: string;
  readonly recordingId?: string;
  /** Resource ID of the ACS resource. */
  readonly topic?: string;
  readonly sessionEndReason?: string;
}

/** What makes one event differ from another about the same recording. */
export interface EventIdentity {
  /** A GUID. */
  readonly id: string;
  readonly time: Date;
}

/** A property that gets a likely value where the files do not give one. */
export type AssumptionName =
  'recordingStartTime' | 'recordingDurationMs' | 'endReason' | 'storageType' | 'deleteLocation';

/** Something that the files do not say. `placeholder`: must be filled in; `assumption`: the value is only likely. */
export type EventUnknown =
  | { readonly path: JsonPath; readonly kind: 'placeholder'; readonly name: PlaceholderName }
  | { readonly path: JsonPath; readonly kind: 'assumption'; readonly name: AssumptionName };

export interface BuiltEvent {
  readonly event: WireEvent;
  readonly unknowns: readonly EventUnknown[];
}

/** The storage type that the documentation names for your own storage; no real event that has it is public. */
export const ownStorageType = 'AzureBlob';

/** Makes the event that ACS would send for exactly these files; what they do not say is listed. */
export function buildEvent(facts: RecordingFacts, schema: EventSchema, identity: EventIdentity): BuiltEvent {
  const unknowns: EventUnknown[] = [];
  const given = (value: string | undefined, name: PlaceholderName, path: JsonPath): string => {
    if (value !== undefined && value !== '') return value;
    unknowns.push({ path, kind: 'placeholder', name });
    return placeholder(name);
  };
  const topic = given(facts.topic, 'topic', [schema === 'eventGrid' ? 'topic' : 'source']);
  const serverCallId = given(facts.serverCallId, 'serverCallId', ['subject']);
  const recordingId = given(facts.recordingId, 'recordingId', ['data', 'recordingId']);
  const data = buildData(facts, recordingId, given, unknowns);
  const event = wrapEvent(
    {
      id: identity.id,
      topic,
      subject: buildEventSubject({ callId: facts.recording.callId, serverCallId, recordingId }),
      type: fileStatusType,
      time: identity.time.toISOString(),
      data,
    },
    schema,
  );
  return { event, unknowns };
}

type Given = (value: string | undefined, name: PlaceholderName, path: JsonPath) => string;

function buildData(
  facts: RecordingFacts,
  recordingId: string,
  given: Given,
  unknowns: EventUnknown[],
): RecordingFileStatusData {
  const assume = (name: AssumptionName, path: JsonPath = ['data', name]): void => {
    unknowns.push({ path, kind: 'assumption', name });
  };
  const chunks = [...facts.chunks.values()];
  const [earliest] = chunks
    .filter(({ chunkStartMs }) => chunkStartMs !== undefined)
    .sort((a, b) => Number(a.chunkStartMs) - Number(b.chunkStartMs));
  const durations = chunks.flatMap(({ chunkDurationMs }) => chunkDurationMs ?? []);
  if (!earliest) assume('recordingStartTime');
  if (durations.length < chunkCount(facts.recording)) assume('recordingDurationMs');
  assume('storageType');
  return {
    recordingStorageInfo: { recordingChunks: buildChunks(facts, given, assume) },
    recordingStartTime: earliest?.chunkStart ?? new Date(firstWritten(facts.recording)).toISOString(),
    recordingDurationMs: Math.round(durations.reduce((sum, ms) => sum + ms, 0)),
    ...formatOf(facts),
    sessionEndReason: given(facts.sessionEndReason, 'sessionEndReason', ['data', 'sessionEndReason']),
    recordingId,
    storageType: ownStorageType,
  };
}

function buildChunks(
  { recording, chunks, urlOf }: RecordingFacts,
  given: Given,
  assume: (name: AssumptionName, path: JsonPath) => void,
): readonly RecordingChunkData[] {
  const indexes = [...new Set(recording.files.map((file) => file.blob.chunkIndex))];
  return indexes.map((index, position) => {
    const path = ['data', 'recordingStorageInfo', 'recordingChunks', position] as const;
    const files = recording.files.filter((file) => file.blob.chunkIndex === index);
    const media = files.find((file) => !isMetadata(file.blob));
    const metadata = files.find((file) => isMetadata(file.blob));
    const documentId = chunks.get(index)?.documentId ?? (media ?? metadata)?.blob.documentId;
    const url = (file: RecordingFile | undefined, name: 'contentLocation' | 'metadataLocation'): string =>
      given(file && urlOf(file.name), name, [...path, name]);
    const contentLocation = url(media, 'contentLocation');
    const last = position === indexes.length - 1;
    // A chunk that is not the last ended because it was full; whether of time or of size, the files do not say.
    if (!last) assume('endReason', [...path, 'endReason']);
    assume('deleteLocation', [...path, 'deleteLocation']);
    return {
      documentId: given(documentId, 'documentId', [...path, 'documentId']),
      index,
      endReason: eventGridSpelling(last ? 'sessionEnded' : 'chunkMaximumTimeExceeded'),
      contentLocation,
      metadataLocation: url(metadata, 'metadataLocation'),
      deleteLocation: contentLocation,
    };
  });
}

function formatOf({
  recording,
  chunks,
}: RecordingFacts): Pick<
  RecordingFileStatusData,
  'recordingContentType' | 'recordingChannelType' | 'recordingFormatType'
> {
  const [chunk] = chunks.values();
  const extension = recording.files.find((file) => !isMetadata(file.blob))?.blob.extension;
  const format =
    chunk?.format?.value ?? (['mp3', 'mp4', 'wav'].includes(extension ?? '') ? extension : undefined);
  // Only WAV can be unmixed, and only MP4 has video, so the format may imply the others.
  const content = chunk?.contentType?.value ?? (format && (format === 'mp4' ? 'audioVideo' : 'audio'));
  const channel = chunk?.channelType?.value ?? (format === 'mp3' || format === 'mp4' ? 'mixed' : undefined);
  return {
    ...(content && { recordingContentType: eventGridSpelling(content) }),
    ...(channel && { recordingChannelType: eventGridSpelling(channel) }),
    ...(format && { recordingFormatType: eventGridSpelling(format) }),
  };
}
