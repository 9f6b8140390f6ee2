import type { InspectorDocument } from './inspectorDriver.ts';

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
  ears.listen = async () => {
    const context = (ears.context ??= new AudioContext());
    await context.resume();
    const element = document.querySelector('video.active');
    const source = context.createMediaStreamSource(element.captureStream());
    const ear = newEar(context);
    source.connect(ear);
    await new Promise((resolve) => setTimeout(resolve, 450));
    const tones = ears.tones(ear);
    source.disconnect();
    return tones;
  };
  ears.listenToMix = async () => {
    await new Promise((resolve) => setTimeout(resolve, 450));
    return ears.tones(ears.mixed);
  };
`;

/** The tones in hertz that the playing element gives, loudest first. */
export async function hear(page: InspectorDocument): Promise<number[]> {
  return page.evaluate<number[]>('ears.listen()');
}

/** The tones in hertz that come out of the channel mixer, loudest first. */
export async function hearMix(page: InspectorDocument): Promise<number[]> {
  return page.evaluate<number[]>('ears.listenToMix()');
}

/** True where one of the tones is this one. */
export function hasTone(tones: readonly number[], hertz: number): boolean {
  return tones.some((tone) => Math.abs(tone - hertz) <= 6);
}
