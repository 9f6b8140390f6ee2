import * as l10n from '@vscode/l10n';
import type { FileReason, StoreErrorText } from './storeError.ts';

/** Failures that concern one container or file. */
export const fileTexts: Readonly<Record<FileReason, StoreErrorText>> = {
  containerMissing: ({ detail }) =>
    detail === 'noFolder'
      ? {
          title: l10n.t('Folder not found'),
          why: l10n.t('The folder does not exist on this machine, or its disk is not connected.'),
          next: l10n.t('Connect the disk and retry, or remove it from this list and add the folder again.'),
        }
      : {
          title: l10n.t('Container not found'),
          why: l10n.t('The account exists, but has no container with this name.'),
          next: l10n.t('Check the container name in the URL, or create the container.'),
        },
  fileMissing: () => ({
    title: l10n.t('File not found'),
    why: l10n.t('The file was deleted or moved since it was listed.'),
    next: l10n.t('Refresh the view.'),
  }),
  fileArchived: ({ detail }) =>
    detail === 'rehydrating'
      ? {
          title: l10n.t('The file is being rehydrated'),
          why: l10n.t('It is being moved out of the archive tier and cannot be read until that is done.'),
          next: l10n.t('Wait: up to one hour with high priority, up to 15 hours with standard priority.'),
        }
      : {
          title: l10n.t('The file is archived'),
          why: l10n.t('It is in the archive tier, and must be rehydrated first.'),
          next: l10n.t(
            'Run Rehydrate… on it, which moves it to the hot or cool tier. That takes up to 15 hours.',
          ),
        },
  fileChanged: () => ({
    title: l10n.t('The file has changed'),
    why: l10n.t('It was replaced while it was being read.'),
    next: l10n.t('Retry.'),
  }),
  fileImmutable: () => ({
    title: l10n.t('Protected by an immutability policy'),
    why: l10n.t(
      'A time-based retention policy of the container or file prevents changing or deleting it until the policy ends.',
    ),
    next: l10n.t(
      'See when it ends under Access policy of the container in the Azure portal. A locked policy cannot be shortened.',
    ),
  }),
  legalHold: () => ({
    title: l10n.t('Under legal hold'),
    why: l10n.t('A legal hold prevents changing or deleting this file until the hold is cleared.'),
    next: l10n.t(
      'Ask who placed the hold. It is cleared under Access policy of the container in the Azure portal.',
    ),
  }),
  fileLeased: () => ({
    title: l10n.t('Locked by a lease'),
    why: l10n.t(
      'A program holds a lease on this file: no one else can change or delete it until the lease ends.',
    ),
    next: l10n.t('Wait until the program is done, or break the lease in the Azure portal, then retry.'),
  }),
  fileExists: () => ({
    title: l10n.t('The file already exists'),
    why: l10n.t('A file with this name was there and was left unchanged.'),
    next: l10n.t('Choose another folder or another name.'),
  }),
  leadsOutside: ({ message }) => ({
    title: l10n.t('A link leads out of the folder'),
    why: l10n.t('The file would be written outside of the folder that you chose.'),
    next: l10n.t('Choose another folder, or remove the link: {0}', message),
  }),
  diskFailed: ({ message }) => ({
    title: l10n.t('Disk error'),
    why: l10n.t('The folder or file could not be read or written. {0}', message),
    next: l10n.t('Check the permissions of the folder and the free space on the disk.'),
  }),
  cancelled: () => ({
    title: l10n.t('Cancelled'),
    why: l10n.t('It was stopped before it finished.'),
    next: '',
  }),
  refused: ({ message, said }) => ({
    title: l10n.t('Azure Storage refused the request'),
    why: l10n.t('The service says: {0}', said ?? message),
    next: l10n.t('The log has the request ID, which Azure support asks for.'),
  }),
  unknown: ({ message }) => ({
    title: l10n.t('Unexpected error'),
    why: message,
    next: l10n.t('Retry. The log has the details.'),
  }),
};
