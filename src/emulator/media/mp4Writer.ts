import type { EncodedPacket, InputAudioTrack, InputVideoTrack, Target } from 'mediabunny';
import {
  BufferSource,
  BufferTarget,
  EncodedAudioPacketSource,
  EncodedPacketSink,
  EncodedVideoPacketSource,
  FilePathTarget,
  Input,
  Mp4InputFormat,
  Mp4OutputFormat,
  Output,
} from 'mediabunny';
import { readLoop } from './assets.ts';

const loopSeconds = 8;
const framesPerSecond = 16;
const soundSamplesPerPacket = 1024 / 16_000;
/** The encoder's first packet of sound holds nothing. */
const primingPackets = 1;

interface Loop {
  readonly video: readonly EncodedPacket[];
  readonly audio: readonly EncodedPacket[];
  readonly videoConfig: VideoDecoderConfig;
  readonly audioConfig: AudioDecoderConfig;
}

let parsed: Promise<Loop> | undefined;

/** An mp4 file in memory, index first, that plays the loop as often as the duration asks. */
export async function mp4Bytes(durationMs: number): Promise<Uint8Array> {
  const target = new BufferTarget();
  await mux(target, durationMs);
  return new Uint8Array(target.buffer ?? new ArrayBuffer(0));
}

/** The same on disk, never wholly in memory. */
export async function writeMp4File(path: string, durationMs: number): Promise<void> {
  await mux(new FilePathTarget(path), durationMs);
}

async function mux(target: Target, durationMs: number): Promise<void> {
  parsed ??= parseLoop();
  const loop = await parsed;
  const seconds = durationMs / 1000;
  const videoPackets = Math.max(1, Math.round(seconds * framesPerSecond));
  const audioPackets = Math.max(1, Math.round(seconds / soundSamplesPerPacket));
  const video = new EncodedVideoPacketSource('avc');
  const audio = new EncodedAudioPacketSource('aac');
  const output = new Output({ format: new Mp4OutputFormat({ fastStart: 'reserve' }), target });
  output.addVideoTrack(video, { frameRate: framesPerSecond, maximumPacketCount: videoPackets });
  output.addAudioTrack(audio, { maximumPacketCount: audioPackets });
  await output.start();
  let spoken = 0;
  for (let shown = 0; shown < videoPackets; shown++) {
    await video.add(packetAt(loop.video, shown, 1 / framesPerSecond), { decoderConfig: loop.videoConfig });
    // Sound and picture are interleaved in the file, so that it plays while it loads.
    for (; spoken < audioPackets && soundEnds(spoken, shown, videoPackets); spoken++) {
      await audio.add(packetAt(loop.audio, spoken, soundSamplesPerPacket), {
        decoderConfig: loop.audioConfig,
      });
    }
  }
  await output.finalize();
}

function soundEnds(spoken: number, shown: number, videoPackets: number): boolean {
  return shown === videoPackets - 1 || spoken * soundSamplesPerPacket <= (shown + 1) / framesPerSecond;
}

function packetAt(packets: readonly EncodedPacket[], index: number, seconds: number): EncodedPacket {
  const packet = packets[index % packets.length];
  if (!packet) throw new Error('media/emulator/tones.mp4 holds no packets');
  return packet.clone({ timestamp: index * seconds, duration: seconds, sequenceNumber: index });
}

async function parseLoop(): Promise<Loop> {
  const bytes = await readLoop('tones.mp4');
  const input = new Input({ formats: [new Mp4InputFormat()], source: new BufferSource(bytes) });
  const video = await input.getPrimaryVideoTrack();
  const audio = await input.getPrimaryAudioTrack();
  const videoConfig = await video?.getDecoderConfig();
  const audioConfig = await audio?.getDecoderConfig();
  if (!video || !audio || !videoConfig || !audioConfig) {
    throw new Error('media/emulator/tones.mp4 lacks a picture or a sound track');
  }
  return {
    video: (await packetsOf(video)).slice(0, loopSeconds * framesPerSecond),
    audio: (await packetsOf(audio)).slice(
      primingPackets,
      primingPackets + loopSeconds / soundSamplesPerPacket,
    ),
    videoConfig,
    audioConfig,
  };
}

async function packetsOf(track: InputVideoTrack | InputAudioTrack): Promise<EncodedPacket[]> {
  const packets: EncodedPacket[] = [];
  for await (const packet of new EncodedPacketSink(track).packets()) packets.push(packet);
  return packets;
}
