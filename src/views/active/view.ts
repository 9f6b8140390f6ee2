import * as vscode from 'vscode';
import type { Services } from '../services.ts';
import { Disposable } from '../disposable.ts';
import type { ActiveRow } from './row.ts';
import type { RecordingServices } from './services.ts';

/** How often the time recorded is drawn anew, in ms. */
const drawEveryMs = 5_000;
/** Where the recordings are remembered; see `ActiveRecordings`. */
const rememberedKey = 'callRecordings.activeRecordings';

/** The Active Recordings view. The services behind it are made when it is first looked at. */
export class ActiveRecordingsView extends Disposable implements vscode.TreeDataProvider<ActiveRow> {
  readonly #changed = this.register(new vscode.EventEmitter<void>());
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #app: () => Services;
  readonly #view: vscode.TreeView<ActiveRow>;
  #services: Promise<RecordingServices> | undefined;
  /** Resolves as soon as there are rows to show, while what ran before a reload is still being taken up. */
  #made: Promise<RecordingServices> | undefined;
  #drawing: NodeJS.Timeout | undefined;

  /** @param app asked for when the services are first needed */
  constructor(app: () => Services) {
    super();
    this.#app = app;
    this.#view = this.register(
      vscode.window.createTreeView<ActiveRow>('callRecordings.active', { treeDataProvider: this }),
    );
    this.register(this.#view.onDidChangeVisibility(() => void this.#followVisibility()));
    this.register(
      vscode.window.onDidChangeWindowState(({ focused }) => {
        if (focused && this.#view.visible) void this.#made?.then(({ active }) => active.refresh());
      }),
    );
  }

  /** What starting and steering recordings needs, made when it is first asked for. */
  services(): Promise<RecordingServices> {
    this.#services ??= this.#restoreServices();
    return this.#services;
  }

  /** Takes up recordings from before a reload; without any, nothing is loaded. The local service starts where it is set to. */
  restore(remembered: vscode.Memento): void {
    const known = remembered.get<unknown>(rememberedKey);
    const startsLocal = vscode.workspace
      .getConfiguration('callRecordings')
      .get<boolean>('localService.startAutomatically', false);
    if ((Array.isArray(known) && known.length > 0) || startsLocal) void this.#restore(startsLocal);
  }

  get selection(): readonly ActiveRow[] {
    return this.#view.selection;
  }

  async getChildren(row?: ActiveRow): Promise<ActiveRow[]> {
    if (row) return [];
    void this.services();
    return [...(await this.#make()).rows()];
  }

  getTreeItem(row: ActiveRow): vscode.TreeItem {
    const item = new vscode.TreeItem(row.label);
    item.id = row.recordingId;
    item.description = row.description;
    item.tooltip = row.tooltip;
    item.iconPath = new vscode.ThemeIcon(
      row.icon,
      row.color === undefined ? undefined : new vscode.ThemeColor(row.color),
    );
    item.contextValue = row.context;
    item.accessibilityInformation = { label: row.spoken };
    return item;
  }

  override dispose(): void {
    clearInterval(this.#drawing);
    super.dispose();
  }

  async #restore(startsLocal: boolean): Promise<void> {
    const { localService } = await this.services();
    if (!startsLocal) return;
    await localService.start().catch((error: unknown) => {
      this.#app().log.warn(`Local service: ${error instanceof Error ? error.message : 'not started'}`);
    });
  }

  #make(): Promise<RecordingServices> {
    this.#made ??= import('./services.ts').then(({ RecordingServices: Services }) => {
      const services = this.register(new Services(this.#app()));
      this.register(services.onDidChangeRows(() => this.#changed.fire()));
      return services;
    });
    return this.#made;
  }

  async #restoreServices(): Promise<RecordingServices> {
    const services = await this.#make();
    await services.restore();
    services.active.setVisible(this.#view.visible);
    return services;
  }

  async #followVisibility(): Promise<void> {
    clearInterval(this.#drawing);
    const { active } = await this.services();
    active.setVisible(this.#view.visible);
    if (!this.#view.visible) return;
    clearInterval(this.#drawing);
    this.#drawing = setInterval(() => {
      if (active.list().some(({ state }) => state === 'active')) this.#changed.fire();
    }, drawEveryMs).unref();
  }
}
