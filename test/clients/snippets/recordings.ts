import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { run } from '../../host/processes.ts';
import { recordingSnippet } from '../../../src/snippets/snippets.ts';
import type { Suite, Surroundings, TestResult } from '../suite.ts';
import { azFolder, openRunner } from './runners.ts';
import { type Stage, openStage } from './stage.ts';
import { type Variant, variants } from './variants.ts';
import { receivedStart, wantedStart } from './wire.ts';
import { resultOf } from '../results.ts';

/** Languages whose texts are run as they are. */
const languages = ['python', 'javascript', 'typescript', 'curl'] as const;

/** The start as code: each text is run, and the service must have received what was asked for. */
export const snippetSuites: readonly Suite[] = languages.map((language) => ({
  name: `The start as code, run: ${language}`,
  run: async (surroundings): Promise<readonly TestResult[]> => {
    const runner = await openRunner(language, surroundings);
    await using stage = await openStage(surroundings);
    const results: TestResult[] = [];
    for (const [index, variant] of variants.entries()) {
      results.push(
        await resultOf(`${language}: ${variant.name}`, async () => {
          const call = stage.newCall();
          const request = variant.request(call, stage.containerUrl, stage.callbackUrl);
          const folder = join(surroundings.folder, 'snippets', language, String(index));
          await rm(folder, { recursive: true, force: true });
          const program = await runner.prepare(recordingSnippet(request, language), folder);
          const environment = environmentOf(surroundings, stage, variant, call);
          const printed = await run(program.command, program.args, { env: environment, timeoutMs: 60_000 });
          await checkRun(stage, variant, call, printed);
        }),
      );
    }
    return results;
  },
}));

/** What the code finds in its environment: the values it asks for, and whom its SDK is to trust. */
export function environmentOf(
  surroundings: Surroundings,
  stage: Stage,
  variant: Variant,
  call: ReturnType<Stage['newCall']>,
): NodeJS.ProcessEnv {
  const certificate = surroundings.environment['LOCAL_CERT'];
  return {
    ...process.env,
    PATH: [azFolder(surroundings), process.env['PATH']].join(delimiter),
    COMMUNICATION_ENDPOINT: stage.endpoint,
    COMMUNICATION_ACCESS_KEY: stage.accessKey,
    ...variant.environment?.(call, stage.containerUrl, stage.callbackUrl),
    NODE_EXTRA_CA_CERTS: certificate,
    REQUESTS_CA_BUNDLE: certificate,
    CURL_CA_BUNDLE: certificate,
    IDENTITY_ENDPOINT: stage.identityEndpoint,
    IDENTITY_HEADER: 'any',
    AZURE_TOKEN_CREDENTIALS: 'ManagedIdentityCredential',
    STAND_IN_TOKEN: stage.token,
  };
}

/** The service received the start as it was asked for, the code steered the recording, and its files landed. */
export async function checkRun(
  stage: Stage,
  variant: Variant,
  call: ReturnType<Stage['newCall']>,
  printed: string,
): Promise<void> {
  const { containerUrl, callbackUrl } = stage;
  const request = {
    ...variant.request(call, containerUrl, callbackUrl),
    ...variant.received?.(call, containerUrl, callbackUrl),
  };
  assert.deepEqual(receivedStart(stage.lastStart() ?? {}), wantedStart(request));
  const recordingId = /^Started: (\S+)$/m.exec(printed)?.[1] ?? '';
  assert.match(printed, request.pauseOnStart ? /^State:.*inactive/im : /^State:(?!.*inactive).*active/im);
  const steps = request.pauseOnStart ? ['Resumed', 'Stopped'] : ['Paused', 'Resumed', 'Stopped'];
  assert.deepEqual(printed.match(/^(?:Paused|Resumed|Stopped)$/gm), steps);
  const event = await stage.eventOf(recordingId);
  const location = event?.recordingStorageInfo.recordingChunks[0]?.contentLocation ?? '';
  const place =
    request.destination.kind === 'container' ? request.destination.url : 'https://us-storage.asm.skype.com';
  assert.ok(location.startsWith(`${place}/`), `${location} is not in ${place}`);
  if (request.callbackUrl !== undefined) assert.equal(stage.callbacksOf(recordingId), 4);
}
