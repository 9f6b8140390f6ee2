/** What the inspector shows of one recording, as plain data that host and webview share. */
export interface InspectorView {
  /** The recording's own name for the heading, such as its folder. */
  readonly title: string;
  readonly container: string;
  readonly factGroups: readonly FactGroup[];
  readonly timeline: TimelineView;
  /** Media files in order of chunk; one a chunk. */
  readonly playlist: readonly PlayableFile[];
  readonly channels: readonly ChannelView[];
  readonly documents: readonly DocumentView[];
  readonly problems: readonly ProblemView[];
  /** Metadata files read so far; absent when all are. */
  readonly loading?: { readonly done: number; readonly total: number };
  /** How far the check went: `names` before the metadata is read, `media` when media headers were read too. */
  readonly checked: 'names' | 'metadata' | 'media';
  /** New files may still come; the view asks for them by itself. */
  readonly isLive: boolean;
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
  /** What the copy button copies; absent where copying makes no sense. */
  readonly copy?: string;
}

/** The recording over time. Times are ms since 1970, or ms from the start where no clock time is known. */
export interface TimelineView {
  readonly axis: 'clock' | 'elapsed';
  readonly startMs: number;
  readonly endMs: number;
  readonly chunks: readonly TimelineChunk[];
  readonly gaps: readonly TimelineSpan[];
  readonly pauses: readonly TimelineSpan[];
  /** Where each stretch of media lies in time, in order. */
  readonly stretches: readonly Stretch[];
}

export interface TimelineSpan {
  readonly startMs: number;
  readonly endMs: number;
  /** For the tooltip and the text equivalent. */
  readonly label: string;
}

export interface TimelineChunk extends TimelineSpan {
  readonly chunkIndex: number;
  /** The media file that plays it, where there is one. */
  readonly file?: string;
}

/** A stretch of time that is recorded without a break in one media file. */
export interface Stretch {
  readonly file: string;
  readonly startMs: number;
  readonly endMs: number;
  /** Where the stretch begins in the media file, in ms. */
  readonly mediaStartMs: number;
}

/** A media file that the player plays. */
export interface PlayableFile {
  readonly file: string;
  readonly chunkIndex: number;
  readonly media: 'audio' | 'video';
  readonly sizeBytes: number;
  /** Expected length of the media in ms; the player learns the true one from the file. */
  readonly durationMs?: number;
  /** Why it cannot be played. */
  readonly unplayable?: 'empty' | 'missing';
}

/** A channel of an unmixed recording, and who speaks in it. */
export interface ChannelView {
  /** From 0. */
  readonly channel: number;
  readonly label: string;
}

/** A chunk's metadata file. */
export interface DocumentView {
  readonly file: string;
  readonly chunkIndex: number;
  readonly label: string;
}

/** Something that is wrong or odd, why it matters and what to do. */
export interface ProblemView {
  readonly severity: 'error' | 'warning' | 'info';
  readonly title: string;
  readonly why: string;
  readonly whatToDo: string;
  /** The file it is about. */
  readonly file?: string;
}
