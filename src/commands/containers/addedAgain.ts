import * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import type { Container } from '../../storage/container.ts';
import { StoreError } from '../../storage/failures/storeError.ts';
import { storeErrorText } from '../../storage/failures/storeErrorText.ts';
import type { App } from '../../views/app.ts';
import { type ContainerSetting, Containers } from '../../views/containers/containers.ts';
import { Cancelled } from '../../views/messages/cancelled.ts';
import { logLine } from '../../views/messages/logLine.ts';
import { withProgress } from '../../views/messages/progress.ts';
import { notify } from '../../views/messages/notify.ts';

/** A container that was described in full. */
export interface Wanted {
  readonly setting: ContainerSetting;
  readonly secret?: string | undefined;
  /** Where the address led, below the prefix's date folders. */
  readonly path?: string | undefined;
}

/**
 * Adds nothing where the container is connected already. Another sign-in replaces the one it has only when the
 * user agrees, and once it was seen to work.
 */
export async function addedAgain(app: App, known: Container, wanted: Wanted): Promise<Container> {
  const { setting, secret } = wanted;
  const next = Containers.of(setting);
  if (known.kind !== 'blob' || next?.kind !== 'blob') return known;
  if (known.signIn === next.signIn && secret === (await app.containers.secretOf(known))) return known;
  const replace = l10n.t('Replace Sign-in');
  const picked = await notify.ask(
    l10n.t('{0} is connected already. Replace its sign-in?', known.name),
    l10n.t('The current sign-in is kept until the new one works.'),
    replace,
  );
  if (picked !== replace) throw new Cancelled();
  if (await works(app, next, secret)) await app.containers.setSignIn(known, next.signIn, secret);
  return known;
}

/** Reads a row with a sign-in; says why where that fails. */
async function works(app: App, container: Container, secret: string | undefined): Promise<boolean> {
  try {
    const store = await app.containers.tryOpen(container, secret);
    await withProgress(l10n.t('Connecting to {0}', container.name), ({ signal }) =>
      store.listLevel(container.prefix, { pageSize: 1, signal }),
    );
    return true;
  } catch (error) {
    if (!StoreError.is(error) || Cancelled.is(error)) throw error;
    app.log.error(logLine(error));
    void sayKept(container, error);
    return false;
  }
}

async function sayKept(container: Container, error: StoreError): Promise<void> {
  const { title, why, next } = storeErrorText(error);
  const edit = l10n.t('Edit Sign-in…');
  const message = l10n.t(
    'The sign-in of {0} stays as it was: the new one does not work. {1}: {2} {3}',
    container.name,
    title,
    why,
    next,
  );
  if ((await notify.warn(message, edit)) === edit)
    await vscode.commands.executeCommand('callRecordings.editSignIn', { container: container.id });
}
