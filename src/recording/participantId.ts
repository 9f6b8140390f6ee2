/** What a raw participant ID (MRI) stands for. */
export type ParticipantKind = 'communicationUser' | 'phoneNumber' | 'teamsUser' | 'bot' | 'unknown';

const prefixes: readonly (readonly [string, ParticipantKind])[] = [
  ['8:acs:', 'communicationUser'],
  ['8:dod-acs:', 'communicationUser'],
  ['8:gcch-acs:', 'communicationUser'],
  ['8:spool:', 'communicationUser'],
  ['4:', 'phoneNumber'],
  ['8:orgid:', 'teamsUser'],
  ['8:dod:', 'teamsUser'],
  ['8:gcch:', 'teamsUser'],
  ['8:teamsvisitor:', 'teamsUser'],
  ['28:', 'bot'],
];

/**
 * The kind that the prefix of a raw participant ID names.
 * @see https://learn.microsoft.com/javascript/api/@azure/communication-common/#@azure-communication-common-createidentifierfromrawid
 */
export function participantKind(rawId: string): ParticipantKind {
  const start = rawId.slice(0, 16).toLowerCase();
  return prefixes.find(([prefix]) => start.startsWith(prefix))?.[1] ?? 'unknown';
}
