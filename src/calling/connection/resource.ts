import { checkEndpoint } from './string.ts';

/**
 * How a Communication Services resource is signed in to. `local` is the local Call Recording service.
 * The connection string of `connectionString` and `local` is in SecretStorage.
 */
export type ResourceSignIn = 'connectionString' | 'vscode' | 'default' | 'local';

/** The ID of the local Call Recording service among the resources. */
export const localResourceId = 'local';

/** A Communication Services resource as it is remembered: nothing of it is secret. */
export interface CommunicationResource {
  /** Stable and unique. */
  readonly id: string;
  readonly name: string;
  /** `https://name.region.communication.azure.com`, without a `/` at the end. */
  readonly endpoint: string;
  readonly signIn: ResourceSignIn;
}

/** Reads a remembered resource back; undefined when it is none. */
export function toResource(value: unknown): CommunicationResource | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { id, name, endpoint, signIn } = value as Readonly<Record<string, unknown>>;
  if (typeof id !== 'string' || id === '' || typeof name !== 'string' || typeof endpoint !== 'string')
    return undefined;
  const checked = checkEndpoint(endpoint);
  return checked.kind === 'valid' && isSignIn(signIn)
    ? { id, name, endpoint: checked.endpoint, signIn }
    : undefined;
}

/** What a resource is called unless the user says otherwise: the first label of its host name. */
export function defaultResourceName(endpoint: string): string {
  const host = URL.parse(endpoint)?.hostname ?? '';
  return /^[\d.[]/.test(host) ? host : (host.split('.')[0] ?? host);
}

function isSignIn(value: unknown): value is ResourceSignIn {
  return value === 'connectionString' || value === 'vscode' || value === 'default' || value === 'local';
}
