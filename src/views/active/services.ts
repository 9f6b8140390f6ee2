import * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import { ActiveRecordings } from '../../calling/active/tracker.ts';
import { systemClock } from '../../base/clock.ts';
import { readEvents } from '../../recording/event/parse.ts';
import type { Container } from '../../storage/container.ts';
import type { Services } from '../services.ts';
import { Disposable } from '../disposable.ts';
import { microsoftAccount } from '../containers/microsoftAccount.ts';
import { applies, recordingActions } from './applies.ts';
import { type ActiveRow, type ActiveViewRow, describeActive } from './row.ts';
import { KeptRows } from './keptRows.ts';
import { LandingWatch } from './landingWatch.ts';
import type { Fault } from '../local/faults.ts';
import {
  type FaultRow,
  type LocalServiceRow,
  type LocalStatus,
  describeFaults,
  describeLocalService,
} from '../local/row.ts';
import type { RunningRecording } from '../local/control.ts';
import { LocalService } from '../local/service.ts';
import { HeardEvents } from './heardEvents.ts';
import { RecordingStatus } from './status.ts';
import { Resources } from './resources.ts';
import { localResourceId } from '../../calling/connection/resource.ts';
import { withoutUndefined } from '../../base/withoutUndefined.ts';
import { notify } from '../messages/notify.ts';

/** What starting and controlling recordings needs; made when first asked for. */
export class ActiveServices extends Disposable {
  readonly resources: Resources;
  readonly active: ActiveRecordings;
  readonly localService: LocalService;
  readonly landings: LandingWatch;
  readonly status: RecordingStatus;
  /** The events of the local service, as long as the window lives. */
  readonly heard = new HeardEvents();
  readonly #app: Services;
  /** The context keys as they were set last. */
  readonly #shown = new Map<string, boolean>();
  /** What the local service was last heard to be doing. */
  #local: { readonly faults: readonly Fault[]; readonly running: readonly RunningRecording[] } | undefined;
  readonly #rowsChanged = this.register(new vscode.EventEmitter<ActiveViewRow[] | undefined>());
  /** Which rows look other than before; undefined where rows came or went. */
  readonly onDidChangeRows = this.#rowsChanged.event;
  readonly #rows = new KeptRows<ActiveRow | LocalServiceRow>((row) =>
    'recordingId' in row ? row.recordingId : row.id,
  );
  readonly #faultRows = new KeptRows<FaultRow>(({ id }) => id);

  constructor(app: Services) {
    super();
    this.#app = app;
    const { context, log } = app;
    this.resources = this.register(new Resources(context.secrets, (line) => log.trace(line)));
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
      this.#showState();
    });
    this.active.events.on('ended', (recording) => void this.landings.watch(recording));
    this.register(this.resources.onDidChange(() => this.#showState()));
    this.register(this.resources.onDidChange(() => void this.lookAtLocalService()));
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

  /** The recordings, and below them the local service while it runs. */
  rows(): readonly (ActiveRow | LocalServiceRow)[] {
    return this.#rows.take(this.#rowsNow()).rows;
  }

  faultRows(): readonly FaultRow[] {
    return this.#faultRows.take(this.#faultRowsNow()).rows;
  }

  /** Has those rows drawn anew that look other than before. */
  redraw(): void {
    const { changed } = this.#rows.take(this.#rowsNow());
    const { changed: faults } = this.#faultRows.take(this.#faultRowsNow());
    this.#rowsChanged.fire(changed === 'all' || faults === 'all' ? undefined : [...changed, ...faults]);
  }

  #rowsNow(): readonly (ActiveRow | LocalServiceRow)[] {
    const now = Date.now();
    const recordings = this.active.list().map((recording) =>
      describeActive(recording, {
        now,
        resourceName: this.resources.find(recording.resourceId)?.name,
        containerName: this.#app.containers.list().find(({ id }) => id === recording.containerId)?.name,
      }),
    );
    const local = this.#localStatus();
    return local ? [...recordings, describeLocalService(local)] : recordings;
  }

  #faultRowsNow(): readonly FaultRow[] {
    const local = this.#localStatus();
    return local ? describeFaults(local) : [];
  }

  /** Asks the local service, where it runs, what goes wrong on request and where it writes to. Never rejects. */
  async lookAtLocalService(): Promise<void> {
    const { localService } = this;
    const seen =
      localService.endpoint === undefined
        ? undefined
        : await Promise.all([localService.faults(), localService.recordings()]).catch(() => undefined);
    const local = seen && {
      faults: seen[0],
      running: seen[1].map(({ recordingId, containerUrl }) =>
        withoutUndefined({ recordingId, containerUrl }),
      ),
    };
    if (JSON.stringify(local) === JSON.stringify(this.#local)) return;
    this.#local = local;
    this.redraw();
  }

  #localStatus(): LocalStatus | undefined {
    const endpoint = this.resources.find(localResourceId)?.endpoint;
    if (endpoint === undefined) return undefined;
    const containers = this.#app.containers.list();
    const own = this.active.list().filter(({ resourceId }) => resourceId === localResourceId);
    const others = (this.#local?.running ?? []).filter(({ recordingId }) => !this.active.get(recordingId));
    const names = [
      ...own.map(
        ({ containerId, destination }) =>
          containers.find(({ id }) => id === containerId)?.name ??
          (destination.kind === 'container' ? lastPart(destination.url) : undefined),
      ),
      ...others.map(({ containerUrl }) =>
        containerUrl === undefined
          ? undefined
          : (containers.find((one) => one.kind === 'blob' && one.url === containerUrl)?.name ??
            lastPart(containerUrl)),
      ),
    ];
    return {
      endpoint,
      writesTo: [...new Set(names.map((name) => name ?? l10n.t('its own storage')))],
      faults: this.#local?.faults,
    };
  }

  /** What the palette and the menus offer follows what can be done. */
  #showState(): void {
    const resources = this.resources.list();
    const recordings = this.active.list();
    const state: Readonly<Record<string, boolean>> = {
      hasResource: resources.length > 0,
      hasOwnResource: resources.some(({ id }) => id !== localResourceId),
      // Steps of the walkthrough.
      hasRecorded: recordings.length > 0,
      hasLanded: recordings.some(({ landing }) => landing?.kind === 'landed'),
      localServiceRuns: this.resources.find(localResourceId) !== undefined,
      ...Object.fromEntries(
        recordingActions.map((action) => [
          `can.${action}`,
          recordings.some((recording) => applies(action, recording)),
        ]),
      ),
    };
    for (const [key, value] of Object.entries(state)) {
      if (this.#shown.get(key) === value) continue;
      this.#shown.set(key, value);
      void vscode.commands.executeCommand('setContext', `callRecordings.${key}`, value);
    }
    this.redraw();
  }

  /** The event of the local service names the call folder, and says whether the files reached their container. */
  #hearEvent(json: unknown): void {
    this.heard.add(json, Date.now());
    for (const event of readEvents(json).events) {
      if (event.kind !== 'recordingFileStatusUpdated' || event.recordingId === undefined) continue;
      const { recordingId, subject, chunks } = event;
      if (subject?.callId !== undefined) this.active.setCallId(recordingId, subject.callId);
      const goesToContainer = this.active.get(recordingId)?.destination.kind === 'container';
      if (goesToContainer && chunks.some(({ content }) => content?.kind === 'acsStorage'))
        this.#noteExportFailure(recordingId);
    }
  }

  #noteExportFailure(recordingId: string): void {
    this.active.noteExportFailure(recordingId);
    this.landings.exportFailed(recordingId);
  }

  async #offerRestart(): Promise<void> {
    void this.active.refresh();
    const restart = l10n.t('Start Again');
    const picked = await notify.warn(
      l10n.t('The local Call Recording service has ended. What it was recording is lost.'),
      restart,
    );
    if (picked === restart) await vscode.commands.executeCommand('callRecordings.startLocalService');
  }
}

function lastPart(url: string): string {
  return url.slice(url.lastIndexOf('/') + 1);
}
