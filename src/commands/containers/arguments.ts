import type { SignIn } from '../../storage/container.ts';
import type { SetupNode } from '../../views/setup/row.ts';
import type { TreeNode } from '../../views/tree/node.ts';

/** A container to add, for keybindings and other extensions; what is missing is asked for. */
export interface NewContainer {
  readonly name?: string;
  /** Container URL, with or without a prefix below it; a SAS token in it is moved into secret storage. */
  readonly url?: string;
  readonly connectionString?: string;
  readonly folder?: string;
  readonly samples?: boolean;
  readonly signIn?: SignIn;
  /** Account key, SAS or connection string, as the sign-in kind asks for; kept in secret storage. */
  readonly secret?: string;
}

/** Names a container by its row, or by its ID or name. */
export type ContainerArgument =
  | TreeNode
  | {
      readonly container: string;
      /** For renaming. */
      readonly name?: string;
      /** For editing the address: URL or folder. */
      readonly address?: string;
    };

/** A container, or a row of the Setup view. */
export type PortalArgument = ContainerArgument | SetupNode;
