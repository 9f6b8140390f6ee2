import * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import { systemClock } from '../../base/clock.ts';
import { withoutUndefined } from '../../base/withoutUndefined.ts';
import { Disposable } from '../disposable.ts';
import { checklist } from '../../setup/checks/checklist.ts';
import { collectEvidence } from '../../setup/evidence/collect.ts';
import { type Evidence, type PartialEvidence, valueOf } from '../../setup/evidence/evidence.ts';
import { ResourceManager } from '../../setup/management/client.ts';
import type { MendKind } from '../../setup/checks/line.ts';
import type { MendOutcome } from '../../setup/mends/apply.ts';
import type { MendPlan } from '../../setup/mends/plan.ts';
import type { SetupReport } from '../../setup/report.ts';
import type { SetupTarget } from '../../setup/target.ts';
import { type AzureAccess, type AzureSignIn, azureAccount } from './azureAccount.ts';
import { KnownIds } from './knownIds.ts';
import { type PlaceIds, type SetupNode, describeSetup, placeIdOf, rowsBelow } from './row.ts';
import { type Pair, targetOf } from './pair.ts';
import { UnfinishedMends } from './unfinished.ts';
import { tryResource } from './tryResource.ts';
import type { SetupApp } from './app.ts';

const textScheme = 'callrecordings-setup';

const expansion = {
  no: vscode.TreeItemCollapsibleState.None,
  collapsed: vscode.TreeItemCollapsibleState.Collapsed,
  expanded: vscode.TreeItemCollapsibleState.Expanded,
};

/** One check: the pair, what it is in Azure, and what is known of it. */
export interface SetupCheck {
  readonly pair: Pair;
  readonly target: SetupTarget;
  readonly signIn: AzureSignIn;
  readonly known: PartialEvidence;
  readonly checkedAt: string;
  readonly isComplete: boolean;
}

/** Checks a pair of resource and container, and keeps the last result for the view. */
export class SetupServices extends Disposable {
  readonly #changed = this.register(new vscode.EventEmitter<void>());
  readonly onDidChange = this.#changed.event;
  readonly ids: KnownIds;
  readonly access: AzureAccess;
  readonly #unfinished: UnfinishedMends;
  readonly #app: SetupApp;
  readonly #texts = new Map<string, string>();
  readonly #textChanged = this.register(new vscode.EventEmitter<vscode.Uri>());
  readonly #managers = new Map<string, ResourceManager>();
  #last: SetupCheck | undefined;
  #running: Promise<SetupCheck> | undefined;

  constructor(app: SetupApp, access: AzureAccess = azureAccount) {
    super();
    this.#app = app;
    this.access = access;
    this.ids = new KnownIds(app.context.globalState);
    this.#unfinished = new UnfinishedMends(app.context.globalState);
    this.register(
      vscode.workspace.registerTextDocumentContentProvider(textScheme, {
        onDidChange: this.#textChanged.event,
        provideTextDocumentContent: (uri) => this.#texts.get(uri.toString()) ?? '',
      }),
    );
    this.register(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('microsoft-sovereign-cloud')) this.#managers.clear();
      }),
    );
  }

  /** The last check, once it has ended. */
  async last(): Promise<SetupCheck | undefined> {
    await this.#running?.catch(() => undefined);
    return this.#last;
  }

  /** The client of a tenant; of the account's own without one. @throws ManagementError `unknownCloud` */
  manager(signIn: AzureSignIn, tenantId?: string): ResourceManager {
    const key = `${signIn} ${tenantId ?? ''}`;
    const made =
      this.#managers.get(key) ??
      new ResourceManager(this.access.cloud(), this.access.signIn(signIn, tenantId), this.access.transport);
    this.#managers.set(key, made);
    return made;
  }

  /** Checks a pair. Lines show in the view as they become known. */
  check(pair: Pair, signIn: AzureSignIn, signal: AbortSignal): Promise<SetupCheck> {
    this.#running = this.#check(pair, signIn, signal);
    return this.#running;
  }

  async #check(pair: Pair, signIn: AzureSignIn, signal: AbortSignal): Promise<SetupCheck> {
    const target = targetOf(pair, this.ids);
    const base = { pair, target, signIn, checkedAt: new Date(systemClock.now()).toISOString() };
    let known: PartialEvidence = {};
    const show = (isComplete: boolean): void => {
      this.#last = { ...base, known, isComplete };
      this.#changed.fire();
    };
    show(false);
    void vscode.commands.executeCommand('setContext', 'callRecordings.setupChecked', true);
    const { container, resource } = pair;
    const evidence = await collectEvidence(target, {
      managerOf: (tenantId) => this.manager(signIn, tenantId),
      signIn: () => this.access.label(signIn),
      ...withoutUndefined({
        store: container && (() => this.#app.containers.open(container)),
        tryResource:
          resource &&
          (async (aborted: AbortSignal) =>
            tryResource((await this.#app.active.services()).resources, resource, aborted)),
      }),
      now: () => systemClock.now(),
      onKnown: (question, finding) => {
        known = { ...known, [question]: finding };
        show(false);
      },
      signal,
    }).finally(() => show(true));
    await this.#remember(pair, evidence);
    return { ...base, known, isComplete: true };
  }

  /** The tenant of one of the pair, where it was seen. */
  tenantOf({ known }: SetupCheck, of: 'resource' | 'account'): string | undefined {
    return valueOf(of === 'resource' ? known.resourceSubscription : known.accountSubscription)?.tenantId;
  }

  /** The client of the tenant in which a repair changes something. */
  managerFor(check: SetupCheck, { kind }: Pick<MendPlan, 'kind'>): ResourceManager {
    const of = kind === 'role' || kind === 'container' ? 'account' : 'resource';
    return this.manager(check.signIn, this.tenantOf(check, of));
  }

  /** Keeps what a repair left half done, so that the view says it until it is settled. */
  async note(check: SetupCheck, plan: MendPlan, outcome: MendOutcome): Promise<void> {
    await this.#unfinished.note(keyOf(check), plan, outcome, systemClock.now());
    this.#changed.fire();
  }

  /** A repair that was half done is settled. */
  async settle(check: SetupCheck, kind: MendKind): Promise<void> {
    await this.#unfinished.forget(keyOf(check), kind);
    this.#changed.fire();
  }

  /** Shows a text in an editor of its own, which cannot be changed and need not be saved. */
  async showText(title: string, text: string): Promise<void> {
    const uri = vscode.Uri.from({ scheme: textScheme, path: `/${title.replaceAll('/', '-')}.md` });
    this.#texts.set(uri.toString(), text);
    this.#textChanged.fire(uri);
    await vscode.commands.executeCommand('markdown.showPreview', uri);
  }

  /** The report of a check. */
  report(check: SetupCheck): SetupReport {
    const { target, known, checkedAt } = check;
    return {
      checkedAt,
      resource: target.resource.kind === 'none' ? l10n.t('no resource') : target.resource.name,
      container: target.container.kind === 'none' ? l10n.t('no container') : target.container.name,
      lines: checklist(known, target, () => systemClock.now()),
      unfinished: this.#unfinished
        .of(keyOf(check))
        .map(({ title, at, done, failed, written, why }) => ({ title, at, done, failed, written, why })),
    };
  }

  /** The page of the Azure portal of what a row is about, in its tenant. */
  portalPage(node: SetupNode): string | undefined {
    const id = placeIdOf(node);
    const { portalUrl } = this.access.cloud();
    if (id === undefined || portalUrl === undefined || !this.#last) return undefined;
    const of = /\/Microsoft\.Storage\//i.test(id) ? 'account' : 'resource';
    const tenantId = this.tenantOf(this.#last, of);
    return `${portalUrl}/#${tenantId === undefined ? '' : `@${tenantId}/`}resource${id}/overview`;
  }

  rows(node?: SetupNode): readonly SetupNode[] {
    if (node) return rowsBelow(node);
    if (!this.#last) return [];
    const { resource, container, lines } = this.report(this.#last);
    const unfinished = this.#unfinished.of(keyOf(this.#last));
    const { target, isComplete } = this.#last;
    const isHalf = target.resource.kind === 'none' || target.container.kind === 'none';
    const ids = idsOf(this.#last);
    return [{ kind: 'pair', resource, container, isHalf, isComplete, lines, unfinished, ids }];
  }

  item(node: SetupNode): vscode.TreeItem {
    const row = describeSetup(node);
    const item = new vscode.TreeItem(row.label, expansion[row.expands]);
    item.description = row.description ?? '';
    if (row.tooltip !== undefined) item.tooltip = row.tooltip;
    item.iconPath = new vscode.ThemeIcon(
      row.icon,
      row.color === undefined ? undefined : new vscode.ThemeColor(row.color),
    );
    item.contextValue = row.context;
    item.accessibilityInformation = { label: row.spoken };
    if (node.kind === 'line') item.id = node.line.id;
    if (node.kind === 'unfinished') item.id = `unfinished.${node.mend.kind}`;
    if (node.kind === 'section') item.id = `section.${node.section}`;
    return item;
  }

  /** What was found once need not be looked for again. */
  async #remember({ resource, container }: Pair, { resource: found, account }: Evidence): Promise<void> {
    if (resource && found.kind === 'seen') await this.ids.set(resource.endpoint, { id: found.value.id });
    if (container?.kind === 'blob' && account.kind === 'seen')
      await this.ids.set(container.url, { id: account.value.id });
    // What is gone is looked for anew.
    if (resource && found.kind === 'missing') await this.ids.set(resource.endpoint, undefined);
    if (container?.kind === 'blob' && account.kind === 'missing')
      await this.ids.set(container.url, undefined);
  }
}

/** The pair of a check as a text: its endpoint and its URL. */
function keyOf({ target: { resource, container } }: SetupCheck): string {
  const first = resource.kind === 'none' ? '' : resource.endpoint;
  const second = container.kind === 'azure' || container.kind === 'local' ? container.url : '';
  return `${first} ${second}`.toLowerCase();
}

function idsOf({ known, target: { resource, container } }: SetupCheck): PlaceIds {
  return withoutUndefined({
    resource: valueOf(known.resource)?.id ?? (resource.kind === 'azure' ? resource.id : undefined),
    account: valueOf(known.account)?.id ?? (container.kind === 'azure' ? container.accountId : undefined),
  });
}
