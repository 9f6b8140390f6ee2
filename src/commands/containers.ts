import type { Container, SignIn } from '../storage/container.ts';
import type { TreeNode } from '../views/tree/node.ts';
import type { CommandGroup } from './command.ts';

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
export type ContainerArgument = TreeNode | { readonly container: string; readonly name?: string };

/** What is done with containers as a whole. */
export interface ContainerCommands {
  'callRecordings.addContainer': { argument?: NewContainer; result?: Container };
  'callRecordings.addSamples': { result?: Container };
  'callRecordings.renameContainer': { argument?: ContainerArgument; result?: string };
  'callRecordings.removeContainer': { argument?: ContainerArgument; result?: boolean };
  'callRecordings.editSignIn': { argument?: ContainerArgument; result?: SignIn };
  'callRecordings.openInPortal': { argument?: ContainerArgument; result?: string };
}

export const containerCommands: CommandGroup<ContainerCommands> = {
  'callRecordings.addContainer': async (app, given) =>
    (await import('./addContainer.ts')).addContainer(app, given),
  'callRecordings.addSamples': async (app) =>
    (await import('./addContainer.ts')).addContainer(app, { samples: true }),
  'callRecordings.renameContainer': async (app, argument) =>
    (await import('./editContainer.ts')).renameContainer(app, argument),
  'callRecordings.removeContainer': async (app, argument) =>
    (await import('./editContainer.ts')).removeContainer(app, argument),
  'callRecordings.editSignIn': async (app, argument) =>
    (await import('./editContainer.ts')).editSignIn(app, argument),
  'callRecordings.openInPortal': async (app, argument) =>
    (await import('./editContainer.ts')).openInPortal(app, argument),
};
