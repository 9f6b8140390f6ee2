import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { help, readCommandLine } from '../../../src/emulator/commandLine.ts';

describe('command line of the local service', () => {
  it('reads its options', () => {
    const args =
      '--port 8080 --chunk-seconds 2.5 --no-document-ids --allow-entra --tls --exit-with-parent --destination rec --seed a --fast --state kept';
    const wanted = readCommandLine(args.split(' '));
    if (wanted.kind !== 'run') assert.fail(wanted.kind);
    assert.equal(wanted.exitWithParent, true);
    assert.equal(wanted.service.port, 8080);
    assert.equal(wanted.service.chunks?.chunkSeconds, 2.5);
    assert.equal(wanted.service.documentIdsInNames, false);
    assert.equal(wanted.service.allowEntra, true);
    assert.equal(wanted.ownCertificate, true);
    assert.equal(wanted.service.seed, 'a');
    assert.equal(wanted.service.speed, 3600);
    assert.equal(wanted.service.stateFolder, resolve('kept'));
    assert.equal(wanted.service.destination?.containerUrl, pathToFileURL('rec').href);
  });

  it('has no short options, however many letters are given for some', () => {
    const wanted = readCommandLine([`-a-b${'x'.repeat(100_000)}`]);
    assert.match(wanted.kind === 'wrong' ? wanted.problem : wanted.kind, /^Unknown option/);
  }).timeout(2_000);

  it('reads where events are delivered', () => {
    const webhookOf = (args: string) => {
      const wanted = readCommandLine(args.split(' '));
      return wanted.kind === 'run' ? wanted.webhook : assert.fail(wanted.kind);
    };
    assert.equal(webhookOf('--port 0'), undefined);
    assert.deepEqual(webhookOf('--webhook http://localhost/?code=1'), {
      address: 'http://localhost/?code=1',
      schema: 'eventGrid',
      headers: {},
      handshake: true,
      retries: true,
    });
    const args =
      '--webhook http://localhost/ --webhook-schema cloudEvents --no-handshake --no-retry --webhook-header a:1 --webhook-header=b:2';
    assert.deepEqual(webhookOf(args), {
      address: 'http://localhost/',
      schema: 'cloudEvents',
      headers: { a: '1', b: '2' },
      handshake: false,
      retries: false,
    });
  });

  it('reads the queue that events are put into', () => {
    const queueOf = (...args: string[]) => {
      const wanted = readCommandLine(args);
      return wanted.kind === 'run' ? wanted.queue : assert.fail(wanted.kind);
    };
    assert.equal(queueOf('--port', '0'), undefined);
    const url = 'https://acc.queue.core.windows.net/events';
    assert.deepEqual(queueOf('--queue', url), { address: url, schema: 'eventGrid' });
    assert.deepEqual(
      queueOf('--queue', 'UseDevelopmentStorage=true', '--queue-name', 'q', '--queue-schema', 'cloudEvents'),
      { address: 'UseDevelopmentStorage=true', name: 'q', schema: 'cloudEvents' },
    );
  });

  it('reads secrets from files and from the environment, so that no list of processes shows them', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'secrets-'));
    const file = async (name: string, text: string): Promise<string> => {
      await writeFile(join(folder, name), text);
      return join(folder, name);
    };
    const key = Buffer.alloc(32, 1).toString('base64');
    const run = (args: string[], environment: NodeJS.ProcessEnv = {}) => {
      const wanted = readCommandLine(args, environment);
      return wanted.kind === 'run' ? wanted : assert.fail(wanted.kind);
    };
    const byFile = run([
      ...['--key-file', await file('key', `${key}\n`)],
      ...['--webhook-file', await file('webhook', 'http://localhost/?code=1\r\n')],
      ...['--webhook-header-file', await file('headers', 'a: 1\r\nb: 2\n')],
    ]);
    const byEnvironment = run([], {
      ACS_LOCAL_KEY: key,
      ACS_LOCAL_WEBHOOK: 'http://localhost/?code=1',
      ACS_LOCAL_WEBHOOK_HEADER: 'a: 1\nb: 2',
    });
    for (const { service, webhook } of [byFile, byEnvironment]) {
      assert.equal(service.key, key);
      assert.equal(webhook?.address, 'http://localhost/?code=1');
      assert.deepEqual(webhook.headers, { a: '1', b: '2' });
    }
    const other = Buffer.alloc(32, 2).toString('base64');
    assert.equal(run(['--key', other], { ACS_LOCAL_KEY: key }).service.key, other);
    await rm(folder, { recursive: true });
  });

  it('says what is wrong', () => {
    for (const [args, problem] of [
      ['--port 70000', /--port/],
      ['--port -1', /--port/],
      ['--speed 0', /--speed/],
      ['--chunk-seconds 14401', /--chunk-seconds/],
      ['--key short', /--key/],
      ['--cert x', /--cert/],
      ['--allow-entra', /--allow-entra needs --tls/],
      ['--fast --speed 2', /--fast and --speed/],
      ['--key-file /nowhere/at/all', /--key-file.*cannot be read/],
      ['--destination https://a.blob.core.windows.net/c?sig=SECRET', /^(?!.*SECRET).*--destination/],
      ['--unknown', /unknown/],
      ['stray', /stray/],
      ['http://localhost/?code=SECRET', /^(?!.*SECRET).*localhost/],
      ['--webhook-schema cloudEvents', /--webhook-schema needs --webhook/],
      ['--no-retry', /--no-retry needs --webhook/],
      ['--queue-name q', /--queue-name needs --queue/],
      ['--queue AccountKey=SECRET', /^(?!.*SECRET).*needs --queue-name/],
      ['--queue https://a.queue.core.windows.net/q?SECRET --queue-name q', /^(?!.*SECRET).*--queue-name/],
      ['--queue https://a.queue.core.windows.net/q --queue-schema x', /--queue-schema must be/],
      ['--webhook http://localhost/ --webhook-schema both', /--webhook-schema must be/],
      ['--webhook http://localhost/ --webhook-header SECRET', /^(?!.*SECRET).*--webhook-header/],
    ] as const) {
      const wanted = readCommandLine(args.split(' '));
      if (wanted.kind !== 'wrong') assert.fail(args);
      assert.match(wanted.problem, problem);
    }
  });

  it('explains each option', () => {
    assert.equal(readCommandLine(['--help']).kind, 'help');
    for (const option of help.matchAll(/--[a-z-]+/g)) {
      const wanted = readCommandLine([option[0]]);
      assert.doesNotMatch(wanted.kind === 'wrong' ? wanted.problem : '', /unknown/i, option[0]);
    }
  });
});
