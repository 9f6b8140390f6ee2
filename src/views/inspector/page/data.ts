import type { ProblemView } from '../../../mediaFiles/problems.ts';
import type { TimeSpan } from '../../../recording/chunkSpan.ts';
import type { Timeline } from '../../../recording/timeline/timeline.ts';
import type { TimelineLine } from '../../../recording/timeline/words.ts';

/** What the inspector shows of one recording, as plain data that host and webview share. */
export interface InspectorView {
  /** The recording's own name for the heading, such as its folder. */
  readonly title: string;
  readonly container: string;
  readonly factGroups: readonly FactGroup[];
  readonly timeline: TimelineView;
  /** Media files in order of chunk; one a chunk. */
  readonly playlist: readonly PlayableFile[];
  readonly documents: readonly DocumentView[];
  readonly problems: readonly ProblemView[];
  /** Metadata files read so far; absent when all are. */
  readonly loading?: { readonly done: number; readonly total: number };
  /** How far the check went: `names` before the metadata is read, `media` when media headers were read too. */
  readonly checked: 'names' | 'metadata' | 'media';
  /** New files may still come; the view asks for them by itself. */
  readonly isLive: boolean;
  /** Files are being written right now: what is only late is not among the problems yet. */
  readonly isGrowing: boolean;
}

/** Facts under one heading. */
export interface FactGroup {
  readonly title: string;
  readonly facts: readonly Fact[];
}

/** One named value; times are given in ms since 1970 so that the view can show local time and UTC. */
export interface Fact {
  readonly label: string;
  readonly value: { readonly text: string } | { readonly timeMs: number };
  /** Said after the value, in a lower voice. */
  readonly note?: string;
  /** What the copy button copies. */
  readonly copy: string;
}

/** The recording over time. */
export interface TimelineView {
  /** Without lanes, and without what chunks and pauses say again. */
  readonly timeline: Timeline;
  /** The same in words, as far as anybody would read on. */
  readonly lines: readonly TimelineLine[];
  readonly lineCount: number;
  readonly lanes: readonly LaneView[];
  /** Chunks that are not whole. */
  readonly marks: readonly ChunkMark[];
}

/** A chunk that is not whole, and how: drawn over it on the timeline. */
export interface ChunkMark extends TimeSpan {
  readonly kind: 'unplayable' | 'noMetadata';
  readonly text: string;
}

/** A channel of an unmixed recording, and who speaks in it. */
export interface LaneView {
  /** From 0; absent where the channel is unknown. */
  readonly channel?: number;
  /** Short, for the head of the lane. */
  readonly label: string;
  /** With whole IDs. */
  readonly detail: string;
  readonly stretches: readonly TimeSpan[];
}

/** A media file that the player plays. */
export interface PlayableFile {
  readonly file: string;
  readonly chunkIndex: number;
  readonly media: 'audio' | 'video';
  /** Expected length of the media in ms; the player learns the true one from the file. */
  readonly durationMs?: number;
  /** In a file of 0 bytes there is nothing to be played. */
  readonly sizeBytes: number;
}

/** A chunk's metadata file. */
export interface DocumentView {
  readonly file: string;
  readonly label: string;
  /** Another one when the file was written anew. */
  readonly version: string;
}
