import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { readDestination } from './files/destination.ts';
import { longestChunkSeconds } from './service/localRecording.ts';
import type { LocalServiceOptions } from './localService.ts';
import { type WebhookOrder, readWebhook } from './webhookOption.ts';

/** What the program was asked for. */
export type CommandLine =
  | { readonly kind: 'help' }
  | { readonly kind: 'wrong'; readonly problem: string }
  | {
      readonly kind: 'run';
      readonly service: LocalServiceOptions;
      /** Seconds that go by in a real one. */
      readonly speed: number;
      readonly webhook?: WebhookOrder;
      readonly exitWithParent: boolean;
      /** Ends after so long without a request; never when absent. */
      readonly exitWhenIdleMs?: number;
      readonly isQuiet: boolean;
    };

export const help = `Local Call Recording service: Call Recording of Azure Communication Services, on 127.0.0.1 only.

  --port N             port; a free one unless given
  --key BASE64         access key; a new one at each start unless given
  --destination WHERE  container URL, or folder: recordings that ask for any container go there instead
  --data-folder DIR    keeps the built-in storage; a temporary folder unless given
  --chunk-seconds N    longest chunk, 0.1 to 14400; 14400 unless given
  --chunk-bytes N      largest chunk; no limit unless given
  --no-document-ids    names of files without the document ID
  --allow-entra        takes Microsoft Entra tokens too, without checking their signature
  --https-only         callbacks go to HTTPS addresses only, as those of the real service
  --cert FILE --cert-key FILE
                       certificate and its key in PEM: speaks HTTPS
  --speed N            lets N seconds go by in a real one
  --webhook URL        delivers the events there as Event Grid does, after asking it for its consent;
                       the service does not start where that fails. The query is never printed
  --webhook-schema S   eventGrid or cloudEvents; eventGrid unless given
  --webhook-header 'NAME: VALUE'
                       header of the deliveries; can be given more than once
  --no-handshake       asks the webhook for nothing first
  --no-retry           one attempt; Event Grid's schedule, 30 attempts within 24 hours, unless given
  --exit-with-parent   ends when its standard input closes
  --exit-when-idle N   ends after N seconds without a request
  --quiet              no log on standard error
  --help

Writes one line of JSON when it is ready, {"ready":true,"endpoint":…,"connectionString":…,"port":…}, and one
for each RecordingFileStatusUpdated event, {"event":…}. Calls are made with POST /local/calls.

Recordings that name a container are written there: Azurite with its public key, a file: URL as it is, and all
other containers with the Azure credential of the environment.
`;

/** Reads the arguments of the program. */
export function readCommandLine(args: readonly string[]): CommandLine {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        port: { type: 'string' },
        key: { type: 'string' },
        destination: { type: 'string' },
        'data-folder': { type: 'string' },
        'chunk-seconds': { type: 'string' },
        'chunk-bytes': { type: 'string' },
        'no-document-ids': { type: 'boolean' },
        'allow-entra': { type: 'boolean' },
        'https-only': { type: 'boolean' },
        cert: { type: 'string' },
        'cert-key': { type: 'string' },
        speed: { type: 'string' },
        webhook: { type: 'string' },
        'webhook-schema': { type: 'string' },
        'webhook-header': { type: 'string', multiple: true },
        'no-handshake': { type: 'boolean' },
        'no-retry': { type: 'boolean' },
        'exit-with-parent': { type: 'boolean' },
        'exit-when-idle': { type: 'string' },
        quiet: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    });
    if (values.help === true) return { kind: 'help' };
    const idleSeconds = number('--exit-when-idle', values['exit-when-idle'], 1);
    const webhook = readWebhook(values);
    return {
      kind: 'run',
      exitWithParent: values['exit-with-parent'] ?? false,
      ...(idleSeconds === undefined ? {} : { exitWhenIdleMs: idleSeconds * 1000 }),
      isQuiet: values.quiet ?? false,
      speed: number('--speed', values.speed, 0.001) ?? 1,
      ...(webhook ? { webhook } : {}),
      service: {
        port: number('--port', values.port, 0, 65_535),
        key: readKey(values.key),
        allowEntra: values['allow-entra'],
        allowHttpCallback: values['https-only'] !== true,
        documentIdsInNames: values['no-document-ids'] !== true,
        destination: values.destination === undefined ? undefined : readWhere(values.destination),
        dataFolder: values['data-folder'],
        chunks: {
          chunkSeconds: number('--chunk-seconds', values['chunk-seconds'], 0.1, longestChunkSeconds),
          chunkBytes: number('--chunk-bytes', values['chunk-bytes'], 1),
        },
        tls: readTls(values.cert, values['cert-key']),
      },
    };
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    // A URL that stands in the wrong place may hold a key.
    return { kind: 'wrong', problem: problem.replace(/(:\/\/[^\s'"?]*\?)[^\s'"]*/g, '$1…') };
  }
}

function number(name: string, text: string | undefined, least: number, most = Infinity): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() === '' || !(value >= least && value <= most)) {
    throw new RangeError(`${name} must be a number from ${least}${most === Infinity ? '' : ` to ${most}`}.`);
  }
  return value;
}

function readKey(text: string | undefined): string | undefined {
  if (text !== undefined && !/^[A-Za-z0-9+/]{22,}={0,2}$/.test(text)) {
    throw new RangeError('--key must be base64 of at least 16 bytes.');
  }
  return text;
}

function readWhere(text: string) {
  const isUrl = /^(?:https?|file):/i.test(text);
  const destination = readDestination(isUrl ? text : pathToFileURL(resolve(text)).href);
  if (!destination) throw new RangeError('--destination must be a container URL without a SAS, or a folder.');
  return destination;
}

function readTls(cert: string | undefined, key: string | undefined) {
  if (cert === undefined && key === undefined) return undefined;
  if (cert === undefined || key === undefined) throw new RangeError('--cert and --cert-key go together.');
  return { cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') };
}
