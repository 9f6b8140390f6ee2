import {
  type ChannelType,
  type ContentType,
  type MediaFormat,
  channelTypes,
  contentTypes,
  mediaFormats,
} from '../../recording/formats.ts';
import type { CallLocator } from '../../recording/identifier/identifiers.ts';
import type { ActiveRecording, ActiveState, Landing } from './recording.ts';
import { withoutUndefined } from '../../base/withoutUndefined.ts';
import { toSteps } from './steps.ts';
import { type CallingErrorReason, callingErrorReasons } from '../failures/reasons.ts';
import { type CallIdKind, type StartDestination, callIdKinds } from '../start/request.ts';

type Fields = Readonly<Record<string, unknown>>;

const states: readonly ActiveState[] = ['active', 'paused', 'ended', 'unknown'];

/** Reads remembered recordings back; what is none is left out. */
export function toActiveRecordings(stored: unknown): readonly ActiveRecording[] {
  return Array.isArray(stored) ? stored.flatMap((value) => toActiveRecording(value) ?? []) : [];
}

function toActiveRecording(value: unknown): ActiveRecording | undefined {
  const fields = fieldsOf(value);
  const recordingId = text(fields, 'recordingId');
  const resourceId = text(fields, 'resourceId');
  const call = callOf(fields['call']);
  const destination = destinationOf(fields['destination']);
  const content = oneOf<ContentType>(contentTypes, fields['content']);
  const channel = oneOf<ChannelType>(channelTypes, fields['channel']);
  const format = oneOf<MediaFormat>(mediaFormats, fields['format']);
  const state = oneOf<ActiveState>(states, fields['state']);
  const startedAt = time(fields, 'startedAt');
  const recordedMs = time(fields, 'recordedMs');
  const seenAt = time(fields, 'seenAt');
  const changedAt = time(fields, 'changedAt');
  if (recordingId === undefined || resourceId === undefined || !call || !destination) return undefined;
  if (content === undefined || channel === undefined || format === undefined || state === undefined)
    return undefined;
  if (startedAt === undefined || recordedMs === undefined || seenAt === undefined || changedAt === undefined)
    return undefined;
  return {
    ...{ recordingId, resourceId, call, content, channel, format, destination },
    ...{ startedAt, clockAheadMs: time(fields, 'clockAheadMs') ?? 0, state, recordedMs, seenAt, changedAt },
    ...withoutUndefined({
      containerId: text(fields, 'containerId'),
      callId: text(fields, 'callId'),
      name: text(fields, 'name'),
      unknownBecause: oneOf<CallingErrorReason>(callingErrorReasons, fields['unknownBecause']),
      runningSince: time(fields, 'runningSince'),
      endedAt: time(fields, 'endedAt'),
      lengthUncertain: fields['lengthUncertain'] === true ? (true as const) : undefined,
      lengthEstimated: fields['lengthEstimated'] === true ? (true as const) : undefined,
      landing: landingOf(fields['landing']),
      steps: toSteps(fields['steps']),
      removed: fields['removed'] === true ? (true as const) : undefined,
    }),
  };
}

function callOf(value: unknown): CallLocator | undefined {
  const fields = fieldsOf(value);
  const kind = oneOf<CallIdKind>(callIdKinds, fields['kind']);
  const id = text(fields, 'id');
  return kind === undefined || id === undefined ? undefined : { kind, id };
}

function destinationOf(value: unknown): StartDestination | undefined {
  const fields = fieldsOf(value);
  const url = text(fields, 'url');
  if (fields['kind'] === 'acs') return { kind: 'acs' };
  return fields['kind'] === 'container' && url !== undefined ? { kind: 'container', url } : undefined;
}

function landingOf(value: unknown): Landing | undefined {
  const fields = fieldsOf(value);
  const path = text(fields, 'path');
  const kind = oneOf(['missing', 'cancelled'] as const, fields['kind']);
  if (kind !== undefined) return { kind };
  if (fields['kind'] === 'waiting')
    return withoutUndefined({ kind: 'waiting' as const, by: time(fields, 'by') });
  if (fields['kind'] !== 'landed' || path === undefined) return undefined;
  return withoutUndefined({ kind: 'landed' as const, path, recordedMs: time(fields, 'recordedMs') });
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

function text(fields: Fields, name: string): string | undefined {
  const value = fields[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function time(fields: Fields, name: string): number | undefined {
  const value = fields[name];
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

function oneOf<T extends string>(words: readonly T[], value: unknown): T | undefined {
  return words.find((word) => word === value);
}
