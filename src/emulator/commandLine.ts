import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { withoutUndefined } from '../base/withoutUndefined.ts';
import { readDestination } from './files/destination.ts';
import type { TlsFiles } from './listen.ts';
import { readSecret } from './secretOptions.ts';
import { longestChunkSeconds } from './service/localRecording.ts';
import type { LocalServiceOptions } from './localService.ts';
import { isAccessKey } from './state/snapshot.ts';
import { type QueueOption, readQueue } from './queueOption.ts';
import { type WebhookOption, readWebhook } from './webhookOption.ts';

/** What the program was asked for. */
export type CommandLine =
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | { readonly kind: 'wrong'; readonly problem: string }
  | {
      readonly kind: 'run';
      readonly service: LocalServiceOptions;
      /** HTTPS with a certificate of this machine, made on first use. */
      readonly ownCertificate: boolean;
      readonly webhook?: WebhookOption;
      readonly queue?: QueueOption;
      readonly exitWithParent: boolean;
      /** Ends after this time without a request; default: never. */
      readonly exitWhenIdleMs?: number;
      readonly isQuiet: boolean;
    };

/** Seconds in a real one with `--fast`: four hours, after which a chunk is full, in four seconds. */
const fastSpeed = 3600;

export const help = `Local Call Recording service: Call Recording of Azure Communication Services, on 127.0.0.1 only.

  --port N             port; default: 0, a free one
  --key BASE64         access key; default: a new one at each start, or that of the state.
                       Also --key-file FILE, or ACS_LOCAL_KEY in the environment
  --destination WHERE  container URL, or folder: recordings that ask for any container go there instead.
                       It is tried first; the service does not start if it cannot be used
  --state DIR          keeps calls, recordings, key and built-in storage there, and continues with them at the
                       next start; default: a temporary folder
  --chunk-seconds N    longest chunk, 0.1 to 14400; default: 14400
  --chunk-bytes N      largest chunk; default: no limit
  --no-document-ids    leaves the document ID out of file names
  --tls                speaks HTTPS with a certificate that is made on first use; the ready line names it
  --cert FILE --cert-key FILE
                       speaks HTTPS with this certificate and key in PEM
  --allow-entra        also accepts Microsoft Entra tokens, without checking their signature; needs HTTPS
  --open-control       lets any program on this machine use /local/… without the access key
  --public-host HOST   also answers requests to this host, such as that of a tunnel; can be given more than once
  --https-only         sends callbacks to HTTPS addresses only, as the real service does
  --speed N            makes N seconds pass in each real one
  --fast               the same as --speed ${fastSpeed}: the four hours of a full chunk pass in four seconds
  --seed TEXT          gives the same IDs and times in every run with the same requests: each request that
                       changes something takes one second
  --webhook URL        delivers the events there as Event Grid does, after the validation handshake;
                       the service does not start if that fails. The query is never printed.
                       Also --webhook-file FILE, or ACS_LOCAL_WEBHOOK in the environment
  --webhook-schema S   eventGrid or cloudEvents; default: eventGrid
  --webhook-header 'NAME: VALUE'
                       header of the deliveries; can be given more than once.
                       Also --webhook-header-file FILE, one per line, or ACS_LOCAL_WEBHOOK_HEADER
  --no-handshake       skips the validation handshake
  --no-retry           makes one attempt; default: Event Grid's schedule, 30 attempts within 24 hours
  --queue WHERE        puts the events into a storage queue as Event Grid does: URL of the queue, with a SAS or with
                       the Azure credential of the environment, or a connection string and --queue-name NAME.
                       Azurite's is used with its public key. The service does not start where the queue is
                       missing. Also --queue-file FILE, or ACS_LOCAL_QUEUE in the environment
  --queue-schema S     eventGrid or cloudEvents; default: eventGrid
  --exit-with-parent   ends when its standard input closes
  --exit-when-idle N   ends after N seconds without a request
  --quiet              writes no log to standard error
  --version
  --help

Writes one line of JSON when it is ready, {"ready":true,"endpoint":…,"connectionString":…,"port":…}, and one
for each RecordingFileStatusUpdated event, {"event":…}. Calls are made with POST /local/calls, which takes the
access key: 'Authorization: AccessKey BASE64'. GET /local/health needs none.

Recordings that name a container are written there: Azurite with its public key, a file: URL as it is, and all
other containers with the Azure credential of the environment.

SIGTERM and SIGINT end it once all files have been written; a second one ends it at once. Exit codes:
0 ended normally, 1 could not start, 2 wrong options.
`;

const options = {
  port: { type: 'string' },
  key: { type: 'string' },
  'key-file': { type: 'string' },
  destination: { type: 'string' },
  state: { type: 'string' },
  'chunk-seconds': { type: 'string' },
  'chunk-bytes': { type: 'string' },
  'no-document-ids': { type: 'boolean' },
  'allow-entra': { type: 'boolean' },
  'open-control': { type: 'boolean' },
  'public-host': { type: 'string', multiple: true },
  'https-only': { type: 'boolean' },
  tls: { type: 'boolean' },
  cert: { type: 'string' },
  'cert-key': { type: 'string' },
  speed: { type: 'string' },
  fast: { type: 'boolean' },
  seed: { type: 'string' },
  webhook: { type: 'string' },
  'webhook-file': { type: 'string' },
  'webhook-schema': { type: 'string' },
  'webhook-header': { type: 'string', multiple: true },
  'webhook-header-file': { type: 'string' },
  'no-handshake': { type: 'boolean' },
  'no-retry': { type: 'boolean' },
  queue: { type: 'string' },
  'queue-file': { type: 'string' },
  'queue-name': { type: 'string' },
  'queue-schema': { type: 'string' },
  'exit-with-parent': { type: 'boolean' },
  'exit-when-idle': { type: 'string' },
  quiet: { type: 'boolean' },
  version: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

/** Reads the arguments of the program, and the secrets that its environment holds. */
export function readCommandLine(args: readonly string[], environment: NodeJS.ProcessEnv = {}): CommandLine {
  try {
    // `parseArgs` takes each letter for a short option, in time by the square; no option has a short form.
    const short = args.find((arg) => arg.length > 100 && /^-[^-]/.test(arg));
    if (short !== undefined) throw new RangeError(`Unknown option '${short.slice(0, 100)}'`);
    const { values } = parseArgs({ args: [...args], options });
    if (values.help === true) return { kind: 'help' };
    if (values.version === true) return { kind: 'version' };
    const idleSeconds = number('--exit-when-idle', values['exit-when-idle'], 1);
    const headers =
      values['webhook-header'] ?? readSecret('webhook-header', values, environment)?.split(/\r?\n/);
    const tls = readTls(values.cert, values['cert-key']);
    if (values.tls === true && tls) throw new RangeError('--tls and --cert exclude each other.');
    if (values['allow-entra'] === true && values.tls !== true && !tls) {
      throw new RangeError(
        '--allow-entra needs --tls, or --cert and --cert-key: SDKs send no token over HTTP.',
      );
    }
    if (values.fast === true && values.speed !== undefined) {
      throw new RangeError('--fast and --speed exclude each other.');
    }
    return {
      kind: 'run',
      exitWithParent: values['exit-with-parent'] ?? false,
      isQuiet: values.quiet ?? false,
      ownCertificate: values.tls ?? false,
      ...withoutUndefined({
        exitWhenIdleMs: idleSeconds === undefined ? undefined : idleSeconds * 1000,
        webhook: readWebhook(
          withoutUndefined({
            ...values,
            webhook: readSecret('webhook', values, environment),
            'webhook-header': headers,
          }),
        ),
        queue: readQueue(withoutUndefined({ ...values, queue: readSecret('queue', values, environment) })),
      }),
      service: {
        port: number('--port', values.port, 0, 65_535),
        key: readKey(readSecret('key', values, environment)),
        allowEntra: values['allow-entra'],
        openControl: values['open-control'],
        publicHosts: values['public-host'],
        allowHttpCallback: values['https-only'] !== true,
        documentIdsInNames: values['no-document-ids'] !== true,
        destination: values.destination === undefined ? undefined : readWhere(values.destination),
        stateFolder: values.state === undefined ? undefined : resolve(values.state),
        chunks: {
          chunkSeconds: number('--chunk-seconds', values['chunk-seconds'], 0.1, longestChunkSeconds),
          chunkBytes: number('--chunk-bytes', values['chunk-bytes'], 1),
        },
        speed: values.fast === true ? fastSpeed : number('--speed', values.speed, 0.001),
        seed: values.seed,
        tls,
      },
    };
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    // A URL in the wrong place may hold a key.
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
  if (text !== undefined && !isAccessKey(text)) {
    throw new RangeError('--key must be base64 of at least 16 bytes.');
  }
  return text;
}

/** A container URL, or a folder, which may be relative. Throws for any other URL. */
function readWhere(text: string) {
  const isUrl = /^(?:https?|file):/i.test(text);
  const destination = readDestination(isUrl ? text : pathToFileURL(resolve(text)).href);
  if (!destination) throw new RangeError('--destination must be a container URL without a SAS, or a folder.');
  return destination;
}

function readTls(cert: string | undefined, key: string | undefined): TlsFiles | undefined {
  if (cert === undefined && key === undefined) return undefined;
  if (cert === undefined || key === undefined) throw new RangeError('--cert and --cert-key go together.');
  return { cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') };
}
