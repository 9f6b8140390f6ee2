import { buildEventSubject } from '../../recording/event/subject.ts';
import {
  type EventGridEvent,
  type RecordingFileStatusData,
  fileStatusType,
} from '../../recording/event/event.ts';
import { ownStorageType } from '../../recording/event/build.ts';
import { type SessionEndReason, eventGridSpelling } from '../../recording/event/reasons.ts';
import type { LocalCall } from './calls.ts';
import type { ExportedChunk } from './chunkExport.ts';
import { type FormatChoice, serviceTime } from '../files/layout.ts';

/** A recording whose files have all landed. */
export interface LandedRecording {
  readonly recordingId: string;
  readonly call: LocalCall;
  readonly format: FormatChoice;
  /** ms since 1970. */
  readonly startedMs: number;
  readonly chunks: readonly ExportedChunk[];
  readonly sessionEndReason: SessionEndReason;
}

/** Resource ID of the local resource, in the form that topics have. */
const localTopic =
  '/subscriptions/00000000-0000-0000-0000-000000000000/resourcegroups/local/providers/microsoft.communication/communicationservices/local';

/**
 * The event that says that a recording's files have landed, in the Event Grid schema and with the subject
 * of today.
 * @see https://learn.microsoft.com/azure/event-grid/communication-services-voice-video-events
 */
export function fileStatusEvent(landed: LandedRecording, id: string, nowMs: number): EventGridEvent {
  const { recordingId, call, format, chunks } = landed;
  const data: RecordingFileStatusData = {
    recordingStorageInfo: {
      recordingChunks: chunks.map((chunk) => ({
        documentId: chunk.documentId,
        index: chunk.index,
        endReason: eventGridSpelling(chunk.endReason),
        contentLocation: chunk.contentLocation,
        metadataLocation: chunk.metadataLocation,
        deleteLocation: chunk.deleteLocation,
      })),
    },
    recordingStartTime: serviceTime(landed.startedMs),
    recordingDurationMs: Math.round(chunks.reduce((sum, chunk) => sum + chunk.durationMs, 0)),
    recordingContentType: eventGridSpelling(format.content),
    recordingChannelType: eventGridSpelling(format.channel),
    recordingFormatType: eventGridSpelling(format.format),
    sessionEndReason: eventGridSpelling(landed.sessionEndReason),
    recordingId,
    // One chunk that stayed behind makes the export a failure.
    storageType: chunks.find((chunk) => chunk.storageType !== ownStorageType)?.storageType ?? ownStorageType,
  };
  const { callId, serverCallId } = call;
  return {
    id,
    topic: localTopic,
    subject: buildEventSubject({ callId, serverCallId, recordingId }),
    data,
    eventType: fileStatusType,
    dataVersion: '1.0',
    metadataVersion: '1',
    eventTime: serviceTime(nowMs),
  };
}
