import { CallingError } from '../../../src/calling/failures/callingError.ts';
import type { CallingErrorReason } from '../../../src/calling/failures/reasons.ts';
import type {
  ControlAnswer,
  RecordingAnswer,
  RecordingControl,
} from '../../../src/calling/recordingControl.ts';

/** A service in memory: gives prepared answers and keeps the requests. */
export class FakeControl implements RecordingControl {
  readonly asked: string[] = [];
  /** State of each recording; one that is not here has ended. */
  readonly states = new Map<string, 'active' | 'inactive'>();
  failing: CallingErrorReason | undefined;
  /** Holds answers back until it is resolved. */
  gate: Promise<void> = Promise.resolve();

  async start(): Promise<RecordingAnswer> {
    await this.#ask('start');
    const recordingId = `rec-${this.states.size + 1}`;
    this.states.set(recordingId, 'active');
    return { recordingId, state: 'active', trace: {} };
  }

  async getState(recordingId: string): Promise<RecordingAnswer> {
    const state = this.states.get(recordingId);
    await this.#ask(`getState ${recordingId}`);
    if (state === undefined) throw new CallingError('recordingNotFound', 'Recording not found.');
    return { recordingId, state, trace: {} };
  }

  pause(recordingId: string): Promise<ControlAnswer> {
    return this.#control('pause', recordingId, () => this.states.set(recordingId, 'inactive'));
  }

  resume(recordingId: string): Promise<ControlAnswer> {
    return this.#control('resume', recordingId, () => this.states.set(recordingId, 'active'));
  }

  stop(recordingId: string): Promise<ControlAnswer> {
    return this.#control('stop', recordingId, () => this.states.delete(recordingId));
  }

  async #control(operation: string, recordingId: string, change: () => void): Promise<ControlAnswer> {
    await this.#ask(`${operation} ${recordingId}`);
    if (!this.states.has(recordingId)) return { outcome: 'alreadyEnded', trace: {} };
    change();
    return { outcome: 'done', trace: {} };
  }

  async #ask(what: string): Promise<void> {
    this.asked.push(what);
    await this.gate;
    if (this.failing !== undefined) throw new CallingError(this.failing, 'told to fail');
  }
}
