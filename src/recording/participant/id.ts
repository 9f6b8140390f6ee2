import { withoutUndefined } from '../../base/withoutUndefined.ts';

/** What a raw participant ID (MRI) stands for. */
export type ParticipantKind = 'communicationUser' | 'phoneNumber' | 'teamsUser' | 'bot' | 'unknown';

/** The parts of a raw participant ID, as far as it has them. */
export interface ParticipantIdParts {
  readonly rawId: string;
  readonly kind: ParticipantKind;
  /** The immutable ID of the Communication Services resource, a GUID. */
  readonly resourceId?: string;
  /** Present for a Teams user who is reached through a Communication Services resource. */
  readonly tenantId?: string;
  readonly userId?: string;
  /** In E.164, such as `+15551234567`, or `anonymous`. */
  readonly phoneNumber?: string;
}

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
  return parseParticipantId(rawId).kind;
}

/** Takes a raw participant ID apart. */
export function parseParticipantId(rawId: string): ParticipantIdParts {
  const [prefix, kind] = findPrefix(rawId) ?? ['', 'unknown'];
  const rest = rawId.slice(prefix.length);
  if (kind === 'phoneNumber') return { rawId, kind, phoneNumber: rest };
  if (kind === 'unknown') return { rawId, kind };
  const ids = rest.split('_', 4);
  if (kind !== 'communicationUser' || ids.length === 1 || ids.length > 3)
    return { rawId, kind, userId: rest };
  const [resourceId, second, third] = ids;
  if (third === undefined) return withoutUndefined({ rawId, kind, resourceId, userId: second });
  // Three parts: a Teams user whom a Communication Services resource serves (Teams Phone extensibility).
  return withoutUndefined({ rawId, kind: 'teamsUser' as const, resourceId, tenantId: second, userId: third });
}

function findPrefix(rawId: string): (typeof prefixes)[number] | undefined {
  const start = rawId.slice(0, 16).toLowerCase();
  return prefixes.find(([prefix]) => start.startsWith(prefix));
}
