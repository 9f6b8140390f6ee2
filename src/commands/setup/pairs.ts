import type * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import { UserError } from '../../base/userError.ts';
import { withoutUndefined } from '../../base/withoutUndefined.ts';
import type { CommunicationResource } from '../../calling/connection/resource.ts';
import type { Container } from '../../storage/container.ts';
import type { App } from '../../views/app.ts';
import { Cancelled } from '../../views/messages/cancelled.ts';
import type { Pair } from '../../views/setup/pair.ts';
import type { SetupArgument } from './arguments.ts';
import { withoutIcons } from '../../views/messages/withoutIcons.ts';
import { showQuickPick } from '../../views/prompts.ts';

/** The pair that is named, the only one, or the one that a person picks. @throws Cancelled, UserError */
export async function askPair(app: App, given: SetupArgument): Promise<Pair> {
  const { resources } = await app.active.services();
  const resource = await chosen(
    resources.list(),
    given.resource,
    (text) => resources.find(text),
    (one: CommunicationResource) => ({ label: withoutIcons(one.name), description: one.endpoint }),
    l10n.t('Which Communication Services resource?'),
  );
  const container = await chosen(
    app.containers.list().filter(({ kind }) => kind === 'blob'),
    given.container,
    (text) => app.containers.find(text),
    (one: Container) => ({ label: withoutIcons(one.name), description: one.kind === 'blob' ? one.url : '' }),
    l10n.t('Which container are the recordings written to?'),
  );
  return withoutUndefined({ resource, container });
}

/** What is named, the only one, or what a person picks. */
async function chosen<T extends { readonly name: string }>(
  all: readonly T[],
  given: string | null | undefined,
  find: (text: string) => T | undefined,
  itemOf: (one: T) => vscode.QuickPickItem,
  question: string,
): Promise<T | undefined> {
  if (given === null) return undefined;
  if (given !== undefined) {
    const found = find(given);
    if (!found) throw new UserError(l10n.t('Nothing that is connected has this name: {0}', given));
    return found;
  }
  if (all.length <= 1) return all[0];
  const items = all.map((one) => ({ ...itemOf(one), one }));
  const picked = await showQuickPick(items, {
    title: l10n.t('Check Setup'),
    placeHolder: question,
    matchOnDescription: true,
  });
  return Cancelled.unless(picked).one;
}
