import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../../host/processes.ts';
import { recordingSnippet, webhookSnippet } from '../../../src/snippets/snippets.ts';
import { resultOf } from '../results.ts';
import { variants } from '../snippets/variants.ts';
import { sampleCall } from '../snippets/sampleCall.ts';
import { write } from '../snippets/runners.ts';
import type { Suite, TestResult } from '../suite.ts';
import { needProgram } from '../tools.ts';

const strict = ['-langversion:7.2', '-warnaserror'];

/** The texts in C#, compiled against declarations: there is no registry of .NET packages to run them with. */
export const csharpSuite: Suite = {
  name: 'C#, compiled and not run: Azure.Communication.CallAutomation 1.6',
  run: async ({ folder }): Promise<readonly TestResult[]> => {
    const mcs = await needProgram('mcs', ['--version'], {
      what: 'The C# compiler of Mono',
      packages: ['mono-mcs'],
    });
    const out = join(folder, 'csharp');
    await mkdir(out, { recursive: true });
    const declarations = join(out, 'declarations.dll');
    const source = join(import.meta.dirname, 'declarations.cs');
    await run(mcs, ['-langversion:7.2', '-target:library', `-out:${declarations}`, source]);
    const compile = (name: string, text: string) =>
      resultOf(`C#: ${name} (compiled)`, async () => {
        const path = await write(out, 'Program.cs', text);
        await run(mcs, [...strict, `-r:${declarations}`, `-out:${join(out, 'Program.exe')}`, path]);
      });
    const results: TestResult[] = [];
    for (const { name, request } of variants) {
      const made = request(
        sampleCall,
        'https://account.blob.core.windows.net/recordings',
        'https://example.com/cb',
      );
      results.push(await compile(name, recordingSnippet(made, 'csharp')));
    }
    return [...results, await compile('the webhook', webhookSnippet('csharp'))];
  },
};
