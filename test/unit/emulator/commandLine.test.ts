import assert from 'node:assert/strict';
import { pathToFileURL } from 'node:url';
import { help, readCommandLine } from '../../../src/emulator/commandLine.ts';

describe('command line of the local service', () => {
  it('reads its options', () => {
    const args =
      '--port 8080 --chunk-seconds 2.5 --no-document-ids --allow-entra --exit-with-parent --destination rec';
    const wanted = readCommandLine(args.split(' '));
    if (wanted.kind !== 'run') assert.fail(wanted.kind);
    assert.equal(wanted.exitWithParent, true);
    assert.equal(wanted.service.port, 8080);
    assert.equal(wanted.service.chunks?.chunkSeconds, 2.5);
    assert.equal(wanted.service.documentIdsInNames, false);
    assert.equal(wanted.service.allowEntra, true);
    assert.equal(wanted.service.destination?.containerUrl, pathToFileURL('rec').href);
  });

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

  it('says what is wrong', () => {
    for (const [args, problem] of [
      ['--port 70000', /--port/],
      ['--port -1', /--port/],
      ['--speed 0', /--speed/],
      ['--chunk-seconds 14401', /--chunk-seconds/],
      ['--key short', /--key/],
      ['--cert x', /--cert/],
      ['--destination https://a.blob.core.windows.net/c?sig=SECRET', /^(?!.*SECRET).*--destination/],
      ['--unknown', /unknown/],
      ['stray', /stray/],
      ['http://localhost/?code=SECRET', /^(?!.*SECRET).*localhost/],
      ['--webhook-schema cloudEvents', /--webhook-schema needs --webhook/],
      ['--no-retry', /--no-retry needs --webhook/],
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
