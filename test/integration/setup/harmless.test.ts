import assert from 'node:assert/strict';
import { clientOfConnectionString } from '../../../src/calling/callRecordingClient.ts';
import { askForNoRecording } from '../../../src/calling/connection/trial.ts';
import { openStore } from '../../../src/storage/openStore.ts';
import { azuriteKey, sharedAzurite } from '../azurite.ts';
import { scratchService } from '../calling/scratchService.ts';
import { startFaultProxy } from '../faultProxy.ts';
import { blobContainer, deps, freshContainer } from '../storage/helpers.ts';
import { check } from './checking.ts';
import {
  accountId,
  freshAzure,
  homeTenant,
  principalId,
  put,
  resourceId,
  subscriptionId,
  topicId,
  userWith,
} from './standIn/seed.ts';

describe('A whole check', () => {
  it('sends GET, HEAD and OPTIONS and three others to Azure, its storage and the resource, and changes nothing', async () => {
    const azure = await freshAzure();
    const container = await freshContainer(await sharedAzurite());
    await container.getBlockBlobClient('2026/kept').upload('kept', 4);
    const proxy = await startFaultProxy(container.url);
    await using resource = await scratchService(() => ({
      status: 404,
      body: { error: { code: '8522', message: 'Recording not found.' } },
    }));
    // All is there that makes a check ask on.
    azure.state.registered.add(`${subscriptionId}/microsoft.eventgrid`);
    azure.state.principals.add(principalId);
    const found = azure.state.resources.get(resourceId.toLowerCase()) ?? {};
    put(azure, { ...found, identity: { type: 'SystemAssigned', principalId, tenantId: homeTenant } });
    put(azure, {
      id: `${accountId}/providers/Microsoft.Authorization/roleAssignments/dddddddd-0000-4000-8000-000000000001`,
      properties: {
        roleDefinitionId: 'ba92f5b4-2d11-453d-a403-e96b0029c9fe',
        principalId,
        scope: accountId,
      },
    });
    put(azure, { id: topicId, name: 'contoso-topic', properties: { source: resourceId } });
    put(azure, {
      id: `${topicId}/eventSubscriptions/s`,
      name: 's',
      properties: {
        destination: { endpointType: 'WebHook', properties: { endpointBaseUrl: 'https://example.com' } },
        provisioningState: 'Succeeded',
      },
    });
    const before = azure.dump();
    const store = await openStore(
      blobContainer(proxy.through(container.url), 'accountKey'),
      deps(azuriteKey),
    );
    const control = clientOfConnectionString(
      `endpoint=${resource.endpoint}/;accesskey=${Buffer.alloc(64, 1).toString('base64')}`,
    );
    try {
      const { line, lines } = await check(azure, userWith('owner', 'blobDataContributor'), {
        store: () => Promise.resolve(store),
        tryResource: async (signal) => {
          const refusal = await askForNoRecording(() => Promise.resolve(control), signal);
          assert.equal(refusal, undefined);
          return { kind: 'seen', value: 'accepted' };
        },
      });
      // Each question was asked: none of these is known without its request.
      for (const id of ['role', 'youList', 'youRead', 'youDelete', 'youLink', 'eventSubscription'] as const)
        assert.equal(line(id).state, 'passed', `${id}: ${line(id).seen}`);
      assert.equal(lines.filter(({ state }) => state === 'unknown').length, 0);
      const all = [
        ...azure.requests.map(({ method, url }) => `${method} ${url}`),
        ...proxy.requests.map(({ method, url }) => `${method} ${url.pathname}${url.search}`),
        ...resource.requests.map(({ method, path }) => `${method} ${path}`),
      ];
      const others = all.filter((request) => !/^(GET|HEAD|OPTIONS) /.test(request));
      const [deleted, key, search, ...more] = others.sort();
      assert.deepEqual(more, []);
      assert.match(deleted ?? '', /^DELETE \/[\w/-]+\/setup-check-[0-9a-f-]{36}$/);
      assert.match(key ?? '', /^POST \/contosocalls\/\?restype=service&comp=userdelegationkey$/);
      assert.match(search ?? '', /^POST \/providers\/Microsoft\.ResourceGraph\/resources\?/);
      assert.equal(resource.requests.length, 1);
      assert.ok(!all.some((request) => /listKeys|getFullUrl/i.test(request)));
      assert.equal(azure.dump(), before);
      const names: string[] = [];
      for await (const { name } of container.listBlobsFlat()) names.push(name);
      assert.deepEqual(names, ['2026/kept']);
    } finally {
      await proxy.stop();
      await azure.stop();
    }
  });
});
