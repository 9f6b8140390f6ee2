import type { InspectorDocument } from './inspectorDriver.ts';
import { until } from './until.ts';

/** Lets a test hear what a page plays. Runs in the page before its script. */
export const ears = `
  globalThis.ears = { heard: [], mixed: undefined };
  // What a graph of Web Audio sends to the loudspeaker is heard too.
  const connect = AudioNode.prototype.connect;
  AudioNode.prototype.connect = function (to, ...rest) {
    if (to === this.context.destination && !this.isEar) {
      ears.mixed ??= newEar(this.context);
      connect.call(this, ears.mixed);
    }
    return connect.call(this, to, ...rest);
  };
  function newEar(context) {
    const ear = context.createAnalyser();
    ear.isEar = true;
    ear.fftSize = 16384;
    ear.smoothingTimeConstant = 0;
    return ear;
  }
  // The loudest tones, in hertz, loudest first.
  ears.tones = (ear) => {
    const levels = new Float32Array(ear.frequencyBinCount);
    ear.getFloatFrequencyData(levels);
    const step = ear.context.sampleRate / ear.fftSize;
    const peaks = [];
    for (let n = 2; n < levels.length - 2; n++) {
      if (levels[n] > -60 && levels[n] === Math.max(...levels.slice(n - 2, n + 3))) peaks.push([levels[n], n * step]);
    }
    return peaks.sort((a, b) => b[0] - a[0]).slice(0, 6).map(([, hertz]) => Math.round(hertz));
  };
  ears.listen = async (noteSeconds) => {
    const context = (ears.context ??= new AudioContext());
    await context.resume();
    const element = document.querySelector('video.active');
    const source = context.createMediaStreamSource(element.captureStream());
    const ear = newEar(context);
    source.connect(ear);
    const end = Date.now() + 3000;
    await new Promise((resolve) => setTimeout(resolve, 400));
    // What is analysed are the last 0.37 s: of one note only.
    const isOneNote = () => element.currentTime % noteSeconds > 0.4;
    while (!isOneNote() && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 10));
    const heard = { tones: ears.tones(ear), at: element.currentTime };
    source.disconnect();
    return heard;
  };
  ears.listenToMix = async () => {
    // What is analysed are the last 0.37 s of sound: all of it must be younger than the question.
    const { context } = ears.mixed;
    const end = context.currentTime + 0.5;
    while (context.currentTime < end) await new Promise((resolve) => setTimeout(resolve, 30));
    return ears.tones(ears.mixed);
  };
`;

/** The notes of the sample media in hertz; a chunk begins with the note of its number. */
export const notes = [262, 330, 392, 523, 440];

/** Seconds that each note lasts. */
const noteSeconds = { mp3: 0.9, mp4: 1.6 };

/** What the playing element gave for a moment: tones in hertz, loudest first, and its place in seconds. */
interface Heard {
  readonly tones: readonly number[];
  readonly at: number;
}

/** Waits until what is heard is the note of the chunk at the position of the playing element. */
export async function isHeard(
  page: InspectorDocument,
  format: keyof typeof noteSeconds,
  chunk: number,
): Promise<void> {
  const seconds = noteSeconds[format];
  let heard: Heard | undefined;
  const isRight = async (): Promise<boolean> => {
    heard = await page.evaluate<Heard>(`ears.listen(${seconds})`);
    const note = notes[(chunk + Math.floor(heard.at / seconds)) % notes.length] ?? 0;
    return hasTone(heard.tones, note);
  };
  await until(isRight, () => Promise.resolve(`chunk ${chunk} is heard, but ${JSON.stringify(heard)}`));
}

/** The tones in hertz that come out of the channel mixer, loudest first. */
export async function hearMix(page: InspectorDocument): Promise<number[]> {
  return page.evaluate<number[]>('ears.listenToMix()');
}

/** True where one of the tones is this one. */
function hasTone(tones: readonly number[], hertz: number): boolean {
  return tones.some((tone) => Math.abs(tone - hertz) <= 6);
}
