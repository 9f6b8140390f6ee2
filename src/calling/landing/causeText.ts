import * as l10n from '@vscode/l10n';
import { formatMoment } from '../../base/display.ts';
import type { Explanation } from '../../base/explanation.ts';
import type { LandingCause } from './landing.ts';

/**
 * Says why the files of a recording may not have come and what to do.
 * @param endedAt of the recording, in ms since 1970
 */
export function landingCauseText(cause: LandingCause, endedAt: number): Explanation {
  return texts[cause](endedAt);
}

const texts: Readonly<Record<LandingCause, (endedAt: number) => Explanation>> = {
  noManagedIdentity: () => ({
    title: l10n.t('No managed identity'),
    why: l10n.t('The Communication Services resource has no managed identity.'),
    next: l10n.t(
      'Switch the system-assigned identity on, under Identity of the resource in the Azure portal.',
    ),
  }),
  noRole: () => ({
    title: l10n.t('Role missing'),
    why: l10n.t('The identity of the resource may not write into the storage account.'),
    next: l10n.t(
      'Give it the role {0} on the storage account. A new role takes a few minutes to take effect.',
      'Storage Blob Data Contributor',
    ),
  }),
  firewall: () => ({
    title: l10n.t('Firewall'),
    why: l10n.t('The firewall of the storage account blocks the service.'),
    next: l10n.t('Allow access from all networks and record again, to see whether this is the cause.'),
  }),
  exportFailed: (endedAt) => ({
    title: l10n.t('Export failed'),
    why: l10n.t('The export failed: the files are in the storage of Communication Services.'),
    next: l10n.t(
      'Download them before {0}: the addresses are in the event {1}.',
      formatMoment(new Date(endedAt + 24 * 3_600_000)),
      'RecordingFileStatusUpdated',
    ),
  }),
  neverRecorded: () => ({
    title: l10n.t('Never recorded'),
    why: l10n.t('The recording never began: a start is accepted before the service has joined the call.'),
    next: l10n.t('Look for the event {0} at the callback URL.', 'StartRecordingFailed'),
  }),
  tooManyFiles: () => ({
    title: l10n.t('Too many files'),
    why: l10n.t('The day has more files than were searched.'),
    next: l10n.t('Search the Recordings view for the call ID.'),
  }),
  containerNotReadable: () => ({
    title: l10n.t('Container not readable'),
    why: l10n.t('The container could not be read, so it is not known whether the files are there.'),
    next: l10n.t('Connect the container again, then refresh the Recordings view.'),
  }),
  localServiceEnded: () => ({
    title: l10n.t('Local service ended'),
    why: l10n.t('The local service ended before it had written the files.'),
    next: l10n.t('Start it again and record again.'),
  }),
  localServiceCannotWrite: () => ({
    title: l10n.t('Local service cannot write'),
    why: l10n.t('The local service may not write into the container.'),
    next: l10n.t('Its log says why. Azurite and local folders need no sign-in.'),
  }),
};
