import type { ChannelType } from '../formats.ts';
import { type Fields, fieldsOf, listField, numberField, textField } from './fields.ts';
import type { MetadataNotes } from './note.ts';
import { type ParticipantKind, participantKind } from '../participant/id.ts';
import { withoutUndefined } from '../../base/withoutUndefined.ts';

/** Someone, or something, that took part in the chunk. */
export interface Participant {
  /** Raw ID (MRI) as the file has it, such as `8:acs:…` or `4:+15551234567`. */
  readonly rawId: string;
  readonly kind: ParticipantKind;
  /** Channel of the media that holds this participant alone, from 0; only in unmixed recordings. */
  readonly channel?: number;
}

/** An unmixed recording has at most this many channels. */
const maxChannels = 5;

/** Reads `participants`, remarking on IDs and channels that cannot be right. */
export function readParticipants(
  parent: Fields,
  notes: MetadataNotes,
  channelType: ChannelType | undefined,
): Participant[] {
  const ids = new Set<string>();
  const channels = new Map<number, string>();
  return listField(parent, 'participants', { ifMissing: 'warning' }).flatMap((item, index) => {
    const path = ['participants', index];
    const fields = fieldsOf(item, path, ['participantId', 'channel'], notes);
    if (!fields) {
      notes.add('wrongType', path, item);
      return [];
    }
    const rawId = textField(fields, 'participantId', { ifMissing: 'warning' });
    const channel = numberField(fields, 'channel', { whole: true });
    if (rawId === undefined) return [];
    const kind = participantKind(rawId);
    if (kind === 'unknown') notes.add('unknownParticipant', [...path, 'participantId'], rawId);
    if (ids.has(rawId)) notes.add('repeatedParticipant', [...path, 'participantId'], rawId);
    ids.add(rawId);
    noteChannel(channel, channelType, path, notes);
    if (channel !== undefined) {
      const other = channels.get(channel);
      if (other !== undefined && other !== rawId && channelType !== 'mixed') {
        notes.add('channelRepeated', [...path, 'channel'], channel);
      }
      channels.set(channel, rawId);
    }
    return [withoutUndefined({ rawId, kind, channel })];
  });
}

function noteChannel(
  channel: number | undefined,
  channelType: ChannelType | undefined,
  path: readonly (string | number)[],
  notes: MetadataNotes,
): void {
  const where = [...path, 'channel'];
  if (channel === undefined) {
    if (channelType === 'unmixed') notes.add('channelMissing', where);
  } else if (channelType === 'mixed') notes.add('channelUnexpected', where, channel);
  else if (channel >= maxChannels) notes.add('channelOutOfRange', where, channel);
}
