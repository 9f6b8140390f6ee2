import { checklist } from '../../../src/setup/checks/checklist.ts';
import type { Line, LineId } from '../../../src/setup/checks/line.ts';
import { type Sources, collectEvidence } from '../../../src/setup/evidence/collect.ts';
import type { Evidence, Question } from '../../../src/setup/evidence/evidence.ts';
import { ResourceManager } from '../../../src/setup/management/client.ts';
import { cloudOf, publicCloud } from '../../../src/setup/management/cloud.ts';
import type { SetupTarget } from '../../../src/setup/target.ts';
import { homeTenant } from './standIn/seed.ts';
import type { StandIn } from './standIn/server.ts';
import type { User } from './standIn/state.ts';

/** A client of the stand-in for one person, by tenant. */
export function managerFor(standIn: StandIn, user: User): (tenantId?: string) => ResourceManager {
  const cloud = cloudOf('custom', { resourceManagerEndpointUrl: standIn.origin }) ?? publicCloud;
  const managers = new Map<string, ResourceManager>();
  return (tenantId = homeTenant) => {
    const made =
      managers.get(tenantId) ??
      new ResourceManager(
        cloud,
        { token: () => Promise.resolve(standIn.tokenOf(user, tenantId)) },
        { ca: standIn.certificate, retryDelayMs: 1 },
      );
    managers.set(tenantId, made);
    return made;
  };
}

/** The pair of the seed. */
export function targetOf(standIn: StandIn): SetupTarget {
  return {
    resource: {
      kind: 'azure',
      name: 'contoso',
      endpoint: 'https://contoso.communication.azure.com',
      signIn: 'token',
    },
    container: {
      kind: 'azure',
      name: 'recordings',
      url: `${standIn.origin}/contosocalls/recordings`,
      accountName: 'contosocalls',
      containerName: 'recordings',
      prefix: '',
      signIn: 'token',
    },
  };
}

/** What one check came to. */
export interface Checked {
  readonly evidence: Evidence;
  readonly lines: readonly Line[];
  readonly line: (id: LineId) => Line;
  /** In the order in which they became known. */
  readonly order: readonly Question[];
}

/** Checks the pair of the seed as a person. */
export async function check(
  standIn: StandIn,
  user: User,
  { target = targetOf(standIn), ...sources }: Partial<Sources> & { readonly target?: SetupTarget } = {},
): Promise<Checked> {
  const order: Question[] = [];
  const evidence = await collectEvidence(target, {
    managerOf: managerFor(standIn, user),
    signIn: () => Promise.resolve(user.name),
    tryResource: () => Promise.resolve({ kind: 'seen', value: 'accepted' }),
    now: () => Date.now(),
    signal: new AbortController().signal,
    onKnown: (question) => order.push(question),
    ...sources,
  });
  const lines = checklist(evidence, target, Date.now);
  const line = (id: LineId): Line => {
    const found = lines.find((one) => one.id === id);
    if (!found) throw new Error(`No line ${id}`);
    return found;
  };
  return { evidence, lines, line, order };
}
