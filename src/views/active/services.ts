import * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import { ActiveRecordings } from '../../calling/active/tracker.ts';
import { systemClock } from '../../base/clock.ts';
import { readEvents } from '../../recording/event/parse.ts';
import type { Container } from '../../storage/container.ts';
import type { Services } from '../services.ts';
import { Disposable } from '../disposable.ts';
import { microsoftAccount } from '../containers/microsoftAccount.ts';
import { type ActiveRow, describeActive } from './row.ts';
import { LandingWatch } from './landingWatch.ts';
import { LocalService } from '../local/service.ts';
import { RecordingStatus } from './status.ts';
import { Resources, localResourceId } from './resources.ts';

/** What starting and steering recordings needs; made when it is first asked for. */
export class RecordingServices extends Disposable {
  readonly resources: Resources;
  readonly active: ActiveRecordings;
  readonly localService: LocalService;
  readonly landings: LandingWatch;
  readonly status: RecordingStatus;
  readonly #app: Services;
  readonly #rowsChanged = this.register(new vscode.EventEmitter<void>());
  readonly onDidChangeRows = this.#rowsChanged.event;

  constructor(app: Services) {
    super();
    this.#app = app;
    const { context, log } = app;
    this.resources = this.register(new Resources(context.secrets));
    this.active = new ActiveRecordings({
      store: context.globalState,
      controlOf: (resourceId, purpose) => this.resources.control(resourceId, purpose),
      clock: systemClock,
    });
    this.register({ dispose: () => this.active[Symbol.dispose]() });
    this.localService = this.register(new LocalService(context, log, this.resources));
    this.landings = this.register(new LandingWatch(app, this.active));
    this.status = this.register(new RecordingStatus(() => this.active.list()));
    this.active.events.on('changed', () => {
      this.status.update();
      this.#rowsChanged.fire();
    });
    this.active.events.on('ended', (recording) => void this.landings.watch(recording));
    this.register(this.resources.onDidChange(() => this.#showState()));
    this.register(this.localService.onDidSendEvent((event) => this.#hearEvent(event)));
    this.register(this.localService.onDidSendEvent((event) => void app.events.hearLocalEvent(event)));
    this.register(this.localService.onDidEndUnexpectedly(() => void this.#offerRestart()));
  }

  /** Takes up what ran before a reload. Never rejects. */
  async restore(): Promise<void> {
    this.#showState();
    await this.localService.adopt().catch(() => undefined);
    this.landings.resume();
    // A recording may have ended while no window was there to see it.
    void this.active.refresh();
  }

  /** Lets the local service write into a container that needs a sign-in. */
  async openForLocalService(container: Container): Promise<void> {
    if (container.kind !== 'blob') return;
    const { url, signIn } = container;
    const secret = await this.#app.containers.secretOf(container);
    if (secret !== undefined) await this.localService.signInTo(url, signIn, secret);
    else if (signIn === 'vscode') {
      const { token } = (await microsoftAccount.getToken('https://storage.azure.com/.default')) ?? {};
      if (token !== undefined) await this.localService.signInTo(url, 'token', token);
    }
  }

  rows(): readonly ActiveRow[] {
    const now = Date.now();
    return this.active.list().map((recording) =>
      describeActive(recording, {
        now,
        resourceName: this.resources.find(recording.resourceId)?.name,
        containerName: this.#app.containers.list().find(({ id }) => id === recording.containerId)?.name,
      }),
    );
  }

  #showState(): void {
    const set = (key: string, value: boolean): void =>
      void vscode.commands.executeCommand('setContext', `callRecordings.${key}`, value);
    set('hasResource', this.resources.list().length > 0);
    set('localServiceRuns', this.resources.find(localResourceId) !== undefined);
    this.#rowsChanged.fire();
  }

  /** The event of the local service names the call folder, and tells whether the files reached their container. */
  #hearEvent(json: unknown): void {
    for (const event of readEvents(json).events) {
      if (event.kind !== 'recordingFileStatusUpdated' || event.recordingId === undefined) continue;
      const { recordingId, subject, chunks } = event;
      if (subject?.callId !== undefined) this.active.setCallId(recordingId, subject.callId);
      const goesToContainer = this.active.get(recordingId)?.destination.kind === 'container';
      if (goesToContainer && chunks.some(({ content }) => content?.kind === 'acsStorage'))
        this.landings.exportFailed(recordingId);
    }
  }

  async #offerRestart(): Promise<void> {
    void this.active.refresh();
    const restart = l10n.t('Start Again');
    const picked = await vscode.window.showWarningMessage(
      l10n.t('The local Call Recording service has ended. What it was recording is lost.'),
      restart,
    );
    if (picked === restart) await vscode.commands.executeCommand('callRecordings.startLocalService');
  }
}
