import * as l10n from '@vscode/l10n';
import { withoutUndefined } from '../../../base/withoutUndefined.ts';
import { isMetadata } from '../../../recording/blobName.ts';
import { playableExtension } from '../../../recording/formats.ts';
import type { Recording } from '../../../recording/call.ts';
import { type Chunk, type ReadFiles, chunksOf } from '../../../recording/chunks.ts';
import type { Participant } from '../../../recording/metadata/participants.ts';
import { participantKindText } from '../../../recording/participant/text.ts';
import { recordingFacts } from '../../../recording/facts.ts';
import { type Timeline, buildTimeline } from '../../../recording/timeline/timeline.ts';
import type { TimelineLane } from '../../../recording/timeline/lanes.ts';
import { timelineLines } from '../../../recording/timeline/words.ts';
import { formatMoment } from '../../../base/display.ts';
import { factGroups } from './factGroups.ts';
import { isOldRecording, problemsOf, problemView, unreadableProblem } from '../../../mediaFiles/problems.ts';
import type { ChunkMark, InspectorView, LaneView, PlayableFile, TimelineView } from './data.ts';

/** What the inspector knows of a recording at a moment. */
export interface Knowledge {
  readonly recording: Recording;
  readonly read: ReadFiles;
  /** Files that could not be read, and why in words. */
  readonly unreadable: ReadonlyMap<string, string>;
  readonly containerName: string;
  readonly loading?: InspectorView['loading'];
  readonly checked: InspectorView['checked'];
  readonly isLive: boolean;
  /** Files are being written: what is only late is no problem. */
  readonly isGrowing: boolean;
}

/** Everything that the webview shows. */
export function buildView(knowledge: Knowledge): InspectorView {
  const { recording, read, unreadable, containerName, loading, checked, isLive, isGrowing } = knowledge;
  const chunks = chunksOf(recording, read);
  const timeline = buildTimeline(chunks);
  const problems =
    checked === 'names'
      ? []
      : problemsOf(recording, chunks, { timeline, isGrowing, elsewhere: read.elsewhere });
  return {
    title: title(recording, timeline),
    container: containerName,
    factGroups: factGroups(recordingFacts(recording, chunks, timeline)),
    timeline: timelineView(timeline, chunks),
    playlist: chunks.flatMap((chunk) => playableFile(chunk, timeline)),
    documents: recording.files
      .filter((file) => isMetadata(file.blob))
      .map((file) => ({
        file: file.name,
        label: l10n.t('Chunk {0}: {1}', file.blob.chunkIndex, file.name.slice(recording.path.length)),
        version: `${file.sizeBytes} ${file.lastModified.getTime()}`,
      })),
    problems: [
      ...[...unreadable].map(([file, why]) => unreadableProblem(file, why)),
      ...problems.map((problem) => problemView(problem, isOldRecording(recording, Date.now()))),
    ],
    ...withoutUndefined({ loading }),
    checked,
    isLive,
    isGrowing,
  };
}

function title({ folder }: Recording, { axis, startMs }: Timeline): string {
  return l10n.t('Recording {0}', axis === 'clock' ? formatMoment(new Date(startMs)) : folder);
}

/** A real recording has a few dozen pauses and gaps. */
const maxLines = 10_000;

function timelineView(timeline: Timeline, all: readonly Chunk[]): TimelineView {
  const lines = timelineLines(timeline);
  const chunks = timeline.chunks.map((chunk) => ({ ...chunk, pauses: [], stretches: [] }));
  return {
    timeline: { ...timeline, chunks, pauses: [], lanes: [] },
    lines: lines.slice(0, maxLines),
    lineCount: lines.length,
    lanes: timeline.lanes.map(laneView),
    marks: timeline.chunks.flatMap(({ chunkIndex, startMs, endMs }) =>
      marksOf(all.find((chunk) => chunk.chunkIndex === chunkIndex)).map((mark) => ({
        ...mark,
        startMs,
        endMs,
      })),
    ),
  };
}

function marksOf(chunk: Chunk | undefined): Pick<ChunkMark, 'kind' | 'text'>[] {
  if (!chunk) return [];
  const { chunkIndex, media, measure, metadataFiles, error } = chunk;
  const unplayable = (text: string): Pick<ChunkMark, 'kind' | 'text'>[] => [{ kind: 'unplayable', text }];
  if (!media) return unplayable(l10n.t('Chunk {0} has no media', chunkIndex));
  if (media.sizeBytes === 0) return unplayable(l10n.t('The media of chunk {0} is empty', chunkIndex));
  if (measure?.kind === 'unplayable' || playableExtension(media.name) === undefined)
    return unplayable(l10n.t('The media of chunk {0} cannot be played', chunkIndex));
  if (metadataFiles.length === 0)
    return [{ kind: 'noMetadata', text: l10n.t('Chunk {0} has no metadata', chunkIndex) }];
  return error
    ? [{ kind: 'noMetadata', text: l10n.t('The metadata of chunk {0} cannot be read', chunkIndex) }]
    : [];
}

function laneView({ channel, participants, stretches }: TimelineLane): LaneView {
  const named = participants.slice(0, 3);
  const more = participants.length - named.length;
  const list = (ids: (participant: Participant) => string): string =>
    [
      ...named.map((one) => `${participantKindText(one.kind)} ${ids(one)}`),
      ...(more > 0 ? [l10n.t('{0} more', more)] : []),
    ].join(l10n.t(', '));
  return {
    ...withoutUndefined({ channel }),
    label: participants.length === 0 ? l10n.t('no one named') : list((one) => shortId(one.rawId)),
    detail: list((one) => one.rawId),
    stretches: stretches.map(({ startMs, endMs }) => ({ startMs, endMs })),
  };
}

/** IDs of one resource differ in their end only. */
function shortId(rawId: string): string {
  return rawId.length > 20 ? `…${rawId.slice(-12)}` : rawId;
}

function playableFile({ chunkIndex, media, metadata }: Chunk, timeline: Timeline): PlayableFile[] {
  if (!media || playableExtension(media.name) === undefined) return [];
  const mediaMs = timeline.chunks.find((span) => span.file === media.name)?.mediaMs;
  const hasPicture = media.blob.extension === 'mp4' && metadata?.contentType?.value !== 'audio';
  return [
    {
      file: media.name,
      chunkIndex,
      media: hasPicture ? 'video' : 'audio',
      ...(mediaMs === undefined || mediaMs === 0 ? {} : { durationMs: mediaMs }),
      sizeBytes: media.sizeBytes,
    },
  ];
}
