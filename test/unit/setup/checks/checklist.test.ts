import assert from 'node:assert/strict';
import fc from 'fast-check';
import { setTimeZone } from '../../../../src/base/timeZone.ts';
import { withoutUndefined } from '../../../../src/base/withoutUndefined.ts';
import { checklist } from '../../../../src/setup/checks/checklist.ts';
import type { Line, LineId } from '../../../../src/setup/checks/line.ts';
import type { Evidence, Question } from '../../../../src/setup/evidence/evidence.ts';
import type { LifecycleAction } from '../../../../src/setup/facts/account.ts';
import type { SetupTarget } from '../../../../src/setup/target.ts';
import { matchesGolden } from '../../golden.ts';
import {
  account,
  accountId,
  allGood,
  container,
  failed,
  heldRole,
  localTarget,
  missing,
  nowMs,
  principalId,
  resource,
  seen,
  subscription,
  target,
} from './evidence.ts';

const noRight = failed({
  reason: 'noRight',
  status: 403,
  code: 'AuthorizationFailed',
  action: 'Microsoft.Storage/storageAccounts/read',
  scope: accountId,
});
const rule = (more: Partial<LifecycleAction>): LifecycleAction => ({
  rule: 'clean-up',
  action: 'delete',
  days: 30,
  since: 'modified',
  prefixes: ['recordings/'],
  byTag: false,
  ...more,
});
const events = (...subscriptions: readonly Partial<typeof subscription>[]): Partial<Evidence> => ({
  events: seen({
    subscriptions: subscriptions.map((one) => ({ ...subscription, ...one })),
    topicIds: ['topic'],
  }),
});
const denial = (more: object = {}) => ({
  name: 'Managed application',
  scope: accountId,
  permissions: [{ actions: [], notActions: [], dataActions: ['Microsoft.Storage/*'], notDataActions: [] }],
  principals: ['00000000-0000-0000-0000-000000000000'],
  excluded: [],
  hasCondition: false,
  ...more,
});
const withContainer = (more: object): SetupTarget => ({
  ...target,
  container: { ...target.container, ...more },
});

const situations: Readonly<Record<string, Partial<Evidence> | readonly [Partial<Evidence>, SetupTarget]>> = {
  'nobody is signed in': { signIn: failed({ reason: 'notSignedIn' }) },
  'conditional access asks for more': { signIn: failed({ reason: 'conditionalAccess' }) },
  'a guest who is not in the tenant': { signIn: failed({ reason: 'notInTenant', tenantId: 't2' }) },
  'no network': { signIn: failed({ reason: 'noNetwork' }), resource: failed({ reason: 'noNetwork' }) },
  'two tenants': {
    accountSubscription: seen({ id: 's2', name: 'Partner', tenantId: 't2', state: 'Enabled' }),
  },
  'two subscriptions of one tenant': {
    accountSubscription: seen({ id: 's2', name: 'Storage', tenantId: 't1', state: 'Enabled' }),
  },
  'a disabled subscription': {
    resourceSubscription: seen({ id: 's1', name: 'Development', tenantId: 't1', state: 'Disabled' }),
  },
  'a subscription that is past due': {
    resourceSubscription: seen({ id: 's1', name: 'Development', tenantId: 't1', state: 'PastDue' }),
  },
  'the resource is in no subscription': { resource: missing },
  'the resource is being moved': { resource: seen({ ...resource, provisioningState: 'Moving' }) },
  'the resource failed to be made': { resource: seen({ ...resource, provisioningState: 'Failed' }) },
  'the identity is off': {
    resource: seen({ ...resource, identityType: 'None', principalId: '' }),
    roles: { kind: 'notAsked' },
  },
  'only user-assigned identities': {
    resource: seen({ ...resource, identityType: 'UserAssigned', userAssignedIds: ['/u'] }),
  },
  'the key is refused': { resourceTrial: seen('keyRefused') },
  'access to the resource is forbidden': { resourceTrial: seen('forbidden') },
  'keys are disabled and a connection string is used': {
    resource: seen({ ...resource, disableLocalAuth: true }),
  },
  'the resource is private': { resource: seen({ ...resource, publicNetworkAccess: 'Disabled' }) },
  'the resource is in a perimeter': {
    resource: seen({ ...resource, publicNetworkAccess: 'SecuredByPerimeter' }),
  },
  'no role': { roles: seen([]) },
  'a role that cannot write': {
    roles: seen([heldRole({}, ['Microsoft.Storage/*/read'], 'Storage Blob Data Reader')]),
  },
  'a custom role that can write': { roles: seen([heldRole({}, ['Microsoft.Storage/*'], 'Our recorder')]) },
  'a role at the container alone': {
    roles: seen([heldRole({ scope: `${accountId}/blobServices/default/containers/recordings` })]),
  },
  'a role through a group': { roles: seen([heldRole({ principalId: 'group' })]) },
  'a role with a condition': { roles: seen([heldRole({ condition: "@Resource[name] StringEquals 'x'" })]) },
  'a role assigned three minutes ago': { roles: seen([heldRole({ createdOn: '2026-11-25T16:02:00Z' })]) },
  'a role that cannot be read': { roles: seen([{ assignment: heldRole().assignment }]) },
  'no role and a hierarchical namespace': {
    roles: seen([]),
    account: seen({ ...account, hierarchical: true }),
  },
  'roles may not be read': { roles: noRight },
  'a deny assignment': { denies: seen([denial()]) },
  'a deny assignment that excludes the identity': { denies: seen([denial({ excluded: [principalId] })]) },
  'a deny assignment with a condition': { denies: seen([denial({ hasCondition: true })]) },
  'no right to read the account': { account: noRight },
  'the account is in no subscription': { account: missing },
  'an account without blobs': {
    account: seen(
      Object.fromEntries(
        Object.entries({ ...account, kind: 'FileStorage' }).filter(([key]) => key !== 'blobEndpoint'),
      ) as typeof account,
    ),
  },
  'a firewall with the exception for trusted services': {
    account: seen({ ...account, defaultAction: 'Deny' }),
  },
  'a firewall with allowed addresses': {
    account: seen({ ...account, defaultAction: 'Deny', bypass: 'None', ipRules: ['203.0.113.0/24'] }),
  },
  'a private account': {
    account: seen({ ...account, publicNetworkAccess: 'Disabled', approvedPrivateEndpoints: 1 }),
  },
  'an account in a perimeter': { account: seen({ ...account, publicNetworkAccess: 'SecuredByPerimeter' }) },
  'an old minimum of TLS': { account: seen({ ...account, minimumTls: 'TLS1_0' }) },
  'a minimum of TLS 1.3': { account: seen({ ...account, minimumTls: 'TLS1_3' }) },
  'neither soft delete nor versions': { blobService: seen({ versioning: false }) },
  'the container is not there': { container: missing, list: seen('containerMissing') },
  'the container was deleted': { container: seen({ ...container, deleted: true }) },
  'management may not be read, but blobs can be listed': { container: noRight },
  'the Data Lake host': [{}, withContainer({ url: 'https://contosocalls.dfs.core.windows.net/recordings' })],
  'a URL with a SAS': [
    {},
    withContainer({ url: 'https://contosocalls.blob.core.windows.net/recordings?sv=1' }),
  ],
  'a container of Azure itself': [
    {},
    withContainer({ url: 'https://contosocalls.blob.core.windows.net/$logs', containerName: '$logs' }),
  ],
  'another cloud': [{}, withContainer({ url: 'https://contosocalls.blob.core.chinacloudapi.cn/recordings' })],
  'you may not list': { list: seen('refused') },
  'you may not delete': { remove: seen('refused') },
  'you may not make links': { delegationKey: seen('refused') },
  'the firewall keeps you out': { list: seen('firewall'), read: seen('firewall'), remove: seen('firewall') },
  'keys of the account are disabled': { list: seen('keyDisabled') },
  'a rule deletes recordings': { lifecycle: seen([rule({}), rule({ action: 'tierToCool', days: 7 })]) },
  'a rule archives the whole account': {
    lifecycle: seen([rule({ action: 'tierToArchive', since: 'created', prefixes: [] })]),
  },
  'a rule for another container': { lifecycle: seen([rule({ prefixes: ['backups/'] })]) },
  'a rule that only cools': { lifecycle: seen([rule({ action: 'tierToCool', since: 'accessed' })]) },
  'a locked immutability policy and a legal hold': {
    container: seen({ ...container, legalHold: true, immutableDays: 365, immutabilityLocked: true }),
  },
  'Event Grid is not registered': { eventProvider: seen('NotRegistered') },
  'no event subscription': events(),
  'a subscription for other events': events({ includedTypes: ['Microsoft.Communication.SMSReceived'] }),
  'a subscription that takes all events': {
    events: seen({
      subscriptions: [
        { ...subscription, includedTypes: [] },
        Object.fromEntries(
          Object.entries(subscription).filter(([key]) => key !== 'includedTypes'),
        ) as unknown as typeof subscription,
      ],
      topicIds: [],
    }),
  },
  'a subject filter that no event passes': events({ subjectBeginsWith: '/phonenumber/' }),
  'a filter in capitals that is case-sensitive': events({
    subjectBeginsWith: '/Recording/',
    caseSensitive: true,
  }),
  'an advanced filter': events({
    advancedFilters: [{ operator: 'StringIn', key: 'data.storageType', values: ['acs'] }],
  }),
  'a subscription that has expired': events({ expires: '2026-11-01T00:00:00Z' }),
  'a subscription that expires tomorrow': events({ expires: '2026-11-26T00:00:00Z' }),
  'a subscription that failed': events({ provisioningState: 'Failed' }),
  'topics may not be read': {
    events: seen({
      subscriptions: [],
      topicIds: [],
      unread: {
        reason: 'noRight',
        action: 'Microsoft.EventGrid/systemTopics/read',
        scope: '/subscriptions/s1',
      },
    }),
  },
  'events were dropped': { deliveries: seen({ delivered: 3, failed: 9, dropped: 2, deadLettered: 1 }) },
  'metrics may not be read': { deliveries: noRight },
  'no diagnostic setting': { diagnostics: seen([]) },
  'one of two logs': {
    diagnostics: seen([{ name: 'x', categories: ['CallRecordingSummary'], storageAccountId: accountId }]),
  },
  'a clock two minutes behind': { clocks: seen([{ service: 'storage', aheadMs: -120_000 }]) },
  'a clock an hour ahead': { clocks: seen([{ service: 'management', aheadMs: 3_600_000 }]) },
  'Azure is throttling': { roles: failed({ reason: 'throttled', retryAfterSeconds: 42 }) },
  'the local service and Azurite': [{ resourceTrial: seen('accepted') }, localTarget],
  'the local service does not run': [{ resourceTrial: failed({ reason: 'refused' }) }, localTarget],
  'Azurite does not run': [
    { list: failed({ reason: 'refused' }), read: failed({ reason: 'refused' }) },
    localTarget,
  ],
  'Azurite has no such container': [{ list: seen('containerMissing') }, localTarget],
};

const judge = (evidence: Evidence, of: SetupTarget = target): readonly Line[] =>
  checklist(evidence, of, () => nowMs);

function text({ state, label, seen: found, next, mend, details = [] }: Line): string {
  return [
    `${state.padEnd(8)} ${label}: ${found}`,
    ...(next === undefined ? [] : [`           ${next}`]),
    ...(mend === undefined ? [] : [`           [${mend}]`]),
    ...details.map((one) => `           · ${one}`),
  ].join('\n');
}

describe('The checklist', () => {
  it('passes every line where everything is as it should be', () => {
    assert.deepEqual(
      judge(allGood).filter(({ state }) => state !== 'passed'),
      [],
    );
  });

  it(`says what is wrong in ${Object.keys(situations).length} situations`, () => {
    const good = new Map(judge(allGood).map((line) => [line.id, text(line)]));
    const parts = Object.entries(situations).map(([name, given]) => {
      const [evidence, of] = Array.isArray(given)
        ? (given as [Partial<Evidence>, SetupTarget])
        : [given as Partial<Evidence>, target];
      const lines = judge({ ...allGood, ...evidence }, of);
      const changed = lines
        .map((line) => [line.id, text(line)] as const)
        .filter(([id, one]) => good.get(id) !== one);
      return [`# ${name}`, ...changed.map(([, one]) => one)].join('\n');
    });
    assert.ok(parts.length >= 40);
    matchesGolden('setup/checklist.txt', `${parts.join('\n\n')}\n`);
  });

  it('tells times in the zone that all times are shown in', () => {
    setTimeZone('Europe/Berlin');
    try {
      const lines = judge({ ...allGood, roles: seen([heldRole({ createdOn: '2026-11-25T16:02:00Z' })]) });
      assert.match(lines.map(text).join('\n'), /Assigned at 17:02 UTC\+1; it may/);
    } finally {
      setTimeZone('local');
    }
  });

  it('is "checking" for each line until its answers are there', () => {
    const lines = checklist({ signIn: allGood.signIn }, target, () => nowMs);
    assert.deepEqual(
      lines.filter(({ state }) => state !== 'checking').map(({ id }) => id),
      ['signIn'],
    );
  });
});

/** What must be seen before a line may pass. Kept apart from what the checks say of themselves. */
const evidenceFor: Readonly<Record<LineId, readonly Question[]>> = {
  signIn: ['signIn'],
  tenants: ['resourceSubscription', 'accountSubscription'],
  resource: ['resource'],
  identity: ['resource'],
  resourceAccess: ['resourceTrial'],
  localAuth: ['resource'],
  resourceNetwork: ['resource'],
  role: ['resource', 'account', 'roles'],
  deny: ['resource', 'denies'],
  account: ['account'],
  network: ['account'],
  transport: ['account'],
  softDelete: ['blobService'],
  container: [],
  containerUrl: ['account'],
  youList: ['list'],
  youRead: ['read'],
  youDelete: ['remove'],
  youLink: ['delegationKey'],
  lifecycle: [],
  immutability: ['container'],
  eventProvider: ['eventProvider'],
  eventSubscription: ['events'],
  eventDelivery: ['deliveries'],
  diagnostics: ['diagnostics'],
  clock: ['clocks'],
  localService: ['resourceTrial'],
  localContainer: ['list', 'read', 'remove'],
};

describe('A line of the checklist', () => {
  const questions = Object.keys(allGood) as Question[];
  const others = [
    missing,
    { kind: 'notAsked' },
    failed({ reason: 'noNetwork' }),
    failed({ reason: 'noRight', action: 'x', scope: 'y' }),
    failed({ reason: 'throttled' }),
  ] as const;

  it('never passes without its evidence, whatever the answers are', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(others.length + 3), { minLength: questions.length, maxLength: questions.length }),
        fc.constantFrom(target, localTarget),
        (choices, of) => {
          const evidence = Object.fromEntries(
            questions.map((question, index) => [question, others[choices[index] ?? 0] ?? allGood[question]]),
          ) as unknown as Evidence;
          for (const line of judge(evidence, of)) {
            if (line.state !== 'passed') continue;
            for (const question of evidenceFor[line.id])
              assert.equal(evidence[question].kind, 'seen', `${line.id} passed without ${question}`);
            if (line.id === 'container')
              assert.ok(evidence.container.kind === 'seen' || evidence.list.kind === 'seen');
            // "There is no policy" is an answer.
            if (line.id === 'lifecycle') assert.ok(['seen', 'missing'].includes(evidence.lifecycle.kind));
          }
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('has the identity on, and the right to write blobs without a condition, before the role passes', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            scope: fc.constantFrom(
              accountId,
              `${accountId}/blobServices/default/containers/recordings`,
              '/subscriptions/s1',
            ),
            condition: fc.option(fc.string({ minLength: 1 }), { nil: undefined }),
            writes: fc.boolean(),
            known: fc.boolean(),
          }),
        ),
        (roles) => {
          const held = roles.map(({ scope, condition, writes, known }) => {
            const role = heldRole(
              { scope, ...withoutUndefined({ condition }) },
              writes ? ['Microsoft.Storage/*'] : ['Microsoft.Storage/*/read'],
            );
            return known ? role : { assignment: role.assignment };
          });
          const line = judge({ ...allGood, roles: seen(held) }).find(({ id }) => id === 'role');
          const isGood = roles.some(
            ({ scope, condition, writes, known }) =>
              known && writes && condition === undefined && !scope.includes('/containers/'),
          );
          assert.equal(line?.state === 'passed', isGood);
        },
      ),
    );
  });
});
