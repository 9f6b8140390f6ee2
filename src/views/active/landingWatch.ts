import * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import type { ActiveRecording } from '../../calling/active/recording.ts';
import type { ActiveRecordings } from '../../calling/active/tracker.ts';
import { systemClock } from '../../base/clock.ts';
import { type LandingResult, awaitLanding } from '../../calling/landing/landing.ts';
import { landingCauseText } from '../../calling/landing/causeText.ts';
import type { Container } from '../../storage/container.ts';
import type { Services } from '../services.ts';
import { Disposable } from '../disposable.ts';
import { containerNode } from '../tree/node.ts';
import { callName } from './row.ts';
import { NewMark } from './newBadge.ts';
import { logLine } from '../messages/logLine.ts';
import { isProcessAlive } from '../../emulator/state/processAlive.ts';
import { localResourceId } from './resources.ts';
import { withoutLinks } from '../messages/withoutLinks.ts';

/** How long the files of a recording are waited for. The local service writes its own at once. */
const longestWaitMs = 10 * 60_000;
const localWaitMs = 2 * 60_000;

type LandingApp = Pick<Services, 'containers' | 'log' | 'tree'>;

/** When a recording has ended, waits for its files, shows them in the tree, or says why none came. */
export class LandingWatch extends Disposable {
  readonly #app: LandingApp;
  readonly #active: ActiveRecordings;
  readonly #mark = this.register(new NewMark());
  readonly #end = new AbortController();
  /** What ends the wait for each recording that is waited for. */
  readonly #waits = new Map<string, AbortController>();
  /** Aborted for each recording of which an event said that its export failed. */
  readonly #failed = new Map<string, AbortController>();

  constructor(app: LandingApp, active: ActiveRecordings) {
    super();
    this.#app = app;
    this.#active = active;
  }

  /** Goes on waiting where a reload ended it. What another window waits for is left to it. */
  resume(): void {
    for (const recording of this.#active.list()) {
      const { landing, recordingId, endedAt = 0 } = recording;
      if (landing?.kind !== 'waiting' || (landing.by !== undefined && isProcessAlive(landing.by))) continue;
      if (Date.now() - endedAt < waitMsOf(recording)) void this.watch(recording);
      else this.#active.setLanding(recordingId, { kind: 'missing' });
    }
  }

  /**
   * Waits for the files of a recording that has ended.
   * @returns the path of the recording folder; undefined when nothing came or nobody knows where to look
   */
  async watch(recording: ActiveRecording, again = false): Promise<string | undefined> {
    const { recordingId, containerId } = recording;
    const container = containerId === undefined ? undefined : this.#app.containers.find(containerId);
    if (!container || this.#waits.has(recordingId)) return undefined;
    if (!again && this.#isOthers(recordingId)) return undefined;
    const wait = new AbortController();
    this.#waits.set(recordingId, wait);
    this.#active.setLanding(recordingId, { kind: 'waiting', by: process.pid });
    try {
      const waitMs = waitMsOf(recording);
      const leftMs = again ? waitMs : Math.max(waitMs - (Date.now() - (recording.endedAt ?? 0)), 1000);
      const signal = AbortSignal.any([wait.signal, this.#end.signal]);
      const result = await this.#look(recording, container, leftMs, signal);
      if (result.kind === 'cancelled' && this.#end.signal.aborted) return undefined;
      return this.#tell(recording, container, result);
    } finally {
      this.#waits.delete(recordingId);
    }
  }

  override dispose(): void {
    this.#end.abort();
    super.dispose();
  }

  /** Ends the wait for the files of a recording. @returns whether they were waited for */
  cancel(recordingId: string): boolean {
    this.#waits.get(recordingId)?.abort();
    return this.#waits.has(recordingId);
  }

  /** Notes that the files of a recording did not reach their container: the wait ends after one more look. */
  exportFailed(recordingId: string): void {
    this.#failureOf(recordingId).abort();
  }

  #failureOf(recordingId: string): AbortController {
    const failure = this.#failed.get(recordingId) ?? new AbortController();
    this.#failed.set(recordingId, failure);
    return failure;
  }

  /** True where another window, which saw the end at the same time, waits already. */
  #isOthers(recordingId: string): boolean {
    const landing = this.#active.get(recordingId)?.landing;
    const by = landing?.kind === 'waiting' ? landing.by : undefined;
    return by !== undefined && by !== process.pid && isProcessAlive(by);
  }

  #look(
    recording: ActiveRecording,
    container: Container,
    leftMs: number,
    signal: AbortSignal,
  ): Thenable<LandingResult> {
    // Ten minutes are too long for a notification: the view shows that it goes on, and its row can end it.
    return vscode.window.withProgress({ location: { viewId: 'callRecordings.active' } }, async () => {
      try {
        const store = await this.#app.containers.open(container);
        const { recordingId, callId, call, startedAt, clockAheadMs, format } = recording;
        const isLengthKnown = recording.lengthUncertain !== true;
        return await awaitLanding({
          store,
          target: {
            ...{ prefix: container.prefix, recordingId, startedBy: call.id, format },
            startedAt: startedAt + clockAheadMs,
            others: this.#landedPaths(recordingId),
            ...(callId === undefined ? {} : { callId }),
            ...(isLengthKnown ? { recordedMs: recording.recordedMs } : {}),
          },
          clock: systemClock,
          signal,
          isLocal: isLocal(recording),
          exportFailed: this.#failureOf(recordingId).signal,
          waitMs: leftMs,
        });
      } catch (error) {
        return { kind: 'missing', causes: ['containerNotReadable'], lastError: error };
      }
    });
  }

  #landedPaths(recordingId: string): readonly string[] {
    return this.#active
      .list()
      .flatMap((other) =>
        other.recordingId !== recordingId && other.landing?.kind === 'landed' ? [other.landing.path] : [],
      );
  }

  #tell(recording: ActiveRecording, container: Container, result: LandingResult): string | undefined {
    const { recordingId } = recording;
    if (result.kind === 'cancelled') {
      this.#active.setLanding(recordingId, { kind: 'cancelled' });
      return undefined;
    }
    if (result.kind === 'missing') {
      this.#active.setLanding(recordingId, { kind: 'missing' });
      const error = result.lastError;
      if (error !== undefined) this.#logFailure(error);
      this.#tellCauses(recording, result).catch((thrown: unknown) => this.#logFailure(thrown));
      return undefined;
    }
    const { path } = result.recording;
    this.#active.setLanding(recordingId, { kind: 'landed', path });
    this.#mark.mark(container, path);
    this.#app.tree.model.refresh(containerNode(container));
    this.#tellLanded(container, path, result.complete).catch((thrown: unknown) => this.#logFailure(thrown));
    return path;
  }

  #logFailure(error: unknown): void {
    this.#app.log.warn(`Landing: ${logLine(error)}`);
  }

  async #tellLanded(container: Container, path: string, complete: boolean): Promise<void> {
    const isShown = this.#app.tree.isVisible;
    if (isShown) await this.#app.tree.reveal(container, path, false);
    const show = l10n.t('Show in Tree');
    const message = complete
      ? l10n.t('The recording is in {0}.', container.name)
      : l10n.t('The recording is in {0}, but some of its files are missing or empty.', container.name);
    const buttons = isShown && complete ? [] : [show];
    const picked = complete
      ? await vscode.window.showInformationMessage(message, ...buttons)
      : await vscode.window.showWarningMessage(message, ...buttons);
    if (picked === show) await this.#app.tree.reveal(container, path);
  }

  async #tellCauses(
    recording: ActiveRecording,
    { causes }: Extract<LandingResult, { readonly kind: 'missing' }>,
  ): Promise<void> {
    const texts = causes.map((cause) => landingCauseText(cause, recording.endedAt ?? Date.now()));
    // An event may have told the call ID meanwhile, by which the row names it.
    const call = callName(this.#active.get(recording.recordingId) ?? recording);
    const title = l10n.t('No files of call {0} came.', call);
    const list = l10n.t('Likely causes: {0}', texts.map(({ cause }, i) => `(${i + 1}) ${cause}`).join(' '));
    const [steps, again] = [l10n.t('What to Do…'), l10n.t('Look Again')];
    const picked = await vscode.window.showWarningMessage(withoutLinks(`${title} ${list}`), steps, again);
    if (picked === again) await this.watch(recording, true);
    if (picked !== steps) return;
    const detail = texts.map(({ cause, next }) => `${cause}\n→ ${next}`).join('\n\n');
    await vscode.window.showInformationMessage(title, { modal: true, detail });
  }
}

function isLocal({ resourceId }: ActiveRecording): boolean {
  return resourceId === localResourceId;
}

function waitMsOf(recording: ActiveRecording): number {
  return isLocal(recording) ? localWaitMs : longestWaitMs;
}
