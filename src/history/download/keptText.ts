import * as l10n from '@vscode/l10n';
import { formatMoment } from '../../base/display.ts';
import { durationText } from '../../base/text/duration.ts';

/**
 * Why a file is not there. The storage says no more than that; the time of the event distinguishes a recording that
 * expired from one that was deleted or never was there. @param keptUntil ms since 1970
 */
export function missingText(keptUntil: number, now: number): string {
  return keptUntil > now
    ? l10n.t(
        'The storage of Communication Services has no such file, although its 24 hours end only in {0}: it was deleted, or another resource made the recording.',
        durationText(keptUntil - now),
      )
    : l10n.t(
        'The storage of Communication Services has deleted the recording: its 24 hours ended {0}.',
        formatMoment(new Date(keptUntil)),
      );
}

/** How much longer the storage keeps a recording, for a message while it is downloaded. */
export function keptText(keptUntil: number | undefined, now: number): string | undefined {
  return keptUntil === undefined || keptUntil <= now
    ? undefined
    : l10n.t('kept for another {0}', durationText(keptUntil - now));
}
