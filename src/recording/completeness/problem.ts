import type { ChunkMetadataError } from '../metadata/metadata.ts';
import type { NamedFormat } from '../formats.ts';
import type { ContentLook, UnmeasuredReason, UnplayableReason } from '../mediaLength.ts';
import type { MetadataNote } from '../metadata/note.ts';

/** How bad a problem is: `error` something is lost, `warning` something does not fit, `info` something is odd. */
export type ProblemSeverity = 'error' | 'warning' | 'info';

/** The details of each kind of problem besides file and chunk. Durations in ms. */
export interface ProblemParams {
  /** A run of chunk numbers, from `first` to `last`, of which there is no file. */
  readonly missingChunks: { readonly first: number; readonly last: number };
  /** Chunks of this recording, from `first` to `last`, that are in the folder of another date, `YYYYMMDD`. */
  readonly chunksOnOtherDate: { readonly date: string; readonly first: number; readonly last: number };
  readonly mediaWithoutMetadata: NoParams;
  readonly metadataWithoutMedia: NoParams;
  readonly emptyFile: NoParams;
  /** Two files of one kind for one chunk; `other` is the first of them. */
  readonly repeatedFile: { readonly kind: string; readonly other: string };
  /** Media of different kinds for one chunk. */
  readonly severalMedia: { readonly kinds: string };
  /** A file that takes the place of media, of a kind that is no media. */
  readonly unknownMediaKind: { readonly extension: string };
  readonly unreadableMetadata: { readonly error: ChunkMetadataError };
  /** A remark of the metadata reader, and how often it was made about this file. */
  readonly oddMetadata: { readonly note: MetadataNote; readonly count: number };
  readonly mediaDurationDiffers: { readonly mediaMs: number; readonly metadataMs: number };
  /** As `mediaDurationDiffers`, but the length is worked out from the size of the file. */
  readonly mediaSizeDiffers: { readonly mediaMs: number; readonly metadataMs: number };
  /** The content is not what the name of the file says, or cannot be played. */
  readonly unplayableMedia: {
    readonly why: UnplayableReason;
    readonly format: string;
    readonly looksLike?: ContentLook;
  };
  /** The header was never finished; the length is that of what is there. */
  readonly unfinishedHeader: NoParams;
  /** The file ends before its header says; `mediaMs` is what is left. */
  readonly cutMedia: { readonly mediaMs: number };
  /** The length could not be found out: it neither fits nor differs. */
  readonly unmeasuredMedia: { readonly why: UnmeasuredReason | 'estimated' };
  readonly gap: { readonly before: number; readonly after: number; readonly lengthMs: number };
  readonly overlap: { readonly before: number; readonly after: number; readonly lengthMs: number };
  /** Chunks that start before one with a lower number. */
  readonly outOfOrder: { readonly before: number; readonly after: number };
  readonly sumDiffers: { readonly recordedMs: number; readonly pausedMs: number; readonly spanMs: number };
  readonly expectedDurationDiffers: { readonly expectedMs: number; readonly recordedMs: number };
  readonly documentIdDiffers: { readonly inName: string; readonly inside: string };
  /** Two chunks that name one document ID. */
  readonly documentIdRepeated: { readonly documentId: string; readonly other: number };
  readonly callIdDiffers: { readonly folder: string; readonly inside: string };
  readonly callIdsDisagree: { readonly first: string; readonly inside: string };
  readonly chunkIndexDiffers: { readonly inName: number; readonly inside: number };
  readonly formatDiffers: { readonly inName: string; readonly inside: string };
  readonly formatsDisagree: { readonly first: NamedFormat; readonly inside: NamedFormat };
}

type NoParams = Readonly<Record<string, never>>;

/** The kinds of problem. */
export type ProblemCode = keyof ProblemParams;

/** Something that is missing from a recording, or does not fit. `problemText` puts it into words. */
export type Problem = { [Code in ProblemCode]: ProblemOf<Code> }[ProblemCode];

/** A problem of one kind. Strings in it come from names and files: hostile text. */
export interface ProblemOf<Code extends ProblemCode> {
  readonly code: Code;
  readonly severity: ProblemSeverity;
  /** Full name of the file that it is about. */
  readonly file?: string;
  readonly chunkIndex?: number;
  readonly params: ProblemParams[Code];
}
