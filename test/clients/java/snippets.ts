import { globSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { run } from '../../host/processes.ts';
import type { SnippetRequest } from '../../../src/snippets/request.ts';
import { recordingSnippet, webhookSnippet } from '../../../src/snippets/snippets.ts';
import { resultOf } from '../results.ts';
import { checkRun, environmentOf } from '../snippets/recordings.ts';
import { type Program, write } from '../snippets/runners.ts';
import { openStage } from '../snippets/stage.ts';
import { sampleCall } from '../snippets/sampleCall.ts';
import { type Variant, variants } from '../snippets/variants.ts';
import { checkWebhook } from '../snippets/webhooks.ts';
import type { Suite, Surroundings, TestResult } from '../suite.ts';
import { openJava, trustStorePassword } from './maven.ts';

/** The texts in Java: all are compiled, and run as far as the SDK goes that Maven Central serves. */
export const javaSnippetSuite: Suite = {
  name: 'The start and the webhook as code, compiled and run: java',
  run: async (surroundings): Promise<readonly TestResult[]> => {
    const tools = await openTools(surroundings);
    return [
      ...(await compileAll(tools)),
      ...(await runAll(tools, surroundings)),
      {
        name: 'java: BYOS, pause on start, rooms and call connections',
        outcome: 'skipped',
        reason: 'compiled, not run: Maven Central serves 1.0.4, and BYOS came with 1.2.0',
      },
      ...(await checkWebhook(
        'java',
        await tools.compile(webhookSnippet('java'), 'webhook', 'RecordingWebhook', tools.classPath),
        surroundings,
      )),
    ];
  },
};

interface Tools {
  /** The SDK as it is served. */
  readonly classPath: string;
  /** The same behind declarations of what newer versions have. */
  readonly newerClassPath: string;
  readonly compile: (text: string, folder: string, mainClass: string, classPath: string) => Promise<Program>;
}

async function openTools(surroundings: Surroundings): Promise<Tools> {
  const { maven, trustStore } = await openJava(surroundings);
  const folder = join(surroundings.folder, 'java');
  const list = join(folder, 'classpath.txt');
  await maven('dependency:build-classpath', `-Dmdep.outputFile=${list}`);
  const classPath = await readFile(list, 'utf8');
  const declared = join(folder, 'declarations');
  const sources = globSync('**/*.java', { cwd: join(import.meta.dirname, 'declarations') });
  await run('javac', ['--release', '17', '-cp', classPath, '-d', declared, ...sources], {
    cwd: join(import.meta.dirname, 'declarations'),
  });
  return {
    classPath,
    newerClassPath: [declared, classPath].join(delimiter),
    compile: async (text, name, mainClass, servedOrNewer) => {
      const place = join(folder, 'snippets', name);
      await rm(place, { recursive: true, force: true });
      const source = await write(place, `${mainClass}.java`, text);
      await run('javac', [
        '--release',
        '17',
        '-Xlint:all,-classfile',
        '-Werror',
        '-cp',
        servedOrNewer,
        '-d',
        place,
        source,
      ]);
      const trust = [
        `-Djavax.net.ssl.trustStore=${trustStore}`,
        `-Djavax.net.ssl.trustStorePassword=${trustStorePassword}`,
      ];
      return {
        command: 'java',
        args: ['-XX:TieredStopAtLevel=1', ...trust, '-cp', [place, servedOrNewer].join(delimiter), mainClass],
      };
    },
  };
}

async function compileAll({ compile, newerClassPath }: Tools): Promise<readonly TestResult[]> {
  const results: TestResult[] = [];
  for (const { name, request } of variants) {
    const made = request(
      sampleCall,
      'https://account.blob.core.windows.net/recordings',
      'https://example.com/cb',
    );
    results.push(
      await resultOf(`java: ${name} (compiled)`, async () => {
        await compile(recordingSnippet(made, 'java'), 'compiled', 'RecordCall', newerClassPath);
      }),
    );
  }
  return results;
}

async function runAll(tools: Tools, surroundings: Surroundings): Promise<readonly TestResult[]> {
  await using stage = await openStage(surroundings);
  const results: TestResult[] = [];
  for (const variant of variants.map(asServed)) {
    results.push(
      await resultOf(`java: ${variant.name} (run, as far as 1.0.4 goes)`, async () => {
        const call = stage.newCall();
        const request = variant.request(call, stage.containerUrl, stage.callbackUrl);
        const text = recordingSnippet(request, 'java');
        const { command, args } = await tools.compile(text, 'run', 'RecordCall', tools.classPath);
        const env = environmentOf(surroundings, stage, variant, call);
        await checkRun(stage, variant, call, await run(command, args, { env, timeoutMs: 60_000 }));
      }),
    );
  }
  return results;
}

/** Without what the served version has no property for. */
function asServed(variant: Variant): Variant {
  return {
    ...variant,
    request: (call, containerUrl, callbackUrl): SnippetRequest => {
      const request = variant.request(call, containerUrl, callbackUrl);
      const isKnown = ['serverCallId', 'groupCallId'].includes(request.call.kind);
      return {
        ...request,
        call: isKnown ? request.call : { kind: 'serverCallId', id: call.serverCallId },
        destination: { kind: 'acs' },
        pauseOnStart: false,
      };
    },
  };
}
