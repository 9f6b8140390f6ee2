import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { type IncomingMessage, createServer, request as send } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { BlobServiceClient } from '@azure/storage-blob';
import type { EventGridEvent, RecordingFileStatusData } from '../../../src/recording/event/event.ts';
import { startLocalService } from '../../../src/emulator/localService.ts';
import type { Surroundings } from '../suite.ts';
import type { Call } from './variants.ts';

/** What generated code runs against: the local service over HTTPS, and servers that receive what it reports. */
export interface Stage extends AsyncDisposable {
  readonly endpoint: string;
  readonly accessKey: string;
  readonly containerUrl: string;
  readonly callbackUrl: string;
  /** Answers as the managed identity of an app does, with a token for the service. */
  readonly identityEndpoint: string;
  readonly token: string;
  newCall(): Call;
  /** The body of the last start. */
  lastStart(): Readonly<Record<string, unknown>> | undefined;
  /** How many callbacks came for a recording. */
  callbacksOf(recordingId: string): number;
  /** Resolves when the files of all recordings have landed. */
  eventOf(recordingId: string): Promise<RecordingFileStatusData | undefined>;
}

/** Starts the local service behind a server that speaks HTTPS and keeps what is sent to it. */
export async function openStage({ environment }: Surroundings): Promise<Stage> {
  const events: EventGridEvent[] = [];
  const service = await startLocalService({ allowEntra: true, onEvent: (event) => events.push(event) });
  const account = BlobServiceClient.fromConnectionString(environment['AZURITE_CONNECTION_STRING'] ?? '');
  const { containerClient } = await account.createContainer(`snippets-${Date.now()}`);
  const starts: string[] = [];
  const callbacks: string[] = [];
  const token = unsignedToken();

  const front = createTlsServer(
    {
      cert: await readFile(environment['LOCAL_CERT'] ?? ''),
      key: await readFile(environment['LOCAL_CERT_KEY'] ?? ''),
    },
    (incoming, response) => {
      void readAll(incoming).then((body) => {
        if ((incoming.url ?? '').startsWith('/calling/recordings?')) starts.push(body.toString());
        const { method, url, headers } = incoming;
        send({ host: '127.0.0.1', port: service.port, method, path: url, headers }, (answer) => {
          response.writeHead(answer.statusCode ?? 500, answer.headers);
          answer.pipe(response);
        }).end(body);
      });
    },
  );
  const callbackServer = createServer((incoming, response) => {
    void readAll(incoming).then((body) => {
      callbacks.push(body.toString());
      response.end();
    });
  });
  const identityServer = createServer((_request, response) => {
    const expires_on = String(Math.floor(Date.now() / 1000) + 3600);
    response.setHeader('Content-Type', 'application/json');
    response.end(
      JSON.stringify({
        access_token: token,
        expires_on,
        resource: 'https://communication.azure.com',
        token_type: 'Bearer',
      }),
    );
  });
  const servers = [front, callbackServer, identityServer];
  const [frontPort, callbackPort, identityPort] = await Promise.all(servers.map(listen));
  return {
    endpoint: `https://127.0.0.1:${frontPort}`,
    accessKey: service.connectionString.replace(/^.*accesskey=/, ''),
    containerUrl: containerClient.url,
    callbackUrl: `http://127.0.0.1:${callbackPort}/callbacks`,
    identityEndpoint: `http://127.0.0.1:${identityPort}/msi/token`,
    token,
    newCall: () => service.calls.create(),
    lastStart: () => JSON.parse(starts.at(-1) ?? 'null') as Readonly<Record<string, unknown>> | undefined,
    callbacksOf: (recordingId) => callbacks.filter((body) => body.includes(recordingId)).length,
    eventOf: async (recordingId) => {
      await service.whenIdle();
      return events
        .map(({ data }) => data as RecordingFileStatusData)
        .find((data) => data.recordingId === recordingId);
    },
    [Symbol.asyncDispose]: async () => {
      await service.close();
      for (const server of servers) {
        server.closeAllConnections();
        server.close();
      }
    },
  };
}

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

async function readAll(incoming: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

/** As Entra's, without a signature that anybody could check: the local service does not. */
function unsignedToken(): string {
  const expires = Math.floor(Date.now() / 1000) + 3600;
  const parts = [
    { alg: 'none', typ: 'JWT' },
    { aud: 'https://communication.azure.com', exp: expires },
  ];
  const encoded = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'));
  return `${encoded.join('.')}.none`;
}
