import assert from 'node:assert/strict';
import { systemClock } from '../../../src/base/clock.ts';
import { toCommunicationServices } from '../../../src/setup/facts/communication.ts';
import { containerPlan, identityPlan, rolePlan } from '../../../src/setup/mends/access.ts';
import { applyMend, undoMend } from '../../../src/setup/mends/apply.ts';
import { diagnosticsPlan, eventsPlan, providerPlan } from '../../../src/setup/mends/events.ts';
import type { MendPlan } from '../../../src/setup/mends/plan.ts';
import { check, managerFor } from './checking.ts';
import {
  accountId,
  freshAzure,
  put,
  resourceId,
  subscriptionId,
  userWith,
  workspaceId,
} from './standIn/seed.ts';
import type { StandIn, StandInOptions } from './standIn/server.ts';
import type { User } from './standIn/state.ts';

/** Waits pass at once. */
const hurriedClock = {
  now: () => systemClock.now(),
  after: (_: number, action: () => void) => systemClock.after(0, action),
};

describe('Fixing the setup in Azure', () => {
  let azure: StandIn;
  const owner = userWith('owner');

  async function start(options?: StandInOptions): Promise<void> {
    azure = await freshAzure(options);
  }

  afterEach(() => azure.stop());

  const depsOf = (user: User) => ({
    manager: managerFor(azure, user)(),
    clock: hurriedClock,
    signal: new AbortController().signal,
  });
  const apply = (plan: MendPlan, user: User = owner) => applyMend(plan, depsOf(user));
  const stored = (id: string) =>
    azure.state.resources.get(id.toLowerCase()) as Record<string, Record<string, unknown>>;

  async function identity(): Promise<MendPlan> {
    const resource = toCommunicationServices(await managerFor(azure, owner)().get(resourceId, '2025-09-01'));
    assert.ok(resource);
    return identityPlan(resource);
  }

  const principal = (): string => String(stored(resourceId)['identity']?.['principalId']);

  it('turns the identity on, assigns the role, and says that it may not work yet', async () => {
    await start();
    assert.equal((await apply(await identity())).failed, undefined);
    assert.equal((await apply(rolePlan(principal(), accountId, 'recordings', 'account'))).failed, undefined);
    const { line } = await check(azure, owner);
    assert.equal(line('identity').state, 'passed');
    assert.equal(line('role').state, 'warning');
    assert.match(line('role').seen, /Assigned at \d\d:\d\d UTC; it may not have taken effect yet/);
  });

  it('keeps user-assigned identities, and everything else of the resource', async () => {
    await start();
    const user = `/subscriptions/${subscriptionId}/resourceGroups/calls/providers/Microsoft.ManagedIdentity/userAssignedIdentities/u`;
    put(azure, {
      ...stored(resourceId),
      identity: { type: 'UserAssigned', userAssignedIdentities: { [user]: {} } },
    });
    const { undo } = await apply(await identity());
    assert.equal(stored(resourceId)['identity']?.['type'], 'SystemAssigned,UserAssigned');
    assert.deepEqual(Object.keys(stored(resourceId)['identity']?.['userAssignedIdentities'] ?? {}), [user]);
    assert.deepEqual(stored(resourceId)['tags'], { team: 'calls' });
    await undoMend(undo, depsOf(owner));
    assert.equal(stored(resourceId)['identity']?.['type'], 'UserAssigned');
  });

  it('waits until a write is read back, through replication and long operations', async () => {
    await start({ staleReads: 3, operationLooks: 3 });
    const plan = eventsPlan({
      resourceId,
      name: 'recordings',
      target: { kind: 'queue', accountId, queue: 'recording-events' },
      withCallStarted: true,
    });
    assert.equal((await apply(providerPlan(resourceId))).failed, undefined);
    const outcome = await apply(plan);
    assert.equal(outcome.failed, undefined);
    assert.equal(outcome.done.length, 2);
    const { line } = await check(azure, owner);
    assert.equal(line('eventSubscription').state, 'passed');
    await undoMend(outcome.undo, depsOf(owner));
    assert.ok(![...azure.state.resources.keys()].some((key) => key.includes('/eventsubscriptions/')));
    assert.ok([...azure.state.resources.keys()].some((key) => key.endsWith('/queues/recording-events')));
  });

  it('does a repeat without harm, also where the role is there under another name', async () => {
    await start();
    await apply(await identity());
    const plan = rolePlan(principal(), accountId, 'recordings', 'account');
    await apply(plan);
    assert.equal((await apply(plan)).failed, undefined);
    const [key] = [...azure.state.resources.keys()].filter((one) => one.includes('/roleassignments/'));
    const assignment = stored(key ?? '');
    azure.state.resources.delete(key ?? '');
    const other = `${accountId}/providers/Microsoft.Authorization/roleAssignments/dddddddd-0000-4000-8000-000000000001`;
    put(azure, { ...assignment, id: other, name: 'dddddddd-0000-4000-8000-000000000001' });
    const repeated = await apply(plan);
    assert.equal(repeated.failed, undefined);
    assert.deepEqual(repeated.undo, [], 'what was there before is not taken back');
  });

  it('creates the container and the diagnostic setting', async () => {
    await start();
    azure.state.resources.delete(`${accountId}/blobServices/default/containers/recordings`.toLowerCase());
    assert.equal((await check(azure, owner)).line('container').state, 'failed');
    assert.equal((await apply(containerPlan(accountId, 'recordings'))).failed, undefined);
    assert.equal((await apply(diagnosticsPlan(resourceId, workspaceId))).failed, undefined);
    const { line } = await check(azure, owner);
    assert.equal(line('container').state, 'passed');
    assert.equal(line('diagnostics').state, 'passed');
  });

  it('names the missing action and scope for each fix that the person may not make', async () => {
    await start();
    azure.state.registered.add(`${subscriptionId}/microsoft.eventgrid`);
    const reader = userWith('reader');
    const plans = [
      await identity(),
      rolePlan('cccccccc-0000-4000-8000-000000000003', accountId, 'recordings', 'account'),
      containerPlan(accountId, 'other'),
      diagnosticsPlan(resourceId, workspaceId),
      providerPlan(resourceId),
      eventsPlan({
        resourceId,
        name: 'r',
        target: { kind: 'webhook', url: 'https://example.com/hook' },
        withCallStarted: false,
      }),
    ];
    const before = azure.dump();
    for (const plan of plans) {
      const { failed, done } = await apply(plan, reader);
      assert.deepEqual(done, [], plan.kind);
      assert.equal(failed?.failure.reason, 'noRight', plan.kind);
      assert.equal(failed.failure.action?.toLowerCase(), failed.step.right.action.toLowerCase(), plan.kind);
      assert.equal(failed.written, 'no');
    }
    assert.equal(azure.dump(), before);
  });

  it('lets Contributor do all but assign the role', async () => {
    await start();
    const contributor = userWith('contributor');
    assert.equal((await apply(await identity(), contributor)).failed, undefined);
    const { failed } = await apply(rolePlan(principal(), accountId, 'recordings', 'account'), contributor);
    assert.equal(failed?.failure.action, 'Microsoft.Authorization/roleAssignments/write');
    assert.equal(failed.failure.scope, accountId);
  });

  it('says what was done where a later step failed', async () => {
    await start();
    const outcome = await apply(
      eventsPlan({
        resourceId,
        name: 'r',
        target: { kind: 'queue', accountId, queue: 'q-1' },
        withCallStarted: false,
      }),
    );
    assert.equal(outcome.done.length, 1);
    assert.equal(outcome.failed?.failure.reason, 'providerNotRegistered');
    assert.equal(outcome.failed.failure.namespace, 'Microsoft.EventGrid');
  });

  it('distinguishes a lock, a disabled subscription, a webhook that refuses, and an operation that fails', async () => {
    await start();
    azure.state.registered.add(`${subscriptionId}/microsoft.eventgrid`);
    const hook = (url: string) =>
      eventsPlan({ resourceId, name: 'r', target: { kind: 'webhook', url }, withCallStarted: false });
    const reasonOf = async (plan: MendPlan) => (await apply(plan)).failed?.failure.reason;
    assert.equal(await reasonOf(hook('https://refuses.example.com/?code=secret')), 'webhookRefused');
    azure.operationFailures.push({ code: 'InternalError', message: 'Broken' });
    assert.equal(await reasonOf(hook('https://example.com/hook')), 'operationFailed');
    azure.state.locks.add(resourceId);
    assert.equal(await reasonOf(await identity()), 'locked');
    azure.state.locks.clear();
    azure.state.subscriptions.set(subscriptionId, {
      displayName: 'D',
      tenantId: owner.tenants[0] ?? '',
      state: 'Disabled',
    });
    assert.equal(await reasonOf(await identity()), 'subscriptionDisabled');
  });

  it('is not done where the write is never read back, and says that it was written', async () => {
    await start({ staleReads: 1000 });
    const { failed, done } = await apply(containerPlan(accountId, 'other'));
    assert.equal(failed?.failure.reason, 'notReadBack');
    assert.equal(failed.written, 'yes');
    assert.equal(done.length, 1);
  });
});
