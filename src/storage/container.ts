/** How a container is signed in to. Secrets of `accountKey`, `sas` and `connectionString` lie in SecretStorage. */
export type SignIn = 'vscode' | 'default' | 'accountKey' | 'sas' | 'connectionString' | 'anonymous';

/** A container in Azure Blob storage, or in Azurite. */
export interface BlobContainer {
  readonly kind: 'blob';
  /** Stable and unique; also the authority of the container's document URIs. */
  readonly id: string;
  readonly name: string;
  /** `https://account.blob.core.windows.net/container`, without prefix and without any SAS. */
  readonly url: string;
  /** Where the date folders lie: empty, or ending in `/`. */
  readonly prefix: string;
  readonly signIn: SignIn;
}

/** A local folder that holds a copy of a container. */
export interface FolderContainer {
  readonly kind: 'folder';
  readonly id: string;
  readonly name: string;
  /** Absolute path. */
  readonly folder: string;
  readonly prefix: string;
}

/** The recordings that the extension brings. */
export interface SamplesContainer {
  readonly kind: 'samples';
  readonly id: string;
  readonly name: string;
  readonly prefix: string;
}

/** One place that recordings lie in, as the setting `callRecordings.containers` remembers it. */
export type Container = BlobContainer | FolderContainer | SamplesContainer;
