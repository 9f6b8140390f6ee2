import { fileStatusData, sampleCall, sampleSubject, shortMp3, type SampleRecording } from './data.ts';
import type { SessionEndReason } from '../reasons.ts';
import { wrapEvent } from '../envelope.ts';
import {
  fileStatusType,
  stateChangedType,
  validationType,
  type EventSchema,
  type WireEvent,
} from '../event.ts';

/** The groups of samples, in the order they are shown. */
export const sampleGroups = [
  'ownStorage',
  'acsStorage',
  'chunkFailures',
  'endReasons',
  'olderForms',
  'otherEvents',
] as const;
export type SampleGroup = (typeof sampleGroups)[number];

/** An event that ships with the extension. `sampleText` names and describes it. */
export interface EventSample {
  readonly id: SampleId;
  readonly group: SampleGroup;
  /** The schemas that such an event comes in, the usual one first. */
  readonly schemas: readonly [EventSchema, ...EventSchema[]];
  readonly event: (schema: EventSchema) => WireEvent;
}

const bothSchemas = ['eventGrid', 'cloudEvents'] as const;

const fourHoursMs = 4 * 3_600_000;

/** Session end reasons that a receiver should have a plan for. */
const reasonsWorthHandling = [
  'callEnded',
  'initiatorLeft',
  'handedOverOrTransfered',
  'maximumSessionTimeReached',
  'mediaTimeout',
  'audioStreamFailure',
  'couldNotRejoinCall',
  'chunkCreationFailed',
  'processingTimeout',
] as const satisfies readonly SessionEndReason[];

type ReasonSampleId = (typeof reasonsWorthHandling)[number];

/** The samples that have a name of their own. */
export type NamedSampleId =
  | 'mp3'
  | 'wavMixed'
  | 'wavUnmixed'
  | 'mp4'
  | 'timeRollOver'
  | 'sizeRollOver'
  | 'acsMp4'
  | 'exportFailed'
  | 'uploadFailure'
  | 'subjectCall'
  | 'subjectRecordingId'
  | 'subjectServerCallId'
  | 'validation'
  | 'stateActive'
  | 'stateInactive';

/** Names a sample; those of the group `endReasons` by their reason. */
export type SampleId = NamedSampleId | ReasonSampleId;

/** All samples, in the order they are shown; the same at every call. */
export const eventSamples: readonly EventSample[] = [
  fileStatus('mp3', 'ownStorage', {}),
  fileStatus('wavMixed', 'ownStorage', { format: 'wav' }),
  fileStatus('wavUnmixed', 'ownStorage', { format: 'wav', channel: 'unmixed' }),
  fileStatus('mp4', 'ownStorage', { content: 'audioVideo', format: 'mp4' }),
  fileStatus('timeRollOver', 'ownStorage', {
    chunks: ['chunkMaximumTimeExceeded', 'chunkMaximumTimeExceeded', 'sessionEnded'],
    durationMs: 2 * fourHoursMs + 1_234_560,
  }),
  fileStatus('sizeRollOver', 'ownStorage', {
    content: 'audioVideo',
    format: 'mp4',
    chunks: ['chunkMaximumSizeExceeded', 'sessionEnded'],
    durationMs: 5_025_700,
  }),
  fileStatus('acsMp4', 'acsStorage', {
    content: 'audioVideo',
    format: 'mp4',
    links: 'acs',
    storageType: 'ACS',
  }),
  fileStatus('exportFailed', 'acsStorage', { links: 'acs' }),
  fileStatus('uploadFailure', 'chunkFailures', {
    chunks: ['chunkMaximumTimeExceeded', 'chunkUploadFailure'],
    durationMs: fourHoursMs + 61_000,
    sessionEndReason: 'callEnded',
  }),
  ...reasonsWorthHandling.map((reason) => fileStatus(reason, 'endReasons', { sessionEndReason: reason })),
  fileStatus('subjectCall', 'olderForms', {}, 'call'),
  fileStatus('subjectRecordingId', 'olderForms', {}, 'recordingId'),
  fileStatus('subjectServerCallId', 'olderForms', {}, 'serverCallId'),
  validation(),
  stateChanged('stateActive', 'active'),
  stateChanged('stateInactive', 'inactive'),
];

/** The sample with that ID. */
export function findSample(id: string): EventSample | undefined {
  return eventSamples.find((sample) => sample.id === id);
}

/** A GUID of its own for each sample, the same at every call. */
function eventId(number: number): string {
  return `3b9f0d52-7a41-4c6e-9d10-${number.toString(16).padStart(12, '0')}`;
}

function idOf(sampleId: string): string {
  // The sum of the codes, weighted by position: the ID must be stable, not secret.
  return eventId(Array.from(sampleId).reduce((sum, char) => (sum * 31 + char.charCodeAt(0)) % 2 ** 44, 7));
}

function fileStatus(
  id: SampleId,
  group: SampleGroup,
  changes: Partial<SampleRecording>,
  subjectForm?: Parameters<typeof sampleSubject>[0],
): EventSample {
  const sample = { ...shortMp3, ...changes };
  // Real events are made 3 to 4 seconds after the recording ended.
  const time = new Date(Date.parse(sampleCall.startTime) + sample.durationMs + 3_500).toISOString();
  return {
    id,
    group,
    schemas: bothSchemas,
    event: (schema) =>
      wrapEvent(
        {
          id: idOf(id),
          topic: sampleCall.topic,
          subject: sampleSubject(subjectForm),
          type: fileStatusType,
          time,
          data: fileStatusData(sample),
        },
        schema,
      ),
  };
}

/** @see https://learn.microsoft.com/azure/event-grid/end-point-validation-event-grid-events-schema */
function validation(): EventSample {
  const id = idOf('validation');
  return {
    id: 'validation',
    group: 'otherEvents',
    schemas: ['eventGrid'],
    event: () => ({
      id,
      topic: sampleCall.topic,
      subject: '',
      data: {
        validationCode: '512d38b6-c7b8-40c8-89fe-f46f9e9622b6',
        validationUrl:
          'https://rp-eastus2.eventgrid.azure.net:553/eventsubscriptions/contoso-recordings/validate?id=512d38b6-c7b8-40c8-89fe-f46f9e9622b6&t=2026-01-14T09:00:00.0000000Z&apiVersion=2025-02-15&token=sample',
      },
      eventType: validationType,
      dataVersion: '1',
      metadataVersion: '1',
      eventTime: '2026-01-14T09:00:00.0000000Z',
    }),
  };
}

/** The callback of Call Automation: always CloudEvents, and never through Event Grid. */
function stateChanged(id: SampleId, state: 'active' | 'inactive'): EventSample {
  return {
    id,
    group: 'otherEvents',
    schemas: ['cloudEvents'],
    event: () => ({
      id: idOf(id),
      source: `calling/callConnections/${sampleCall.callConnectionId}`,
      type: stateChangedType,
      data: {
        eventSource: `calling/callConnections/${sampleCall.callConnectionId}`,
        recordingId: sampleCall.recordingId,
        state,
        startDateTime: sampleCall.startTime,
        recordingKind: 'azureCommunicationServices',
        version: '2024-09-15',
        callConnectionId: sampleCall.callConnectionId,
        serverCallId: sampleCall.serverCallId,
        correlationId: sampleCall.callId,
        publicEventType: stateChangedType,
      },
      time: '2026-01-14T09:30:06.0000000Z',
      specversion: '1.0',
      datacontenttype: 'application/json',
      subject: `calling/callConnections/${sampleCall.callConnectionId}`,
    }),
  };
}

/** True for the samples of the group `endReasons`. */
export function isReasonSample(id: SampleId): id is ReasonSampleId {
  return reasonsWorthHandling.some((reason) => reason === id);
}
