import assert from 'node:assert/strict';
import { type LocalService, startLocalService } from '../../../../src/emulator/localService.ts';
import { askControl, provenService } from '../../../../src/views/local/control.ts';
import { scratchService } from '../../calling/scratchService.ts';

describe('the local service is taken up only when it proves that it knows the key', () => {
  let service: LocalService;
  let address: { readonly endpoint: string; readonly accessKey: string };

  before(async () => {
    service = await startLocalService();
    const [, accessKey = ''] = service.connectionString.split('accesskey=');
    address = { endpoint: service.endpoint.replace(/\/$/, ''), accessKey };
  });
  after(() => service.close());

  it('knows its own, and asks it with a signature', async () => {
    assert.equal(await provenService(address), process.pid);
    const call = service.calls.create();
    const calls = (await askControl(address, 'GET', '/local/calls')) as readonly { callId: string }[];
    assert.deepEqual(
      calls.map(({ callId }) => callId),
      [call.callId],
    );
    const path = `/local/calls/${encodeURIComponent(call.serverCallId)}`;
    assert.equal(await askControl(address, 'DELETE', path), undefined);
    await assert.rejects(askControl(address, 'POST', '/local/faults', { kind: 'none' }), /400/);
  });

  it('does not trust one with another key, or with none', async () => {
    const other = Buffer.alloc(64, 1).toString('base64');
    assert.equal(await provenService({ ...address, accessKey: other }), undefined);
    assert.equal(await provenService({ ...address, accessKey: '' }), undefined);
  });

  it('does not trust a program that answers like it, or repeats what it once said', async () => {
    const earlier = await fetch(`${address.endpoint}/local/hello`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ nonce: 'nonce-of-another-time' }),
    });
    const said = (await earlier.json()) as object;
    const answers = [
      { status: 200, body: said },
      { status: 200, body: { pid: process.pid, proof: '' } },
      { status: 200, body: '<html>' },
      { status: 404, body: { error: { code: '8522', message: 'Recording not found.' } } },
      { status: 307, headers: { location: `${address.endpoint}/local/hello` } },
      'break' as const,
    ];
    await using fake = await scratchService((_, index) => answers[index]);
    for (const answer of answers) {
      const trusted = await provenService({ ...address, endpoint: fake.endpoint });
      assert.equal(trusted, undefined, JSON.stringify(answer));
    }
    assert.equal(fake.requests.length, answers.length);
    assert.ok(!JSON.stringify(fake.requests).includes(address.accessKey));
  });

  it('gives nothing where nobody listens', async () => {
    assert.equal(await provenService({ ...address, endpoint: 'http://127.0.0.1:1' }), undefined);
  });
});
