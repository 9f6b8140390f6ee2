import type { Container, SignIn } from '../../storage/container.ts';
import type { CommandGroup } from '../command.ts';
import type { ContainerArgument, NewContainer, PortalArgument } from './arguments.ts';

/** What is done with containers as a whole. */
export interface ContainerCommands {
  'callRecordings.addContainer': { argument?: NewContainer; result?: Container };
  'callRecordings.addSamples': { result?: Container };
  'callRecordings.renameContainer': { argument?: ContainerArgument; result?: string };
  'callRecordings.removeContainer': { argument?: ContainerArgument; result?: boolean };
  'callRecordings.editSignIn': { argument?: ContainerArgument; result?: SignIn };
  'callRecordings.editAddress': { argument?: ContainerArgument; result?: string };
  'callRecordings.revealInOS': { argument?: ContainerArgument; result?: string };
  'callRecordings.openInPortal': { argument?: PortalArgument; result?: string };
}

export const containerCommands: CommandGroup<ContainerCommands> = {
  'callRecordings.addContainer': async (app, given) => (await import('./add.ts')).addContainer(app, given),
  'callRecordings.addSamples': async (app) => (await import('./add.ts')).addContainer(app, { samples: true }),
  'callRecordings.renameContainer': async (app, argument) =>
    (await import('./edit.ts')).renameContainer(app, argument),
  'callRecordings.removeContainer': async (app, argument) =>
    (await import('./edit.ts')).removeContainer(app, argument),
  'callRecordings.editSignIn': async (app, argument) => (await import('./edit.ts')).editSignIn(app, argument),
  'callRecordings.editAddress': async (app, argument) =>
    (await import('./edit.ts')).editAddress(app, argument),
  'callRecordings.revealInOS': async (app, argument) => (await import('./edit.ts')).revealInOS(app, argument),
  'callRecordings.openInPortal': async (app, argument) =>
    (await import('./edit.ts')).openInPortal(app, argument),
};
