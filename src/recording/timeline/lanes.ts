import type { Chunk } from '../chunks.ts';
import type { Stretch } from '../chunkSpan.ts';
import type { Participant } from '../metadata/participants.ts';
import { withoutUndefined } from '../../base/withoutUndefined.ts';

/** One channel of an unmixed recording over time. */
export interface TimelineLane {
  /** From 0; absent for the lane of those whose channel is unknown. */
  readonly channel?: number;
  /** Who has this channel in any of the chunks; more than one where it changed hands. */
  readonly participants: readonly Participant[];
  readonly stretches: readonly Stretch[];
}

// Files are hostile: a channel number, or a count of channels, must not make lanes without end.
const maxLanes = 32;

/** The lanes of an unmixed recording, in order of channel; none where no chunk is unmixed. */
export function lanesOf(chunks: readonly Chunk[], stretches: readonly Stretch[]): readonly TimelineLane[] {
  const unmixed = chunks.filter((chunk) => chunk.metadata?.channelType?.value === 'unmixed');
  const lanes = new Map<number | undefined, { ids: Map<string, Participant>; chunks: Set<number> }>();
  const laneOf = (channel: number | undefined) => {
    const lane = lanes.get(channel) ?? { ids: new Map<string, Participant>(), chunks: new Set<number>() };
    if (lanes.has(channel) || lanes.size < maxLanes) lanes.set(channel, lane);
    return lane;
  };
  for (const { chunkIndex, metadata } of unmixed) {
    const channels = Math.min(metadata?.audio?.channels ?? 0, maxLanes);
    for (let channel = 0; channel < channels; channel++) laneOf(channel).chunks.add(chunkIndex);
    for (const participant of metadata?.participants ?? []) {
      const lane = laneOf(participant.channel);
      lane.chunks.add(chunkIndex);
      if (!lane.ids.has(participant.rawId)) lane.ids.set(participant.rawId, participant);
    }
  }
  return [...lanes]
    .sort(([a], [b]) => (a ?? Infinity) - (b ?? Infinity))
    .map(([channel, lane]) =>
      withoutUndefined({
        channel,
        participants: [...lane.ids.values()],
        stretches: stretches.filter((stretch) => lane.chunks.has(stretch.chunkIndex)),
      }),
    );
}
