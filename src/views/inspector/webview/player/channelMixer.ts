/** Mutes and solos the channels of unmixed recordings. Does nothing until something is to be silenced. */
export class ChannelMixer {
  readonly #elements: readonly HTMLVideoElement[];
  readonly #muted = new Set<number>();
  readonly #solo = new Set<number>();
  #graph: { readonly context: AudioContext; readonly gains: readonly GainNode[][] } | undefined;

  /** @param elements that read from the loopback server: bytes of other origins would come out silent */
  constructor(elements: readonly HTMLVideoElement[]) {
    this.#elements = elements;
  }

  isMuted(channel: number): boolean {
    return this.#muted.has(channel);
  }

  isSolo(channel: number): boolean {
    return this.#solo.has(channel);
  }

  toggleMuted(channel: number): void {
    toggle(this.#muted, channel);
    this.#apply();
  }

  toggleSolo(channel: number): void {
    toggle(this.#solo, channel);
    this.#apply();
  }

  #apply(): void {
    this.#graph ??= build(this.#elements);
    void this.#graph.context.resume();
    for (const gains of this.#graph.gains) {
      for (const [channel, gain] of gains.entries()) gain.gain.value = this.#isHeard(channel) ? 1 : 0;
    }
  }

  #isHeard(channel: number): boolean {
    return this.#solo.size > 0 ? this.#solo.has(channel) : !this.#muted.has(channel);
  }
}

/** The service writes at most five channels. */
const maxChannels = 8;

/** Each element's channels apart, each through a gain of its own, and all in the middle again. */
function build(elements: readonly HTMLVideoElement[]): { context: AudioContext; gains: GainNode[][] } {
  const context = new AudioContext();
  const gains = elements.map((element) => {
    const splitter = context.createChannelSplitter(maxChannels);
    context.createMediaElementSource(element).connect(splitter);
    return Array.from({ length: maxChannels }, (_, channel) => {
      const gain = context.createGain();
      splitter.connect(gain, channel);
      gain.connect(context.destination);
      return gain;
    });
  });
  return { context, gains };
}

function toggle(set: Set<number>, value: number): void {
  if (!set.delete(value)) set.add(value);
}
