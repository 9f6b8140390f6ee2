import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { systemClock } from '../../../src/base/clock.ts';
import { toCommunicationServices } from '../../../src/setup/facts/communication.ts';
import { containerPlan, identityPlan, rolePlan } from '../../../src/setup/mends/access.ts';
import { applyMend } from '../../../src/setup/mends/apply.ts';
import { createText } from '../../../src/setup/mends/create.ts';
import { diagnosticsPlan, eventsPlan, providerPlan } from '../../../src/setup/mends/events.ts';
import type { MendPlan } from '../../../src/setup/mends/plan.ts';
import { run } from '../../host/processes.ts';
import { managerFor } from '../../integration/setup/checking.ts';
import {
  accountId,
  freshAzure,
  homeTenant,
  principalId,
  put,
  resourceId,
  userWith,
  workspaceId,
} from '../../integration/setup/standIn/seed.ts';
import type { StandIn } from '../../integration/setup/standIn/server.ts';
import { pythonEnvironment } from '../python/suite.ts';
import type { Suite, Surroundings, TestResult } from '../suite.ts';

const owner = { ...userWith('owner'), name: 'app' };

/** Every repair that has a text for Azure CLI, by what a person gets from it. */
async function plans(azure: StandIn): Promise<readonly (readonly [string, MendPlan])[]> {
  const resource = toCommunicationServices(await managerFor(azure, owner)().get(resourceId, '2025-09-01'));
  if (!resource) throw new Error('The stand-in has no resource.');
  const user = resourceId.replace(
    'Microsoft.Communication/communicationServices/contoso',
    'Microsoft.ManagedIdentity/userAssignedIdentities/u',
  );
  const queue = { kind: 'queue', accountId, queue: 'recording-events' } as const;
  const webhook = { kind: 'webhook', url: "https://example.com/hook?it's=1&x=$HOME" } as const;
  return [
    ['registers Event Grid', providerPlan(resourceId)],
    ['turns the identity on', identityPlan(resource)],
    ['keeps user-assigned identities', identityPlan({ ...resource, userAssignedIds: [user] })],
    ['assigns the role at the account', rolePlan(principalId, accountId, 'recordings', 'account')],
    ['assigns the role at the container', rolePlan(principalId, accountId, 'recordings', 'container')],
    ['creates the container', containerPlan(accountId, 'more-recordings')],
    [
      'subscribes a queue',
      eventsPlan({ resourceId, name: 'to-queue', target: queue, withCallStarted: true }),
    ],
    [
      'subscribes a webhook',
      eventsPlan({ resourceId, name: 'to-hook', target: webhook, withCallStarted: false }),
    ],
    ['keeps the recording logs', diagnosticsPlan(resourceId, workspaceId)],
  ];
}

/** The texts for Azure CLI that the extension hands out leave the same in Azure as its own repairs. */
export const azSuite: Suite = {
  name: 'Azure CLI: the texts that Setup hands out',
  run: async (surroundings) => {
    const az = await login(surroundings);
    try {
      const results: TestResult[] = [];
      for (const [name, plan] of await plans(az.azure)) results.push(await compare(name, plan, az));
      results.push(await makeFromNothing(az));
      return results;
    } finally {
      await az.stop();
    }
  },
};

interface Az {
  readonly azure: StandIn;
  /** Runs a script of a POSIX shell with `az` on its path. */
  readonly shell: (script: string) => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Azure CLI, signed in to a stand-in by a cloud of its own. */
async function login(surroundings: Surroundings): Promise<Az> {
  const requirements = join(import.meta.dirname, 'requirements.txt');
  const python = await pythonEnvironment(surroundings, { requirements, name: 'azure-cli' });
  const azure = await freshAzure();
  azure.tokenOf(owner, homeTenant);
  const folder = await mkdtemp(join(tmpdir(), 'az-'));
  const certificate = join(folder, 'certificate.pem');
  await writeFile(certificate, azure.certificate);
  const env = {
    ...process.env,
    PATH: [dirname(python), process.env['PATH'] ?? ''].join(delimiter),
    REQUESTS_CA_BUNDLE: certificate,
    AZURE_CONFIG_DIR: join(folder, 'config'),
    AZURE_CORE_COLLECT_TELEMETRY: '0',
    AZURE_CORE_INSTANCE_DISCOVERY: 'false',
    AZURE_CORE_ONLY_SHOW_ERRORS: '1',
  };
  const shell = async (script: string): Promise<void> => {
    await run('bash', ['-euc', script], { env });
  };
  const { origin } = azure;
  await shell(`
    az cloud register -n standin --skip-endpoint-discovery --endpoint-management ${origin} --endpoint-resource-manager ${origin} --endpoint-active-directory ${origin}/adfs \
      --endpoint-active-directory-resource-id ${origin} --endpoint-active-directory-graph-resource-id ${origin} \
      --suffix-storage-endpoint localhost
    az cloud set -n standin
    az login --service-principal -u app -p secret --tenant ${homeTenant}`);
  return {
    azure,
    shell,
    stop: async () => {
      await azure.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Makes the same change in two stand-ins, by hand and by our own request, and compares what they hold then. */
async function compare(name: string, plan: MendPlan, { azure, shell }: Az): Promise<TestResult> {
  const ours = await freshAzure();
  try {
    // Both begin with the same, but for what names their own address.
    ours.state.resources.clear();
    for (const resource of JSON.parse(
      JSON.stringify([...azure.state.resources.values()]).replaceAll(azure.origin, ours.origin),
    ) as Record<string, unknown>[])
      put(ours, resource);
    for (const one of azure.state.registered) ours.state.registered.add(one);
    const deps = {
      manager: managerFor(ours, owner)(),
      clock: systemClock,
      signal: new AbortController().signal,
    };
    const { failed } = await applyMend(plan, deps);
    if (failed) return { name, outcome: 'failed', reason: `Our own mend: ${failed.failure.reason}` };
    await shell(plan.cli);
    const [wanted, got] = [comparable(ours), comparable(azure)];
    return wanted === got
      ? { name, outcome: 'passed' }
      : { name, outcome: 'failed', reason: difference(wanted, got) };
  } catch (error) {
    return { name, outcome: 'failed', reason: error instanceof Error ? error.message : String(error) };
  } finally {
    await ours.stop();
  }
}

/** What a stand-in holds, without what differs from run to run: names of assignments, new IDs, times, its address. */
function comparable(azure: StandIn): string {
  const resources = [...azure.state.resources.values()].map((one) =>
    JSON.stringify(one, (_, value: unknown) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.fromEntries(
            Object.entries(value)
              .filter(([, field]) => field !== null && field !== undefined)
              .sort(([first], [second]) => (first < second ? -1 : 1)),
          )
        : value,
    )
      .replaceAll(azure.origin, 'ORIGIN')
      .replace(/(roleAssignments\/|"name":")[0-9a-f-]{36}/g, '$1NAME')
      .replace(/"(principalId|clientId)":"(?!cccc)[0-9a-f-]{36}"/g, '"$1":"ID"')
      .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME'),
  );
  return JSON.stringify([resources.sort(), [...azure.state.registered].sort()], null, 1);
}

function difference(wanted: string, got: string): string {
  const lines = new Set(got.split('\n'));
  const own = new Set(wanted.split('\n'));
  const missing = [...own].filter((line) => !lines.has(line)).map((line) => `- ${line}`);
  return [...missing, ...[...lines].filter((line) => !own.has(line)).map((line) => `+ ${line}`)]
    .join('\n')
    .slice(0, 3000);
}

/** The text that makes a resource and an account from nothing leaves the identity on and the role given. */
async function makeFromNothing({ azure, shell }: Az): Promise<TestResult> {
  const name = 'makes a resource and an account, with the identity on and the role given';
  try {
    await shell(
      createText({
        resourceGroup: 'fresh',
        location: 'westeurope',
        dataLocation: 'Europe',
        resource: 'freshacs',
        account: 'freshcalls',
        container: 'recordings',
        subscriptionId: resourceId.split('/')[2] ?? '',
      }).cli,
    );
    const stored = [...azure.state.resources];
    const resource = stored.find(([id]) => id.endsWith('/communicationservices/freshacs'))?.[1];
    const principal = (resource?.['identity'] as { readonly principalId?: string } | undefined)?.principalId;
    const assigned = stored.some(
      ([id, one]) =>
        id.includes('/storageaccounts/freshcalls/providers/microsoft.authorization/roleassignments/') &&
        (one['properties'] as Record<string, unknown>)['principalId'] === principal,
    );
    const hasContainer = stored.some(([id]) =>
      id.endsWith('/freshcalls/blobservices/default/containers/recordings'),
    );
    return principal !== undefined && assigned && hasContainer
      ? { name, outcome: 'passed' }
      : { name, outcome: 'failed', reason: JSON.stringify({ principal, assigned, hasContainer }) };
  } catch (error) {
    return { name, outcome: 'failed', reason: error instanceof Error ? error.message : String(error) };
  }
}
