import * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import type { Container, SignIn } from '../../storage/container.ts';
import { parseContainerUrl } from '../../storage/containerUrl.ts';
import type { RecordingStore } from '../../storage/recordingStore.ts';
import { Disposable } from '../disposable.ts';
import { KeptSecrets } from '../keptSecrets.ts';
import type { ContainerSource } from '../tree/model.ts';
import { UserError } from '../../base/userError.ts';

const signIns: readonly SignIn[] = [
  'vscode',
  'default',
  'accountKey',
  'sas',
  'connectionString',
  'anonymous',
];

/** Signed in to with what is kept in secret storage. */
const withSecret: readonly SignIn[] = ['accountKey', 'sas', 'connectionString'];

/** One entry of the setting `callRecordings.containers`; holds no secret. */
export interface ContainerSetting {
  readonly name?: string;
  /** Container URL, with the prefix in its path. */
  readonly url?: string;
  readonly folder?: string;
  readonly samples?: boolean;
  readonly signIn?: SignIn;
}

/** Makes the store of a container; loads the SDK it needs. */
export type OpenStore = (container: Container, secret: string | undefined) => Promise<RecordingStore>;

/**
 * The containers that the user added. Names, addresses and sign-in kinds are remembered in a setting,
 * secrets in `SecretStorage`.
 */
export class Containers extends Disposable implements ContainerSource {
  readonly #changed = this.register(new vscode.EventEmitter<void>());
  /** A container came, went or changed. */
  readonly onDidChange = this.#changed.event;
  readonly #secrets: KeptSecrets;
  readonly #openStore: OpenStore;
  readonly #stores = new Map<string, Promise<RecordingStore>>();

  constructor(secrets: vscode.SecretStorage, openStore: OpenStore) {
    super();
    this.#secrets = new KeptSecrets(secrets);
    this.#openStore = openStore;
    this.register(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (!event.affectsConfiguration('callRecordings.containers')) return;
        this.#stores.clear();
        this.sayWhatThereIs();
        this.#changed.fire();
      }),
    );
    this.register(
      secrets.onDidChange(({ key }) => {
        if (!key.startsWith(secretPrefix)) return;
        this.#stores.delete(key.slice(secretPrefix.length));
        this.#changed.fire();
      }),
    );
  }

  list(): readonly Container[] {
    return settings().flatMap((setting) => toContainer(setting) ?? []);
  }

  /** A container by its ID or name. */
  find(idOrName: string): Container | undefined {
    const all = this.list();
    return all.find((one) => one.id === idOrName) ?? all.find((one) => one.name === idOrName);
  }

  /** The store of a container; made once, and anew when its secret or sign-in changes. */
  open(container: Container): Promise<RecordingStore> {
    const { id } = container;
    const known = this.#stores.get(id);
    if (known) return known;
    // A row may be older than the sign-in.
    const opened = this.#open(this.list().find((one) => one.id === id) ?? container);
    this.#stores.set(id, opened);
    opened.catch(() => {
      if (this.#stores.get(id) === opened) this.#stores.delete(id);
    });
    return opened;
  }

  /** Forgets the opened store, so that a retry signs in anew. */
  forget(container: Container): void {
    this.#stores.delete(container.id);
  }

  /** Adds a container, or replaces the one with the same address. */
  async add(setting: ContainerSetting, secret?: string): Promise<Container> {
    const added = toContainer(setting);
    if (!added) throw new UserError(l10n.t('This is not a container address.'));
    await this.#keep(added, secret);
    const others = settings().filter((other) => toContainer(other)?.id !== added.id);
    await save([...others, setting]);
    return added;
  }

  /** The container that is connected at the place of a setting already. */
  known(setting: ContainerSetting): Container | undefined {
    const id = toContainer(setting)?.id;
    return id === undefined ? undefined : this.list().find((one) => one.id === id);
  }

  /** A container as it would be, without adding it. */
  static of(setting: ContainerSetting): Container | undefined {
    return toContainer(setting);
  }

  /** Opens a container with a secret that is not stored, to try a sign-in out. */
  tryOpen(container: Container, secret: string | undefined): Promise<RecordingStore> {
    return this.#openStore(container, secret);
  }

  /** Gives a container another place, and keeps its name, its position and its sign-in. */
  async move(container: Container, to: Pick<ContainerSetting, 'url' | 'folder'>): Promise<Container> {
    const changed = settings().map((one) =>
      toContainer(one)?.id === container.id ? { ...one, ...to } : one,
    );
    const moved = toContainer({
      ...changed.find((one) => toContainer(one)?.id !== undefined && isAt(one, to)),
    });
    if (!moved) throw new UserError(l10n.t('This is not a container address.'));
    if (moved.id !== container.id) {
      await this.#keep(moved, await this.secretOf(container));
      await this.#secrets.forget(secretPrefix + container.id);
    }
    await save(changed);
    return moved;
  }

  async rename(container: Container, name: string): Promise<void> {
    await save(settings().map((one) => (toContainer(one)?.id === container.id ? { ...one, name } : one)));
  }

  async setSignIn(container: Container, signIn: SignIn, secret?: string): Promise<void> {
    await this.#keep(container, secret);
    this.forget(container);
    await save(settings().map((one) => (toContainer(one)?.id === container.id ? { ...one, signIn } : one)));
    this.#changed.fire();
  }

  /** Forgets a container and its secret; its recordings stay where they are. */
  async remove(container: Container): Promise<void> {
    await this.#secrets.forget(secretPrefix + container.id);
    await save(settings().filter((one) => toContainer(one)?.id !== container.id));
  }

  /**
   * The key, SAS or connection string of a container, for the local service that writes into it; undefined for what
   * is signed in to without one.
   * @throws UserError where the secret storage fails
   */
  async secretOf(container: Container): Promise<string | undefined> {
    return needsSecret(container) ? this.#secrets.get(secretPrefix + container.id) : undefined;
  }

  /** What `when` clauses ask, so that only commands that apply are offered. */
  sayWhatThereIs(): void {
    const kinds = new Set(this.list().map(({ kind }) => kind));
    const keys = {
      hasContainer: kinds.size > 0,
      hasOwnContainer: kinds.has('blob') || kinds.has('folder'),
      hasBlobContainer: kinds.has('blob'),
    };
    for (const [key, value] of Object.entries(keys))
      void vscode.commands.executeCommand('setContext', `callRecordings.${key}`, value);
  }

  /** A secret of an earlier sign-in does not outlive it. */
  async #keep({ id }: Container, secret: string | undefined): Promise<void> {
    const key = secretPrefix + id;
    await (secret === undefined ? this.#secrets.forget(key) : this.#secrets.store(key, secret));
  }

  async #open(container: Container): Promise<RecordingStore> {
    return this.#openStore(container, await this.secretOf(container));
  }
}

const secretPrefix = 'callRecordings.container.';

function needsSecret(container: Container): boolean {
  return container.kind === 'blob' && withSecret.includes(container.signIn);
}

function settings(): readonly ContainerSetting[] {
  const value = vscode.workspace.getConfiguration('callRecordings').get<unknown>('containers');
  return Array.isArray(value)
    ? value.filter((one): one is ContainerSetting => typeof one === 'object' && one !== null)
    : [];
}

function save(containers: readonly ContainerSetting[]): Thenable<void> {
  return vscode.workspace
    .getConfiguration('callRecordings')
    .update('containers', containers, vscode.ConfigurationTarget.Global);
}

function isAt(setting: ContainerSetting, { url, folder }: Pick<ContainerSetting, 'url' | 'folder'>): boolean {
  return url === undefined ? setting.folder === folder : setting.url === url;
}

/** Reads one entry of the setting; undefined when it names no place. */
function toContainer(setting: ContainerSetting): Container | undefined {
  if (setting.samples === true) {
    return { kind: 'samples', id: 'samples', name: nameOr(setting, l10n.t('Sample recordings')), prefix: '' };
  }
  if (typeof setting.folder === 'string' && setting.folder !== '') {
    const folder = setting.folder;
    const last = folder.split(/[\\/]/).filter(Boolean).at(-1) ?? folder;
    return { kind: 'folder', id: idOf(folder), name: nameOr(setting, last), folder, prefix: '' };
  }
  const address = typeof setting.url === 'string' ? parseContainerUrl(setting.url) : undefined;
  if (address?.kind !== 'container') return undefined;
  const { url, prefix } = address;
  return {
    kind: 'blob',
    id: idOf(url + '/' + prefix),
    name: nameOr(setting, url.slice(url.lastIndexOf('/') + 1)),
    url,
    prefix,
    signIn: signIns.find((kind) => kind === setting.signIn) ?? 'vscode',
  };
}

/** Readable, and the same for the same place: document addresses contain it, and it names the secret. */
function idOf(place: string): string {
  // Loading it takes longer than all else that is loaded at activation.
  const crypto = process.getBuiltinModule('node:crypto');
  const last = place.split(/[\\/]/).filter(Boolean).at(-1) ?? '';
  const slug = last
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 24);
  return `${slug}-${crypto.createHash('sha256').update(place).digest('hex').slice(0, 8)}`.replace(/^-/, '');
}

function nameOr(setting: ContainerSetting, fallback: string): string {
  return typeof setting.name === 'string' && setting.name.trim() !== '' ? setting.name : fallback;
}
