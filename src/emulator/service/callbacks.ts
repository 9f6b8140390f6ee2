import { type CloudEvent, startFailedType, stateChangedType } from '../../recording/event/event.ts';
import type { LocalCall } from './calls.ts';
import { type ByteSource, newGuid } from './ids.ts';
import { serviceTime } from '../files/layout.ts';
import type { Log } from '../../base/log.ts';

/** The recording that a callback is about. */
export interface CallbackSubject {
  readonly recordingId: string;
  readonly call: LocalCall;
  /** ms since 1970. */
  readonly startedMs: number;
  readonly callbackUrl: string;
}

const version = '2026-03-12';
const tries = 3;
const timeoutMs = 10_000;

/**
 * Sends the events of Call Automation to the callback address of a start, those of one recording in order.
 * @see https://learn.microsoft.com/javascript/api/@azure/communication-call-automation/recordingstatechanged
 */
export class Callbacks {
  readonly #source: ByteSource;
  readonly #log: Log;
  readonly #closed = new AbortController();
  readonly #last = new Map<string, Promise<void>>();

  constructor(source: ByteSource, log: Log) {
    this.#source = source;
    this.#log = log;
  }

  stateChanged(subject: CallbackSubject, state: 'active' | 'inactive', nowMs: number): Promise<void> {
    return this.#send(subject, stateChangedType, nowMs, {
      state,
      startDateTime: serviceTime(subject.startedMs),
      recordingKind: 'azureCommunicationServices',
    });
  }

  /** A start that was accepted did not come to be. */
  startFailed(subject: CallbackSubject, nowMs: number): Promise<void> {
    return this.#send(subject, startFailedType, nowMs, {
      resultInformation: { code: 500, subCode: 9999, message: 'Unknown internal server error.' },
    });
  }

  /** Gives up what has not been delivered. */
  close(): void {
    this.#closed.abort();
  }

  #send(subject: CallbackSubject, type: string, nowMs: number, data: object): Promise<void> {
    const { recordingId, call, callbackUrl } = subject;
    const event: CloudEvent = {
      id: newGuid(this.#source),
      source: `calling/recordings/${recordingId}`,
      type,
      data: {
        version,
        publicEventType: type,
        recordingId,
        callConnectionId: call.callConnectionId,
        serverCallId: call.serverCallId,
        correlationId: call.callId,
        ...data,
      },
      time: serviceTime(nowMs),
      specversion: '1.0',
      datacontenttype: 'application/json',
      subject: `calling/recordings/${recordingId}`,
    };
    const earlier = this.#last.get(recordingId) ?? Promise.resolve();
    const sent = earlier.then(() => this.#deliver(callbackUrl, event));
    this.#last.set(recordingId, sent);
    return sent.finally(() => {
      if (this.#last.get(recordingId) === sent) this.#last.delete(recordingId);
    });
  }

  async #deliver(url: string, event: CloudEvent): Promise<void> {
    let problem = '';
    for (let attempt = 0; attempt < tries && !this.#closed.signal.aborted; attempt++) {
      try {
        const answer = await fetch(url, {
          method: 'POST',
          // Only the address that was checked is sent anything.
          redirect: 'manual',
          headers: { 'Content-Type': 'application/json; charset=utf-8' },
          body: JSON.stringify([event]),
          signal: AbortSignal.any([this.#closed.signal, AbortSignal.timeout(timeoutMs)]),
        });
        await answer.body?.cancel();
        if (answer.ok) return;
        problem = `status ${answer.status}`;
      } catch (error) {
        problem = error instanceof Error ? error.name : 'no answer';
      }
    }
    // The address may hold a secret of the receiver.
    this.#log(`A callback of type ${event.type} was not delivered: ${problem}`);
  }
}
