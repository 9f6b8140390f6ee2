import * as l10n from '@vscode/l10n';
import type { ParticipantKind } from './id.ts';

/** The kind of a participant in words. */
export function participantKindText(kind: ParticipantKind): string {
  return texts[kind]();
}

const texts: Readonly<Record<ParticipantKind, () => string>> = {
  communicationUser: () => l10n.t('ACS user'),
  phoneNumber: () => l10n.t('Phone number'),
  teamsUser: () => l10n.t('Teams user'),
  bot: () => l10n.t('Bot'),
  unknown: () => l10n.t('Unknown kind'),
};
