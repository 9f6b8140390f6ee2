import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CallAutomationClient } from '@azure/communication-call-automation';
import { type OwnCertificate, ownCertificate } from '../../../src/emulator/certificate.ts';
import { TestService, statusData } from './localServiceFixture.ts';

describe('HTTPS of the local service', () => {
  let folder: string;
  let certificate: OwnCertificate;
  let local: TestService;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'certificate-'));
    certificate = await ownCertificate(folder);
  });
  after(() => rm(folder, { recursive: true }));

  beforeEach(async () => {
    local = await TestService.start({ tls: certificate, allowEntra: true });
  });
  afterEach(() => local.stop());

  const tokenOf = (claims: object) =>
    ['{}', JSON.stringify(claims), 'x'].map((part) => Buffer.from(part).toString('base64url')).join('.');

  it('makes its certificate once, for its user alone', async () => {
    assert.equal((await ownCertificate(folder)).cert, certificate.cert);
    assert.equal(await readFile(certificate.path, 'utf8'), certificate.cert);
    if (process.platform !== 'win32')
      assert.equal((await stat(join(folder, 'certificate-key.pem'))).mode & 0o777, 0o600);
  });

  it('takes the SDK that trusts the certificate, with the key and with a token, and no other', async () => {
    assert.match(local.service.endpoint, /^https:/);
    const options = { tlsOptions: { ca: certificate.cert }, retryOptions: { maxRetries: 0 } };
    const byKey = new CallAutomationClient(local.service.connectionString, options).getCallRecording();
    const { recordingId } = await byKey.start(local.startOptions());
    const token = tokenOf({ aud: 'https://communication.azure.com//', exp: Date.now() / 1000 + 600 });
    const credential = {
      getToken: () => Promise.resolve({ token, expiresOnTimestamp: Date.now() + 600_000 }),
    };
    const byToken = new CallAutomationClient(local.service.endpoint, credential, options).getCallRecording();
    assert.equal((await byToken.getState(recordingId)).recordingState, 'active');
    const other = new CallAutomationClient(local.service.connectionString, {
      retryOptions: { maxRetries: 0 },
    });
    await assert.rejects(other.getCallRecording().getState(recordingId), /self-signed certificate/);
  });

  it('is the proxy through which the SDK downloads and deletes what is in built-in storage', async () => {
    const { events, clock, service } = local;
    const storage = { recordingStorageKind: 'azureCommunicationServices' as const };
    const options = { tlsOptions: { ca: certificate.cert } };
    const recordings = new CallAutomationClient(service.connectionString, options).getCallRecording();
    const recording = local.startOptions({ recordingFormat: 'wav', recordingStorage: storage });
    const { recordingId } = await recordings.start(recording);
    clock.advance(1_000);
    await recordings.stop(recordingId);
    await service.whenIdle();
    const [chunk] = statusData(events[0]).recordingStorageInfo.recordingChunks;
    assert.match(chunk?.contentLocation ?? '', /^https:\/\/us-storage\.asm\.skype\.com\//);
    // As in a job of CI: a program that knows nothing of the local service, and two variables.
    const client = `
      import { CallAutomationClient } from '@azure/communication-call-automation';
      const [connectionString, content, object] = process.argv.slice(1);
      const recordings = new CallAutomationClient(connectionString).getCallRecording();
      let bytes = 0;
      for await (const piece of await recordings.downloadStreaming(content)) bytes += piece.length;
      await recordings.delete(object);
      const again = await recordings.delete(object).catch(({ status }) => status);
      console.log(JSON.stringify([bytes, again]));`;
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [
        ...['--input-type=module', '-e', client, service.connectionString],
        ...[chunk?.contentLocation ?? '', chunk?.deleteLocation ?? ''],
      ],
      {
        env: {
          ...process.env,
          NODE_EXTRA_CA_CERTS: certificate.path,
          HTTPS_PROXY: `http://127.0.0.1:${service.port}`,
        },
      },
    );
    assert.deepEqual(JSON.parse(stdout), [44 + 32_000, 404]);
  });

  const said = (text: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const socket = connect(local.service.port, '127.0.0.1', () => socket.write(text));
      let answer = '';
      socket.on('data', (data: Buffer) => (answer += data.toString()));
      socket.on('error', reject).on('close', () => resolve(answer));
    });

  it('is no way to anywhere else', async () => {
    for (const target of [
      'example.com:443',
      'asm.skype.com.evil.example:443',
      '169.254.169.254:80',
      '127.0.0.1:1',
    ])
      assert.match(
        await said(`CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\n\r\n`),
        /^HTTP\/1\.1 403/,
        target,
      );
    const plain = await said('GET /local/health HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n');
    assert.match(plain, /^HTTP\/1\.1 400[^]*speaks HTTPS/);
  });
});
