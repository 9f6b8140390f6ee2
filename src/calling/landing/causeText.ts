import * as l10n from '@vscode/l10n';
import type { LandingCause } from './landing.ts';

/** A likely cause in words, with what to do about it. */
export interface CauseText {
  readonly cause: string;
  readonly next: string;
}

/**
 * Says why the files of a recording may not have come and what to do.
 * @param endedAt of the recording, in ms since 1970
 */
export function landingCauseText(cause: LandingCause, endedAt: number): CauseText {
  switch (cause) {
    case 'noManagedIdentity':
      return {
        cause: l10n.t('The Communication Services resource has no managed identity.'),
        next: l10n.t(
          'Switch the system-assigned identity on, under Identity of the resource in the Azure portal.',
        ),
      };
    case 'noRole':
      return {
        cause: l10n.t('The identity of the resource may not write into the storage account.'),
        next: l10n.t(
          'Give it the role {0} on the storage account. A new role works after some minutes.',
          'Storage Blob Data Contributor',
        ),
      };
    case 'firewall':
      return {
        cause: l10n.t('The firewall of the storage account keeps the service out.'),
        next: l10n.t('Allow access from all networks and record again, to see whether it is this.'),
      };
    case 'exportFailed':
      return {
        cause: l10n.t('The export failed: the files lie in the storage of Communication Services.'),
        next: l10n.t(
          'Download them before {0}: the addresses are in the event {1}.',
          new Date(endedAt + 24 * 3_600_000).toLocaleString(),
          'RecordingFileStatusUpdated',
        ),
      };
    case 'neverRecorded':
      return {
        cause: l10n.t(
          'The recording never began: a start is accepted before the service has joined the call.',
        ),
        next: l10n.t('Look for the event {0} at the callback URL.', 'StartRecordingFailed'),
      };
    case 'tooManyFiles':
      return {
        cause: l10n.t('The day has more files than were looked through.'),
        next: l10n.t('Search the Recordings view for the call ID.'),
      };
    case 'containerNotReadable':
      return {
        cause: l10n.t('The container could not be read, so that nobody knows whether the files are there.'),
        next: l10n.t('Connect the container again, then refresh the Recordings view.'),
      };
    case 'localServiceEnded':
      return {
        cause: l10n.t('The local service ended before it had written the files.'),
        next: l10n.t('Start it again and record again.'),
      };
    case 'localServiceCannotWrite':
      return {
        cause: l10n.t('The local service may not write into the container.'),
        next: l10n.t('Its log says why. Azurite and local folders need no sign-in.'),
      };
  }
}
