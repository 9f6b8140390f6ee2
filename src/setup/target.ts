/** What a check is about: a resource, a container, and how each is addressed. */
export interface SetupTarget {
  readonly resource: ResourceTarget;
  readonly container: ContainerTarget;
}

/** A Communication Services resource, or the local service in its place. */
export type ResourceTarget =
  | {
      readonly kind: 'azure';
      readonly name: string;
      /** `https://name.communication.azure.com` */
      readonly endpoint: string;
      readonly signIn: 'connectionString' | 'token';
      /** Known where it was picked from Azure or found before. */
      readonly id?: string;
    }
  | { readonly kind: 'local'; readonly name: string; readonly endpoint: string }
  | { readonly kind: 'none' };

/** The container that recordings are written to. */
export type ContainerTarget =
  | {
      readonly kind: 'azure';
      readonly name: string;
      /** Without prefix and SAS. */
      readonly url: string;
      readonly accountName: string;
      readonly containerName: string;
      readonly prefix: string;
      readonly signIn: 'token' | 'key' | 'sas' | 'anonymous';
      /** ID of the account. */
      readonly accountId?: string;
    }
  /** In Azurite. */
  | {
      readonly kind: 'local';
      readonly name: string;
      readonly url: string;
      readonly containerName: string;
      readonly prefix: string;
    }
  /** A folder or the samples: nothing can be written there by the service. */
  | { readonly kind: 'folder'; readonly name: string }
  | { readonly kind: 'none' };
