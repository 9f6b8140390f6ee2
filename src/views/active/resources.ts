import { createHash } from 'node:crypto';
import * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import type { Log } from '../../base/log.ts';
import { CallingError } from '../../calling/failures/callingError.ts';
import { parseConnectionString } from '../../calling/connection/string.ts';
import type { AcsStorage } from '../../calling/acsStorage.ts';
import type { RecordingControl } from '../../calling/recordingControl.ts';
import {
  type CommunicationResource,
  type ResourceSignIn,
  defaultResourceName,
  localResourceId,
  toResource,
} from '../../calling/connection/resource.ts';
import { Disposable } from '../disposable.ts';
import { resourceCredential } from './resourceCredential.ts';

/** Whether a sign-in dialog may show: only when the user has just run a command. */
export type ControlPurpose = 'command' | 'poll';

const settingName = 'resources';
const secretPrefix = 'callRecordings.resource.';

/**
 * The Communication Services resources that the user connected. Names, endpoints and sign-in kinds are
 * remembered in a setting, connection strings in `SecretStorage`.
 */
export class Resources extends Disposable {
  readonly #changed = this.register(new vscode.EventEmitter<void>());
  /** A resource came, went or changed. */
  readonly onDidChange = this.#changed.event;
  readonly #secrets: vscode.SecretStorage;
  readonly #log: Log;
  readonly #controls = new Map<string, Promise<RecordingControl>>();
  #local: CommunicationResource | undefined;
  #localSecret: string | undefined;

  /** @param log gets a line for each request */
  constructor(secrets: vscode.SecretStorage, log: Log) {
    super();
    this.#secrets = secrets;
    this.#log = log;
    this.register(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(`callRecordings.${settingName}`)) this.#forgetControls();
      }),
    );
    this.register(
      secrets.onDidChange(({ key }) => {
        if (key.startsWith(secretPrefix)) this.#forgetControls();
      }),
    );
  }

  /** The local service last, while it runs. */
  list(): readonly CommunicationResource[] {
    return [...remembered(), ...(this.#local ? [this.#local] : [])];
  }

  /** A resource by its ID, name or endpoint. */
  find(text: string): CommunicationResource | undefined {
    const all = this.list();
    return (
      all.find(({ id }) => id === text) ??
      all.find(({ name }) => name === text) ??
      all.find(({ endpoint }) => endpoint === text.replace(/\/$/, ''))
    );
  }

  /** Connects by connection string. @throws CallingError `badConnectionString` */
  async addConnectionString(connectionString: string, name?: string): Promise<CommunicationResource> {
    const parsed = parseConnectionString(connectionString);
    if (parsed.kind === 'invalid') {
      const { problem } = parsed;
      throw new CallingError('badConnectionString', `Not usable: ${problem}`, { problem });
    }
    const resource = newResource(parsed.endpoint, 'connectionString', name);
    const { endpoint, accessKey } = parsed;
    await this.#keepSecret(resource.id, `endpoint=${endpoint};accesskey=${accessKey}`);
    await this.#save(resource);
    return resource;
  }

  /** Connects an endpoint with Entra sign-in. */
  async addEndpoint(
    endpoint: string,
    signIn: 'vscode' | 'default',
    name?: string,
  ): Promise<CommunicationResource> {
    const resource = newResource(endpoint, signIn, name);
    await this.#save(resource);
    await this.#forgetSecret(resource.id);
    return resource;
  }

  /** Forgets a resource and its secret. Running recordings continue. */
  async remove({ id }: CommunicationResource): Promise<void> {
    await this.#forgetSecret(id);
    await save(remembered().filter((other) => other.id !== id));
  }

  /** Notes that this window started the local service, or that it has ended. */
  async setLocal(service?: { readonly endpoint: string; readonly connectionString: string }): Promise<void> {
    this.#localSecret = undefined;
    this.#local = service && localResource(service.endpoint);
    if (service)
      await this.#keepSecret(localResourceId, service.connectionString).catch(() => {
        // Without the secret storage this window can use the service, and the others cannot.
        this.#localSecret = service.connectionString;
      });
    this.#forgetControls();
  }

  /** Takes up the local service that another window started. @returns false where its key is not known */
  async adoptLocal(endpoint: string): Promise<boolean> {
    const parsed = parseConnectionString((await this.localConnectionString()) ?? '');
    if (parsed.kind === 'invalid' || parsed.endpoint !== endpoint) return false;
    if (this.#local?.endpoint === endpoint) return true;
    this.#local = localResource(endpoint);
    this.#forgetControls();
    return true;
  }

  /** The local service's connection string, as the window that started it has kept it. */
  async localConnectionString(): Promise<string | undefined> {
    return this.#localSecret ?? (await this.#secretOf(localResourceId).catch(() => undefined));
  }

  /**
   * A client of a sign-in that is to be tried before it is kept.
   * @param signIn a connection string, or an endpoint with Entra sign-in
   */
  async trialControl(
    signIn: string | { readonly endpoint: string; readonly signIn: 'vscode' | 'default' },
  ): Promise<RecordingControl> {
    const client = await import('../../calling/callRecordingClient.ts');
    const options = { log: this.#log };
    if (typeof signIn === 'string') return client.clientOfConnectionString(signIn, options);
    const credential = await resourceCredential(signIn.signIn, 'command');
    return client.clientOfEndpoint(signIn.endpoint, credential, options);
  }

  /** The client of a resource. Rejects with a `CallingError`. */
  control(resourceId: string, purpose: ControlPurpose): Promise<RecordingControl> {
    const key = `${purpose} ${resourceId}`;
    const made = this.#controls.get(key) ?? this.#makeControl(resourceId, purpose);
    this.#controls.set(key, made);
    made.catch(() => this.#controls.delete(key));
    return made;
  }

  async #makeControl(resourceId: string, purpose: ControlPurpose): Promise<RecordingControl> {
    const resource = this.find(resourceId);
    if (!resource) {
      // The local service is no resource while it does not run.
      const reason = resourceId === localResourceId ? 'refused' : 'notConnected';
      throw new CallingError(reason, 'The resource is not connected');
    }
    const client = await import('../../calling/callRecordingClient.ts');
    const options = { log: this.#log };
    const { signIn, endpoint } = resource;
    if (signIn === 'vscode' || signIn === 'default')
      return client.clientOfEndpoint(endpoint, await resourceCredential(signIn, purpose), options);
    const secret =
      signIn === 'local' ? await this.localConnectionString() : await this.#secretOf(resource.id);
    if (secret === undefined) throw new CallingError('notConnected', 'The connection string is missing');
    return client.clientOfConnectionString(secret, options);
  }

  /** Communication Services' own storage, as that resource may read it. Rejects with a `CallingError`. */
  async acsStorage(resourceId: string): Promise<AcsStorage> {
    const resource = this.find(resourceId);
    if (!resource) throw new CallingError('notConnected', 'The resource is not connected');
    const { acsStorageOf } = await import('../../calling/acsStorage.ts');
    const { signIn, endpoint } = resource;
    if (signIn === 'vscode' || signIn === 'default')
      return acsStorageOf({ endpoint, credential: await resourceCredential(signIn, 'command') }, this.#log);
    const secret =
      signIn === 'local' ? await this.localConnectionString() : await this.#secretOf(resource.id);
    if (secret === undefined) throw new CallingError('notConnected', 'The connection string is missing');
    return acsStorageOf(secret, this.#log);
  }

  /** @throws CallingError `secretStorage` */
  async #secretOf(resourceId: string): Promise<string | undefined> {
    try {
      return await this.#secrets.get(secretPrefix + resourceId);
    } catch {
      throw new CallingError('secretStorage', 'The secret storage cannot be read');
    }
  }

  /** @throws CallingError `secretStorage` */
  async #keepSecret(resourceId: string, secret: string): Promise<void> {
    try {
      await this.#secrets.store(secretPrefix + resourceId, secret);
    } catch {
      throw new CallingError('secretStorage', 'The secret storage cannot be written to');
    }
  }

  /** A secret that cannot be forgotten takes nothing else down. */
  async #forgetSecret(resourceId: string): Promise<void> {
    try {
      await this.#secrets.delete(secretPrefix + resourceId);
    } catch {
      this.#log('Secret storage: a connection string could not be removed');
    }
  }

  #save(resource: CommunicationResource): Promise<void> {
    return save([...remembered().filter((other) => other.id !== resource.id), resource]);
  }

  #forgetControls(): void {
    this.#controls.clear();
    this.#changed.fire();
  }
}

function remembered(): readonly CommunicationResource[] {
  const value = vscode.workspace.getConfiguration('callRecordings').get<unknown>(settingName);
  return Array.isArray(value) ? value.flatMap((one) => toResource(withId(one)) ?? []) : [];
}

async function save(resources: readonly CommunicationResource[]): Promise<void> {
  await vscode.workspace.getConfiguration('callRecordings').update(
    settingName,
    resources.map(({ name, endpoint, signIn }) => ({ name, endpoint, signIn })),
    vscode.ConfigurationTarget.Global,
  );
}

function localResource(endpoint: string): CommunicationResource {
  return { id: localResourceId, name: l10n.t('Local service'), endpoint, signIn: 'local' };
}

function newResource(endpoint: string, signIn: ResourceSignIn, name?: string): CommunicationResource {
  return { id: idOf(endpoint), name: name ?? defaultResourceName(endpoint), endpoint, signIn };
}

/** The setting holds no IDs: the same endpoint is the same resource. */
function withId(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('endpoint' in value)) return undefined;
  const { endpoint } = value;
  if (typeof endpoint !== 'string') return undefined;
  const isNamed = 'name' in value && typeof value.name === 'string' && value.name.trim() !== '';
  const name = isNamed ? value.name : defaultResourceName(endpoint);
  return { signIn: 'vscode', ...value, name, id: idOf(endpoint) };
}

function idOf(endpoint: string): string {
  return createHash('sha256').update(endpoint.toLowerCase().replace(/\/$/, '')).digest('hex').slice(0, 12);
}
