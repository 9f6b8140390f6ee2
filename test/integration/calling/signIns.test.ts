import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { ContainerSASPermissions } from '@azure/storage-blob';
import { type LocalService, startLocalService } from '../../../src/emulator/localService.ts';
import { StoreError } from '../../../src/storage/failures/storeError.ts';
import { clientOfConnectionString } from '../../../src/calling/callRecordingClient.ts';
import { sharedAzurite } from '../azurite.ts';
import { freshContainer } from '../storage/helpers.ts';

const serverSecret = 'never-to-be-seen-again';

describe('sign-ins of the local service', () => {
  const log: string[] = [];
  const asked: string[] = [];
  let service: LocalService;

  before(async () => {
    service = await startLocalService({
      log: (line) => log.push(line),
      openDestination: (url) => {
        asked.push(url);
        return Promise.reject(new StoreError('noDataRole', 'Not allowed'));
      },
    });
  });
  after(() => service.close());

  const signIn = (body: object) =>
    fetch(`${service.endpoint}local/sign-ins`, {
      method: 'POST',
      headers: {
        authorization: `AccessKey ${service.connectionString.split('accesskey=')[1] ?? ''}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify(body),
    });

  async function record(url: string): Promise<void> {
    const control = clientOfConnectionString(service.connectionString);
    const { recordingId } = await control.start(
      {
        call: { kind: 'serverCallId', id: service.calls.create().serverCallId },
        ...{ content: 'audio', channel: 'mixed', format: 'wav', pauseOnStart: false },
        destination: { kind: 'container', url },
        ...{ channelOrder: [], channelAffinity: [] },
      },
      { requestId: randomUUID(), firstSent: Date.now() },
    );
    await control.stop(recordingId);
    await service.whenIdle();
  }

  it('writes into a container with the sign-in that it was given', async () => {
    const azurite = await sharedAzurite();
    for (const kind of ['connectionString', 'sas'] as const) {
      const container = await freshContainer(azurite);
      const sas = await container.generateSasUrl({
        permissions: ContainerSASPermissions.parse('rcwl'),
        expiresOn: new Date(Date.now() + 600_000),
      });
      const secret = kind === 'sas' ? new URL(sas).search.slice(1) : azurite.connectionString;
      const { status } = await signIn({ containerUrl: container.url, signIn: kind, secret });
      assert.equal(status, 204);
      await record(`${container.url}/below`);
      const names: string[] = [];
      for await (const { name } of container.listBlobsFlat()) names.push(name);
      assert.equal(names.length, 2, kind);
      assert.ok(names.every((name) => name.startsWith('below/')));
      assert.ok(!log.some((line) => line.includes(secret)));
    }
    assert.deepEqual(asked, []);
  });

  it('asks for the sign-in of a container that was given none', async () => {
    const { url } = await freshContainer(await sharedAzurite());
    await assert.rejects(record(url), /destination cannot be used: Signed in, but without a data role/);
    assert.deepEqual(asked, [url]);
  });

  it('refuses what is no sign-in, and repeats no secret', async () => {
    const containerUrl = 'https://acct.blob.core.windows.net/recordings';
    for (const wrong of [
      { containerUrl: 'nowhere' },
      { containerUrl: `${containerUrl}?sig=${serverSecret}` },
      { containerUrl: `${containerUrl}/prefix` },
      { signIn: 'password' },
      { secret: '' },
      { secret: 7 },
    ]) {
      const answer = await signIn({ containerUrl, signIn: 'accountKey', secret: serverSecret, ...wrong });
      assert.equal(answer.status, 400, JSON.stringify(wrong));
      assert.ok(!(await answer.text()).includes(serverSecret));
    }
    assert.ok(!log.some((line) => line.includes(serverSecret)));
  });

  it('takes nothing from a web page', async () => {
    const answer = await fetch(`${service.endpoint}local/sign-ins`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: 'https://example.com' },
      body: '{}',
    });
    assert.equal(answer.status, 403);
  });
});
