import * as vscode from 'vscode';
import type { Services } from '../services.ts';
import { Disposable } from '../disposable.ts';
import type { ActiveRow, ActiveViewRow } from './row.ts';
import type { ActiveServices } from './services.ts';

/** How often the time recorded is drawn anew, in ms. */
const drawEveryMs = 5_000;
/** Where the recordings are remembered; see `ActiveRecordings`. */
const rememberedKey = 'callRecordings.activeRecordings';

/** The Active Recordings view. The services behind it are made when it is first looked at. */
export class ActiveRecordingsView extends Disposable implements vscode.TreeDataProvider<ActiveViewRow> {
  readonly #changed = this.register(new vscode.EventEmitter<ActiveViewRow[] | undefined>());
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #app: () => Services;
  readonly #view: vscode.TreeView<ActiveViewRow>;
  #services: Promise<ActiveServices> | undefined;
  /** Resolves as soon as there are rows to show, while what ran before a reload is still being taken up. */
  #made: Promise<ActiveServices> | undefined;
  #drawing: NodeJS.Timeout | undefined;

  /** @param app asked for when the services are first needed */
  constructor(app: () => Services) {
    super();
    this.#app = app;
    this.#view = this.register(
      vscode.window.createTreeView<ActiveViewRow>('callRecordings.active', { treeDataProvider: this }),
    );
    this.register(this.#view.onDidChangeCheckboxState(({ items }) => void this.#switchFaults(items)));
    this.register(this.#view.onDidChangeVisibility(() => void this.#followVisibility()));
    this.register(
      vscode.window.onDidChangeWindowState(({ focused }) => {
        if (focused && this.#view.visible) void this.#made?.then(({ active }) => active.refresh());
      }),
    );
  }

  redraw(): void {
    this.#changed.fire(undefined);
  }

  /** What starting and controlling recordings needs; made when first asked for. */
  services(): Promise<ActiveServices> {
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

  /** The recordings that are selected. */
  get selection(): readonly ActiveRow[] {
    return this.#view.selection.filter((row) => 'recordingId' in row);
  }

  async getChildren(row?: ActiveViewRow): Promise<ActiveViewRow[]> {
    void this.services();
    const services = await this.#make();
    if (!row) return [...services.rows()];
    return 'kind' in row && row.kind === 'localService' ? [...services.faultRows()] : [];
  }

  getTreeItem(row: ActiveViewRow): vscode.TreeItem {
    const { Checked, Unchecked } = vscode.TreeItemCheckboxState;
    const item = new vscode.TreeItem(row.label);
    item.id = 'recordingId' in row ? row.recordingId : row.id;
    item.description = row.description;
    item.tooltip = row.tooltip;
    if ('icon' in row)
      item.iconPath = new vscode.ThemeIcon(
        row.icon,
        row.color === undefined ? undefined : new vscode.ThemeColor(row.color),
      );
    item.contextValue = row.context;
    item.accessibilityInformation = { label: row.spoken };
    if ('recordingId' in row) {
      item.command = { command: `callRecordings.${row.opens}`, title: '', arguments: [row] };
      return item;
    }
    if (row.kind === 'localService') item.collapsibleState = vscode.TreeItemCollapsibleState.Collapsed;
    else item.checkboxState = row.isOn ? Checked : Unchecked;
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

  #make(): Promise<ActiveServices> {
    this.#made ??= import('./services.ts').then(({ ActiveServices: Services }) => {
      const services = this.register(new Services(this.#app()));
      this.register(services.onDidChangeRows((rows) => this.#changed.fire(rows)));
      return services;
    });
    return this.#made;
  }

  async #restoreServices(): Promise<ActiveServices> {
    const services = await this.#make();
    await services.restore();
    services.active.setVisible(this.#view.visible);
    return services;
  }

  /** What could not be switched goes back to what the service says. */
  async #switchFaults(
    items: readonly (readonly [ActiveViewRow, vscode.TreeItemCheckboxState])[],
  ): Promise<void> {
    const faults = (wanted: vscode.TreeItemCheckboxState) =>
      items.flatMap(([row, state]) => ('fault' in row && state === wanted ? [row.fault] : []));
    const { Checked, Unchecked } = vscode.TreeItemCheckboxState;
    await vscode.commands.executeCommand('callRecordings.switchFaults', {
      on: faults(Checked),
      off: faults(Unchecked),
    });
    this.#changed.fire(undefined);
  }

  async #followVisibility(): Promise<void> {
    clearInterval(this.#drawing);
    const services = await this.services();
    const { active } = services;
    active.setVisible(this.#view.visible);
    if (!this.#view.visible) return;
    void services.lookAtLocalService();
    clearInterval(this.#drawing);
    this.#drawing = setInterval(() => {
      if (active.list().some(({ state }) => state === 'active')) services.redraw();
      void services.lookAtLocalService();
    }, drawEveryMs).unref();
  }
}
