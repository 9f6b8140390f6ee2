import { createInterface } from 'node:readline';
import { CallAutomationClient } from '@azure/communication-call-automation';
import { withoutUndefined } from '../../../src/base/withoutUndefined.ts';
import type { EventGridEvent } from '../../../src/recording/event/event.ts';

interface Ready {
  readonly endpoint: string;
  readonly connectionString: string;
}

/** The lines that a program writes, all of them and those that are waited for. */
export class Lines {
  text = '';
  readonly #waiting = new Set<(line: string) => void>();

  constructor(input: NodeJS.ReadableStream) {
    createInterface({ input }).on('line', (line) => {
      this.text += `${line}\n`;
      for (const look of this.#waiting) look(line);
    });
  }

  /**
   * The first line, written already or to come, that fits.
   * @param before what was written before it
   */
  find(pattern: RegExp, before = ''): Promise<string> {
    return new Promise((resolve) => {
      const look = (line: string) => {
        if (!pattern.test(line)) return;
        this.#waiting.delete(look);
        resolve(line);
      };
      this.#waiting.add(look);
      for (const line of this.text.slice(before.length).split('\n')) look(line);
    });
  }
}

/** Starts to record a new call, as an application does. Resolves with what stops it. */
export async function begin(output: Lines, callbackUrl?: string): Promise<() => Promise<void>> {
  const { endpoint, connectionString } = JSON.parse(await output.find(/"ready"/)) as Ready;
  const answer = await fetch(new URL('local/calls', endpoint), {
    method: 'POST',
    headers: {
      Authorization: `AccessKey ${connectionString.split('accesskey=')[1] ?? ''}`,
      'Content-Type': 'application/json',
    },
    body: '{}',
  });
  const { serverCallId } = (await answer.json()) as { serverCallId: string };
  const client = new CallAutomationClient(connectionString, { allowInsecureConnection: true });
  const { recordingId } = await client.getCallRecording().start({
    callLocator: { kind: 'serverCallLocator', id: serverCallId },
    recordingContent: 'audio',
    recordingChannel: 'mixed',
    recordingFormat: 'mp3',
    ...withoutUndefined({ recordingStateCallbackEndpointUrl: callbackUrl }),
    recordingStorage: {
      recordingStorageKind: 'azureBlobStorage',
      recordingDestinationContainerUrl: 'https://example.blob.core.windows.net/recordings',
    },
  });
  return () => client.getCallRecording().stop(recordingId);
}

/** Records a new call. Resolves with the event that the program prints, the first that was not there before. */
export async function record(output: Lines, callbackUrl?: string): Promise<EventGridEvent> {
  const stop = await begin(output, callbackUrl);
  const before = output.text;
  await stop();
  const line = await output.find(/"event"/, before);
  return (JSON.parse(line) as { event: EventGridEvent }).event;
}
