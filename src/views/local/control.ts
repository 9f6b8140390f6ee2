import * as l10n from '@vscode/l10n';
import { UserError } from '../../base/userError.ts';
import type { CallJson } from '../../emulator/api/callJson.ts';
import { newNonce, provenProcess } from '../../emulator/api/proof.ts';
import { signedHeaders } from '../../emulator/api/signature.ts';

/** How a running service is asked for what it has no SDK for. */
export interface ControlAddress {
  /** Without `/` at the end. */
  readonly endpoint: string;
  /** Base64. */
  readonly accessKey: string;
}

/** A call that the local service plays. */
export type LocalCall = CallJson;

/** A recording that the local service makes. */
export interface RunningRecording {
  readonly recordingId: string;
  /** Without prefix, or of a folder; undefined where the files are kept by the service. */
  readonly containerUrl?: string;
}

const answerWithinMs = 5_000;
const shortestKeyBytes = 16;

/** Asks the service, signed with the key, which is not sent. Rejects with an error that says what it answered. */
export async function askControl(
  { endpoint, accessKey }: ControlAddress,
  method: string,
  path: string,
  body?: object,
): Promise<unknown> {
  const url = new URL(`${endpoint}${path}`);
  const text = body === undefined ? '' : JSON.stringify(body);
  const answer = await send(
    url,
    method,
    text,
    signedHeaders(method, url, text, Buffer.from(accessKey, 'base64')),
  );
  if (!answer.ok) throw new UserError(l10n.t('The local service answered {0}.', answer.status));
  return answer.status === 204 ? undefined : await answer.json();
}

/**
 * Challenges what listens at the address: another program may have taken the port.
 * @returns the process that has proved that it knows the key; undefined where nothing answers, or it has not
 */
export async function provenService({ endpoint, accessKey }: ControlAddress): Promise<number | undefined> {
  const key = Buffer.from(accessKey, 'base64');
  // Without a key anybody could prove to know it.
  if (key.length < shortestKeyBytes) return undefined;
  const nonce = newNonce();
  const url = new URL(`${endpoint}/local/hello`);
  try {
    const answer = await send(url, 'POST', JSON.stringify({ nonce }));
    if (!answer.ok) return undefined;
    return provenProcess(await answer.json(), nonce, key, Number(url.port));
  } catch {
    return undefined;
  }
}

function send(url: URL, method: string, text: string, headers: Readonly<Record<string, string>> = {}) {
  return fetch(url, {
    method,
    redirect: 'manual',
    headers: { 'content-type': 'application/json', ...headers },
    signal: AbortSignal.timeout(answerWithinMs),
    ...(text === '' ? {} : { body: text }),
  });
}
