import * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import type { ActiveRecording } from '../../calling/active/recording.ts';
import type { ActiveRecordings } from '../../calling/active/tracker.ts';
import { withoutUndefined } from '../../base/withoutUndefined.ts';
import { systemClock } from '../../base/clock.ts';
import { type LandingResult, awaitLanding } from '../../calling/landing/landing.ts';
import { landingTarget } from '../../calling/landing/target.ts';
import { landingCauseText } from '../../calling/landing/causeText.ts';
import type { Container } from '../../storage/container.ts';
import type { Services } from '../services.ts';
import { Disposable } from '../disposable.ts';
import { containerNode } from '../tree/node.ts';
import { callName } from '../../calling/active/callName.ts';
import { NewBadge } from './newBadge.ts';
import { logLine } from '../messages/logLine.ts';
import { isProcessAlive } from '../../emulator/state/processAlive.ts';
import { localResourceId } from '../../calling/connection/resource.ts';
import { notify } from '../messages/notify.ts';

/** How long to wait for the files of a recording. The local service writes its own at once. */
const longestWaitMs = 10 * 60_000;
const localWaitMs = 2 * 60_000;

type LandingApp = Pick<Services, 'containers' | 'inspector' | 'log' | 'tree'>;

/** When a recording has ended, waits for its files, shows them in the tree, or says why none came. */
export class LandingWatch extends Disposable {
  readonly #app: LandingApp;
  readonly #active: ActiveRecordings;
  readonly #badge = this.register(new NewBadge());
  readonly #end = new AbortController();
  /** What ends the wait for each recording that is waited for. */
  readonly #waits = new Map<string, AbortController>();
  /** Aborted for each recording whose export failed, as an event said. */
  readonly #failed = new Map<string, AbortController>();

  constructor(app: LandingApp, active: ActiveRecordings) {
    super();
    this.#app = app;
    this.#active = active;
  }

  /** Waits again where a reload ended the wait. What another window waits for is left to it. */
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
   * @returns the path of the recording folder; undefined when nothing arrived or the place is unknown
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
    // Ten minutes are too long for a notification: the view shows the wait, and its row can end it.
    return vscode.window.withProgress({ location: { viewId: 'callRecordings.active' } }, async () => {
      try {
        const store = await this.#app.containers.open(container);
        const { recordingId } = recording;
        return await awaitLanding({
          store,
          target: landingTarget(recording, container.prefix, this.#landedPaths(recordingId)),
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
      this.#tellCauses(recording, container, result).catch((thrown: unknown) => this.#logFailure(thrown));
      return undefined;
    }
    const { path } = result.recording;
    const { recordedMs } = result;
    this.#active.setLanding(recordingId, withoutUndefined({ kind: 'landed' as const, path, recordedMs }));
    this.#badge.mark(container, path);
    this.#app.tree.model.refresh(containerNode(container));
    this.#tellLanded(callName(recording), container, path, result.complete).catch((thrown: unknown) =>
      this.#logFailure(thrown),
    );
    return path;
  }

  #logFailure(error: unknown): void {
    this.#app.log.warn(`Landing: ${logLine(error)}`);
  }

  async #tellLanded(name: string, container: Container, path: string, complete: boolean): Promise<void> {
    const isShown = this.#app.tree.isVisible;
    if (isShown) await this.#app.tree.reveal(container, path, false);
    const [inspect, show] = [l10n.t('Open Recording Inspector'), l10n.t('Show in Tree')];
    const message = complete
      ? l10n.t('The recording of call {0} is in {1}.', name, container.name)
      : l10n.t(
          'The recording of call {0} is in {1}, but some of its files are missing or empty.',
          name,
          container.name,
        );
    const buttons = [inspect, ...(isShown && complete ? [] : [show])];
    const picked = complete ? await notify.info(message, ...buttons) : await notify.warn(message, ...buttons);
    if (picked === show) await this.#app.tree.reveal(container, path);
    if (picked === inspect)
      await this.#app.inspector.open({ containerId: container.id, recordingPath: path });
  }

  async #tellCauses(
    recording: ActiveRecording,
    container: Container,
    { causes }: Extract<LandingResult, { readonly kind: 'missing' }>,
  ): Promise<void> {
    const call = callName(recording);
    const endedAt = recording.endedAt ?? Date.now();
    const searchedAt = Date.now();
    const whys = causes.map((cause, i) => `(${i + 1}) ${landingCauseText(cause, endedAt).why}`);
    const [download, check] = [l10n.t('Download…'), l10n.t('Check Setup…')];
    const [again, more] = [l10n.t('Look Again'), l10n.t('More…')];
    const hasFailed = causes[0] === 'exportFailed';
    // More than three are cut: the page has the rest.
    const picked = await notify.warn(
      `${l10n.t('No files of call {0} arrived.', call)} ${l10n.t('Likely causes: {0}', whys.join(' '))}`,
      ...(hasFailed ? [download] : []),
      ...(causes.includes('noRole') ? [check] : []),
      ...(hasFailed ? [] : [again]),
      more,
    );
    const { recordingId } = recording;
    const setup = { resource: recording.resourceId, container: container.id };
    if (picked === download)
      await vscode.commands.executeCommand('callRecordings.downloadFromAcs', { recordingId });
    if (picked === again) await this.watch(recording, true);
    if (picked === check) await vscode.commands.executeCommand('callRecordings.checkSetup', setup);
    if (picked !== more) return;
    const { missingFilesPage } = await import('../../calling/landing/page.ts');
    const about = { recordingId, call, container: container.name, endedAt, searchedAt, causes, setup };
    this.#app.inspector.reports.showPage('missingFiles', l10n.t('What to do'), (nonce) =>
      missingFilesPage(about, nonce),
    );
  }
}

function isLocal({ resourceId }: ActiveRecording): boolean {
  return resourceId === localResourceId;
}

function waitMsOf(recording: ActiveRecording): number {
  return isLocal(recording) ? localWaitMs : longestWaitMs;
}
