import type { RecordingFile } from './call.ts';
import type { ChunkMetadata } from './metadata/metadata.ts';
import { namedFormat } from './formats.ts';

const wavHeaderBytes = 44;
const bytesPerSample = 2;
const defaultSampleRateHz = 16_000;
const mp3BitRate = 48_000;

/**
 * What measuring a media file gave. A file that has not been measured yet has none: that is a state of its own,
 * as is "tried, and not known".
 */
export type MediaMeasure =
  /** Counted, or from a header that fits the file: can be compared with the metadata. */
  | { readonly kind: 'measured'; readonly durationMs: number; readonly header?: HeaderFault }
  /** Derived from a rate that the rest of the file need not keep: shown, and proves nothing. */
  | { readonly kind: 'estimated'; readonly durationMs: number }
  /** The content cannot be played as what the file's name says. */
  | { readonly kind: 'unplayable'; readonly why: UnplayableReason; readonly looksLike?: ContentLook }
  /** It could not be found out: proves nothing. */
  | { readonly kind: 'unknown'; readonly why: UnmeasuredReason };

/** `unfinished`: the sizes in it were never filled in. `cut`: the file ends before it says. */
export type HeaderFault = 'unfinished' | 'cut';

/**
 * `noIndex`: an MP4 without its index, which is written last. `noSound`: headers alone. `otherContent`: no
 * media of that kind.
 */
export type UnplayableReason = 'noIndex' | 'noSound' | 'otherContent';

/** What content that is no media of its kind looks like. */
export type ContentLook =
  | 'html'
  | 'xml'
  | 'json'
  | 'text'
  | 'zeros'
  | 'mp3'
  | 'wav'
  | 'mp4'
  /** An ID3 tag with no sound behind it. */
  | 'tag'
  /** Samples without a header. */
  | 'rawSound'
  | 'program'
  | 'archive'
  | 'binary';

/**
 * `budget`: it would have taken too much time or data. `unsupported`: a form that is not understood.
 * `changed`: the file became shorter while it was read.
 */
export type UnmeasuredReason = 'budget' | 'unsupported' | 'changed';

/** The length in ms that may be held against other times; undefined where it is estimated or not known. */
export function measuredMs(measure: MediaMeasure | undefined): number | undefined {
  return measure?.kind === 'measured' ? asLength(measure.durationMs) : undefined;
}

/** The length in ms where the content was not counted through, but a rate in it gives one. */
export function estimatedMs(measure: MediaMeasure | undefined): number | undefined {
  return measure?.kind === 'estimated' ? asLength(measure.durationMs) : undefined;
}

function asLength(ms: number): number | undefined {
  return Number.isFinite(ms) && ms >= 0 ? ms : undefined;
}

/**
 * Length in ms that the size of a media file speaks of; undefined where the format's rate is not fixed.
 * WAV is exact when the metadata gives channels and sample rate, MP3 is as near as its constant rate.
 * @see https://learn.microsoft.com/azure/communication-services/concepts/voice-video-calling/call-recording
 */
export function estimateDurationMs(media: RecordingFile, metadata?: ChunkMetadata): number | undefined {
  const { format } = namedFormat(media.blob.kind, media.blob.extension);
  if (format === 'mp3') return (media.sizeBytes * 8_000) / mp3BitRate;
  if (format !== 'wav') return undefined;
  const sampleRate = metadata?.audio?.sampleRateHz ?? defaultSampleRateHz;
  const channels = metadata?.audio?.channels ?? 1;
  if (sampleRate < 1 || channels < 1) return undefined;
  const samples = Math.max(0, media.sizeBytes - wavHeaderBytes) / (bytesPerSample * channels);
  return (samples / sampleRate) * 1000;
}
