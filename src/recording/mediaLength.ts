import type { RecordingFile } from './call.ts';
import type { ChunkMetadata } from './metadata/metadata.ts';
import { namedFormat } from './formats.ts';

const wavHeaderBytes = 44;
const bytesPerSample = 2;
const defaultSampleRateHz = 16_000;
const mp3BitRate = 48_000;

/**
 * Length in ms that the size of a media file speaks of; undefined where the format's rate is not fixed.
 * WAV is exact when the metadata tells channels and sample rate, MP3 is as near as its constant rate.
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
