import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { clientOfConnectionString } from '../../../src/calling/callRecordingClient.ts';
import { CallingError } from '../../../src/calling/failures/callingError.ts';

const program = join(import.meta.dirname, '../../../src/localServiceProgram.ts');

describe('the local service as a process that outlives its starter', () => {
  const children: ChildProcess[] = [];
  after(() => children.forEach((child) => child.kill('SIGKILL')));

  async function start(idleSeconds: string): Promise<{ child: ChildProcess; connectionString: string }> {
    const child = spawn(process.execPath, [program, '--exit-when-idle', idleSeconds], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    children.push(child);
    const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
    return { child, ...(JSON.parse(line) as { connectionString: string }) };
  }

  it('ends by itself when nobody asks it anything', async () => {
    const { child } = await start('1');
    const [code] = (await once(child, 'exit')) as [number];
    assert.equal(code, 0);
  });

  it('keeps running when nobody reads its output any more', async () => {
    const { child, connectionString } = await start('60');
    child.stdout?.destroy();
    child.stderr?.destroy();
    const control = clientOfConnectionString(connectionString);
    for (let request = 0; request < 3; request++)
      await assert.rejects(control.getState('none'), (error) => CallingError.is(error, 'recordingNotFound'));
    assert.equal(child.exitCode, null);
  });
});
