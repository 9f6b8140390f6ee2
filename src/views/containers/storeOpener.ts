import * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import type { Container } from '../../storage/container.ts';
import { type StoreDeps, openStore } from '../../storage/openStore.ts';
import type { RecordingStore } from '../../storage/recordingStore.ts';
import type { RetryNotice } from '../../storage/azure/retry.ts';
import { microsoftAccount } from './microsoftAccount.ts';

/** Where the opener reports progress. */
export interface OpenerContext {
  readonly context: vscode.ExtensionContext;
  readonly log: vscode.LogOutputChannel;
  /** Shows a passing notice, undefined to end it. */
  readonly notify: (notice: string | undefined) => void;
}

/** How long a notice of a wait stays after it, in ms; the next notice replaces it. */
const noticeMs = 10_000;

/** Opens a container's store with what VS Code has to sign in with. */
export function openStoreOf(
  container: Container,
  secret: string | undefined,
  opener: OpenerContext,
): Promise<RecordingStore> {
  return openStore(container, {
    ...storeDeps(opener, container.name),
    getSecret: () => Promise.resolve(secret),
  });
}

/** What a store needs of VS Code, but for the secret. */
export function storeDeps(
  { context, log, notify }: OpenerContext,
  name: string,
): Omit<StoreDeps, 'getSecret'> {
  let forgotten: NodeJS.Timeout | undefined;
  return {
    vscodeCredential: microsoftAccount,
    samplesFolder: vscode.Uri.joinPath(context.extensionUri, 'media', 'samples').fsPath,
    log: (line) => log.trace(line),
    onRetry: (notice) => {
      clearTimeout(forgotten);
      if (notice.kind === 'waiting') {
        log.warn(`${name}: ${notice.reason}, attempt ${notice.attempt}`);
        // What is cancelled while it waits says nothing more.
        forgotten = setTimeout(() => notify(undefined), notice.delayMs + noticeMs).unref();
      }
      notify(retryText(notice, name));
    },
  };
}

function retryText(notice: RetryNotice, name: string): string | undefined {
  if (notice.kind === 'resumed') return undefined;
  const next = notice.attempt + 1;
  return notice.reason === 'throttled'
    ? l10n.t('{0} is busy. Trying again ({1} of {2})…', name, next, notice.maxAttempts)
    : l10n.t('{0} does not answer. Trying again ({1} of {2})…', name, next, notice.maxAttempts);
}
