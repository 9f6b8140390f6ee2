import { openStore } from '../../storage/openStore.ts';
import { type OpenDestination, readDestination } from '../files/destination.ts';
import { invalidRequest } from './errors.ts';

/** How a container is signed in to, as the user who connected it does. */
interface ContainerSignIn {
  readonly signIn: 'accountKey' | 'sas' | 'connectionString' | 'token';
  /** Key, SAS, connection string, or a Microsoft Entra token for storage. */
  readonly secret: string;
}

const kinds: readonly ContainerSignIn['signIn'][] = ['accountKey', 'sas', 'connectionString', 'token'];

/**
 * The sign-ins for containers that the service was given. Kept in memory only, never returned and never
 * logged.
 */
export class SignIns {
  readonly #byContainer = new Map<string, ContainerSignIn>();
  readonly #fallback: OpenDestination;

  /** @param fallback opens the containers without a given sign-in */
  constructor(fallback: OpenDestination) {
    this.#fallback = fallback;
  }

  /** Takes `{ containerUrl, signIn, secret }`. @throws ServiceError that says what is wrong, without the secret */
  add(json: unknown): void {
    const { containerUrl, signIn, secret } = Object(json) as Record<string, unknown>;
    const destination = typeof containerUrl === 'string' ? readDestination(containerUrl) : undefined;
    const kind = kinds.find((each) => each === signIn);
    if (destination?.prefix !== '') throw invalidRequest('containerUrl must be that of a container.');
    if (!kind) throw invalidRequest(`signIn must be one of ${kinds.join(', ')}.`);
    if (typeof secret !== 'string' || secret === '') throw invalidRequest('secret is missing.');
    this.#byContainer.set(destination.containerUrl, { signIn: kind, secret });
  }

  readonly open: OpenDestination = (containerUrl) => {
    const known = this.#byContainer.get(containerUrl);
    if (!known) return this.#fallback(containerUrl);
    const { signIn, secret } = known;
    const container = {
      id: containerUrl,
      name: containerUrl,
      prefix: '',
      kind: 'blob',
      url: containerUrl,
    } as const;
    // The token is good until the service refuses it: the sender knows when to send another.
    const inAnHour = (): number => Date.now() + 3_600_000;
    return openStore(
      { ...container, signIn: signIn === 'token' ? 'vscode' : signIn },
      {
        getSecret: () => Promise.resolve(signIn === 'token' ? undefined : secret),
        vscodeCredential: {
          getToken: () => Promise.resolve({ token: secret, expiresOnTimestamp: inAnHour() }),
        },
      },
    );
  };
}
