import { buildEventSubject } from '../subject.ts';
import { eventGridSpelling, type ChunkEndReason, type SessionEndReason } from '../reasons.ts';
import { standardBase64 } from '../../../base/base64.ts';
import { ownStorageType } from '../build.ts';
import type { ChannelType, ContentType, MediaFormat } from '../../formats.ts';
import type { RecordingChunkData, RecordingFileStatusData } from '../event.ts';

/** The call of all samples. None of these exists; their shapes are those of real ones. */
export const sampleCall = {
  topic:
    '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/contoso/providers/Microsoft.Communication/communicationServices/contoso-acs',
  callId: '5a1f6d9e-3c52-4c8b-9a57-0d2f4be1c6a3',
  callConnectionId: '401f3500-1c2d-4e5f-8a9b-6c7d8e9f0a1b',
  serverCallId: btoa(
    'https://api.flightproxy.skype.com/api/v2/cp/conv-usea-01-prod-aks.conv.skype.com/conv/Q29udG9zb1NhbXBsZTAwMA?i=10-128-64-177&e=638149311049453684',
  ),
  recordingId: standardBase64(
    btoa(
      JSON.stringify({
        PlatformEndpointId: '0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f1',
        ResourceSpecificId: '9c8b7a69-5847-4362-8150-f0e1d2c3b4a5',
      }),
    ),
  ),
  startTime: '2026-01-14T09:30:05.1234567Z',
} as const;

const containerUrl = 'https://contosorecordings.blob.core.windows.net/recordings';
const acsObjectsUrl = 'https://us-storage.asm.skype.com/v1/objects';
const recordingFolder = `${sampleCall.recordingId.slice(0, 8)}-7d0c1b2a-3f4e-4d5c-8b6a-9e8f7a6b5c4d`;

const documentIds = [
  '0-eus-d12-3f6b0c9a5d7e41f2a8b4c6d8e0f1a2b3',
  '0-eus-d12-81c4d7e0f3a6425b9c8e1d4f7a0b3c6e',
  '0-eus-d12-c2e5f8a1b4d7436a8f0c3e6b9d2a5f81',
  '0-eus-d12-e7a0b3d6c9f2458e1b4d7f0a3c6e9b25',
] as const;

/** What a sample of RecordingFileStatusUpdated is about. */
export interface SampleRecording {
  readonly content: ContentType;
  readonly channel: ChannelType;
  readonly format: MediaFormat;
  /** The end reason of each chunk, at most four. */
  readonly chunks: readonly ChunkEndReason[];
  readonly durationMs: number;
  readonly sessionEndReason: SessionEndReason;
  /** Where the links lead. */
  readonly links: 'blob' | 'acs';
  /** What the recording was to be stored in; the same as the links where the export went well. */
  readonly storageType: string;
}

/** A short MP3 in your own storage: what most samples begin with. */
export const shortMp3: SampleRecording = {
  content: 'audio',
  channel: 'mixed',
  format: 'mp3',
  chunks: ['sessionEnded'],
  durationMs: 76_440,
  sessionEndReason: 'callEnded',
  links: 'blob',
  storageType: ownStorageType,
};

/** The data of RecordingFileStatusUpdated for a sample. */
export function fileStatusData(sample: SampleRecording): RecordingFileStatusData {
  return {
    recordingStorageInfo: {
      recordingChunks: sample.chunks.map((endReason, index) => chunkData(sample, endReason, index)),
    },
    recordingStartTime: sampleCall.startTime,
    recordingDurationMs: sample.durationMs,
    recordingContentType: eventGridSpelling(sample.content),
    recordingChannelType: eventGridSpelling(sample.channel),
    recordingFormatType: eventGridSpelling(sample.format),
    sessionEndReason: eventGridSpelling(sample.sessionEndReason),
    recordingId: sampleCall.recordingId,
    storageType: sample.storageType,
  };
}

/** The subject of today, or one of the older forms. */
export function sampleSubject(form: 'full' | 'call' | 'recordingId' | 'serverCallId' = 'full'): string {
  const { callId, serverCallId, recordingId } = sampleCall;
  return buildEventSubject({
    callId,
    ...(form === 'full' || form === 'serverCallId' ? { serverCallId } : {}),
    ...(form === 'full' || form === 'recordingId' ? { recordingId } : {}),
  });
}

function chunkData(sample: SampleRecording, endReason: ChunkEndReason, index: number): RecordingChunkData {
  const documentId = documentIds[index] ?? documentIds[0];
  const locations = sample.links === 'blob' ? blobLinks(sample, index, documentId) : acsLinks(documentId);
  return { documentId, index, endReason: eventGridSpelling(endReason), ...locations };
}

type Links = Pick<RecordingChunkData, 'contentLocation' | 'metadataLocation' | 'deleteLocation'>;

function blobLinks({ content, format }: SampleRecording, index: number, documentId: string): Links {
  const folder = `${containerUrl}/20260114/${sampleCall.callId}/${recordingFolder}`;
  const media = `${folder}/${index}-${content.toLowerCase()}${format}.${documentId}.${format}`;
  return {
    contentLocation: media,
    metadataLocation: `${folder}/${index}-acsmetadata.${documentId}.json`,
    deleteLocation: media,
  };
}

/** ACS storage names every media file `video`, as the documentation shows it, sound alone too. */
function acsLinks(documentId: string): Links {
  const object = `${acsObjectsUrl}/${documentId}`;
  return {
    contentLocation: `${object}/content/video`,
    metadataLocation: `${object}/content/acsmetadata`,
    deleteLocation: object,
  };
}
