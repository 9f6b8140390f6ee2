import assert from 'node:assert/strict';
import { once } from 'node:events';
import { DestinationTrial } from '../../../../src/emulator/files/trial.ts';
import type { ListOptions, RecordingStore } from '../../../../src/storage/recordingStore.ts';

const containerUrl = 'https://account.blob.core.windows.net/recordings';

function trialOf(listLevel: RecordingStore['listLevel'], answerWithinMs?: number): DestinationTrial {
  return new DestinationTrial(() => Promise.resolve({ listLevel } as RecordingStore), answerWithinMs);
}

describe('trial of a destination', () => {
  it('lists below a name that no container has: Azurite is slow to list thousands of recordings', async () => {
    const prefixes: string[] = [];
    const trial = trialOf((prefix) => {
      prefixes.push(prefix);
      return Promise.resolve({ folders: [], files: [] });
    });
    assert.equal(await trial.problem(containerUrl), undefined);
    assert.match(prefixes.join(), /^\.trial-[\da-f]{12}\/$/);
  });

  it('refuses no start because the container is slow, but does not begin with it', async () => {
    const never = async (_: string, { signal }: ListOptions = {}): Promise<never> => {
      if (signal && !signal.aborted) await once(signal, 'abort');
      throw new Error('aborted');
    };
    assert.equal(await trialOf(never, 20).problem(containerUrl), undefined);
    assert.equal(await trialOf(never, 20).problemOfWriting(containerUrl), 'It did not answer within 0.02 s.');
  });
});
