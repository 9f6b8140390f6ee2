import fc from 'fast-check';
import { readDelivery } from '../../src/events/receive/listener/delivery.ts';
import { redactFor } from '../../src/events/send/webhook/target.ts';
import { callingErrorOf } from '../../src/calling/failures/fromSdk.ts';
import { readCommandLine } from '../../src/emulator/commandLine.ts';
import { findSample } from '../../src/recording/event/samples/samples.ts';
import { looseRecording } from '../../src/recording/looseFiles.ts';
import { decodeText } from '../../src/base/text/decode.ts';
import { commandLink } from '../../src/base/text/page.ts';
import { workedMs } from './growth.ts';
import type { TextFunction } from './textFunctions.ts';

const call = '7c62cca0-60bc-44d2-82d8-2e62c7cc2ffc';

/** What parsers are for, to be damaged. */
const valid: readonly string[] = [
  `20261120/${call}/eyJQbGF0-1b4e28ba-2fa1-41d2-883f-0016d3cca427/0-audiomp3.0-eus-d12-801b3f3fc462fe8a01e6810cbff729b8.mp3`,
  `{"callId":"${call}","chunkIndex":0,"chunkStartTime":"2026-11-20T08:30:00.0006875Z","chunkDuration":6.62e3,"participants":[{"participantId":"8:acs:x"}]}`,
  JSON.stringify([findSample('mp3')?.event('eventGrid')]),
  JSON.stringify(findSample('mp3')?.event('cloudEvents')),
  Buffer.from(JSON.stringify(findSample('timeRollOver')?.event('cloudEvents'))).toString('base64'),
  JSON.stringify({
    value: [{ brokerProperties: { lockToken: 'x' }, event: findSample('mp3')?.event('cloudEvents') }],
  }),
  `/recording/call/${call}/serverCallId/aHR0cHM6Ly9jb252LWRldi5za3lwZQ==/recordingId/eyJQbGF0Zm9ybUVuZHBvaW50SWQiOiIxIn0`,
  'https://contoso.blob.core.windows.net/calls/team-a?sv=2025-01-05&sr=c&sp=rl&se=2036-01-01T00%3A00%3A00Z&sig=a%2Bb%3D',
  'http://127.0.0.1:10000/devstoreaccount1/calls',
  'DefaultEndpointsProtocol=https;AccountName=contoso;AccountKey=Zm9v;EndpointSuffix=core.windows.net',
  'SharedAccessSignature=sv=2025-01-05&sig=a;BlobEndpoint=https://contoso.blob.core.windows.net/rec;',
  'endpoint=https://contoso.communication.azure.com/;accesskey=Zm9vYmFy',
  'bytes=0-1023, 5-',
  '2026-11-20T08:30:00.123+01:00',
  'from 2026-11-20 to 2026-11-21 7c62cca0',
  '<?xml version="1.0"?><EnumerationResults><Blobs><Blob><Name>a</Name><Properties><Content-Length>1</Content-Length></Properties></Blob></Blobs></EnumerationResults>',
  '{"callLocator":{"kind":"serverCallLocator","serverCallId":"x"},"recordingContentType":"audio","recordingStorage":{"recordingStorageKind":"azureBlobStorage"}}',
  '--port 0 --key Zm9v --destination https://a.b/c --webhook https://a.b?code=c',
  `/subscriptions/${call}/resourceGroups/rg/providers/Microsoft.Communication/communicationServices/contoso`,
  '{"error":{"code":"AuthorizationFailed","message":"The client does not have permission to perform action \'a/b\' over scope \'/c\'","details":[{"target":"x"}]}}',
];

/** What hurts grammars. */
const pieces: readonly string[] = [
  ...[
    '',
    '\0',
    '\n',
    ' ',
    '/',
    '..',
    '%',
    '%zz',
    '&amp;',
    '"',
    "'",
    '\\',
    '\\ud800',
    '\ud800',
    '🎧',
    '\u202e',
  ],
  ...[
    '=',
    '==',
    '?',
    '#',
    ';',
    ':',
    '-1',
    '1e999',
    '99999999999999999999',
    'NaN',
    '0x10',
    'null',
    'true',
    '[]',
  ],
  ...['{', '}', '[', ']', '<', '>', '__proto__', 'constructor', 'sig=', 'https://', 'file:', '[::1]', '$(x)'],
  ...[
    '0000-00-00',
    '2026-02-30T25:61:61Z',
    '+99:99',
    'Infinity',
    'toString',
    '\ufeff',
    '\u0130',
    '&#x110000;',
  ],
];

/** A place, as a part of a length. Doubles would nearly all be at the beginning or at the end. */
const anywhere = fc.nat({ max: 10_000 }).map((part) => part / 10_000);

interface Change {
  /** Place, as a part of the length. */
  readonly at: number;
  readonly cut: number;
  readonly piece: string;
  readonly times: number;
}

const change: fc.Arbitrary<Change> = fc.record({
  at: anywhere,
  cut: fc.oneof({ arbitrary: fc.constant(0), weight: 3 }, fc.nat({ max: 40 })),
  piece: fc.oneof(
    { arbitrary: fc.constantFrom(...pieces), weight: 8 },
    { arbitrary: fc.constantFrom(...valid), weight: 1 },
    { arbitrary: fc.string({ unit: 'binary', maxLength: 10 }), weight: 1 },
  ),
  times: fc.oneof({ arbitrary: fc.constant(1), weight: 19 }, fc.constant(500)),
});

function changed(text: string, { at, cut, piece, times }: Change): string {
  const place = Math.floor(at * text.length);
  return text.slice(0, place) + piece.repeat(times) + text.slice(place + cut);
}

/** In UTF-16 units. How the time of what is longer grows, the test of doubled texts says. */
const longest = 65_536;

/** A text that is valid for some parser, damaged in some places; now and then damage alone. */
export const hostileText: fc.Arbitrary<string> = fc
  .tuple(fc.constantFrom('', ...valid), fc.array(change, { maxLength: 6 }))
  .map(([text, changes]) => changes.reduce(changed, text).slice(0, longest));

/** Bytes of a file, damaged: single ones, lengths of four, pieces lost, and the end. */
export function hostileBytes(file: Uint8Array): fc.Arbitrary<Uint8Array> {
  const length = fc.constantFrom(0, 1, 7, 8, 0x7fff_ffff, 0xffff_ffff, 200_000, file.length);
  const damage = fc.oneof(
    fc.record({ kind: fc.constant('byte' as const), where: anywhere, value: fc.nat({ max: 255 }) }),
    fc.record({ kind: fc.constantFrom('big', 'little'), where: anywhere, value: length }),
    fc.record({ kind: fc.constant('lost' as const), where: anywhere, value: fc.nat({ max: 64 }) }),
    fc.record({ kind: fc.constant('end' as const), where: anywhere, value: fc.constant(0) }),
  );
  return fc.array(damage, { minLength: 1, maxLength: 8 }).map((all) => {
    let bytes = Buffer.from(file);
    for (const { kind, where: part, value } of all) {
      // Headers are at the beginning of most files.
      const at = Math.floor(part ** 3 * Math.max(0, bytes.length - 4));
      if (bytes.length < 8) break;
      if (kind === 'byte') bytes[at] = value;
      else if (kind === 'big') bytes.writeUInt32BE(value, at);
      else if (kind === 'little') bytes.writeUInt32LE(value, at);
      else if (kind === 'lost') bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + value)]);
      else bytes = bytes.subarray(0, Math.ceil(part * bytes.length));
    }
    return bytes;
  });
}

const noLog = { newId: () => 'id', now: Date.UTC(2026, 0, 7) };

/** Parsers that have to be given more than can be made up by the type of a parameter. */
export const otherParsers: readonly TextFunction[] = [
  { name: 'emulator/commandLine.ts readCommandLine', run: (text) => readCommandLine(text.split(' ')) },
  {
    name: 'events/receive/listener/delivery.ts readDelivery',
    run: (text) =>
      readDelivery(text, { 'ce-id': text, 'content-type': 'application/json' }, 'listener', noLog),
  },
  {
    name: 'events/send/webhook/target.ts redactFor',
    run: (text) =>
      redactFor(text, {
        ...{ url: 'https://contoso.example/api', query: `code=${text.slice(0, 200)}`, schema: 'eventGrid' },
        headers: { 'x-key': text.slice(0, 200) },
      }),
  },
  {
    name: 'calling/failures/fromSdk.ts callingErrorOf',
    run: (text) =>
      callingErrorOf(
        { statusCode: 403, code: text, message: text, name: { text } },
        { secrets: [text.slice(0, 200)], operation: 'start', now: 0 },
      ),
  },
  {
    name: 'recording/looseFiles.ts looseRecording',
    run: (text) => looseRecording(text, [{ name: text, sizeBytes: 1, lastModified: new Date(0) }]),
  },
  {
    name: 'base/text/page.ts commandLink',
    run: (text) => commandLink('callRecordings.openInspector', { path: text }, text),
  },
  {
    name: 'base/text/decode.ts decodeText of UTF-16',
    run: (text) => decodeText(Buffer.from(text, 'utf16le')),
  },
];

/** What is no parser of anything from outside: it takes what the product has made. */
export const noParsers: readonly string[] = [
  'calling/callRecordingClient.ts clientOfEndpoint',
  'emulator/api/signature.ts signedHeaders',
  'emulator/service/localRecording.ts newRecording',
  'events/receive/queue/queue.ts openQueue',
  'recording/metadata/fields.ts fieldsOf',
  'setup/mends/access.ts rolePlan',
  'setup/mends/cli.ts azCommand',
  'storage/azure/account.ts openBlobAccount',
  'storage/azure/openBlobStore.ts openBlobStore',
  'storage/transfer/completeFile.ts completeFileOptions',
  'views/inspector/webview/parts/dom.ts iconButton',
  'views/inspector/webview/parts/dom.ts section',
  'views/inspector/webview/parts/dom.ts textButton',
];

/** No input may hold up a thread for longer. */
const maxMs = 100;

/** An error that says by its class or reason that the input was refused. */
function isDocumented(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return (
    'reason' in error ||
    ['UserError', 'ServiceError', 'StoreError', 'CallingError'].includes(error.constructor.name)
  );
}

/** Gives one text to a parser. @returns what was wrong, if anything */
export function problemOf({ run }: TextFunction, input: string): string | undefined {
  let thrown: unknown;
  const attempt = (): void => {
    try {
      const result = run(input);
      if (result instanceof Promise) result.catch(() => undefined);
    } catch (error) {
      thrown = error;
    }
  };
  // The first time may also be that of the compiler, of the collection of garbage, or of other programs.
  const started = performance.now();
  attempt();
  let ms = performance.now() - started;
  for (let again = 0; again < 3 && ms > maxMs; again += 1) ms = Math.min(ms, workedMs(attempt));
  if (ms > maxMs) return `took ${ms.toFixed(0)} ms`;
  if (thrown === undefined || isDocumented(thrown)) return undefined;
  return thrown instanceof Error
    ? (thrown.stack ?? thrown.message).split('\n').slice(0, 3).join(' ')
    : typeof thrown;
}
