import { Agent, request } from 'node:http';

const agent = new Agent({ keepAlive: true, maxSockets: 100 });

/** An answer over a connection that is kept for the next request. */
export interface PlainAnswer {
  readonly status: number;
  readonly text: string;
}

/** Sends a request with as little work of its own as can be. Rejects when no answer comes. */
export function send(
  method: string,
  url: URL,
  headers: Readonly<Record<string, string>>,
  body = '',
): Promise<PlainAnswer> {
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      { method, agent, headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) } },
      (answer) => {
        const pieces: Buffer[] = [];
        answer.on('data', (piece: Buffer) => pieces.push(piece));
        answer.once('error', reject);
        answer.once('end', () =>
          resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(pieces).toString() }),
        );
      },
    );
    sent.once('error', reject);
    sent.end(body);
  });
}

/** Ends the connections that were kept. */
export function closeConnections(): void {
  agent.destroy();
}
