import { withoutUndefined } from '../../../base/withoutUndefined.ts';
import { isObject } from '../../../recording/event/fields.ts';
import { validationType, type EventGridEvent } from '../../../recording/event/event.ts';
import type { Log } from '../../../base/log.ts';
import { exchangeLine } from '../http/logLine.ts';
import { exchange, type HttpAnswer, type HttpOutcome, type HttpRequest } from '../http/exchange.ts';
import { eventGridOrigin, subscriptionName, deliveryRequest } from '../webhook/request.ts';
import { fullUrl, redactFor, secretsOf, type WebhookTarget } from '../webhook/target.ts';
import { uncertainTail } from '../../../base/secrets/redact.ts';
import type { ValidationLink } from './validationLink.ts';

/** Why Event Grid would refuse the endpoint. */
export const handshakeFailures = [
  'noAnswer',
  'accepted202',
  'wrongStatus',
  'redirected',
  'notJson',
  'noCode',
  'wrongCode',
  'validationUrlNotOpened',
  'noAllowedOrigin',
  'wrongAllowedOrigin',
] as const;

/** Why Event Grid would refuse the endpoint. */
export type HandshakeFailure = (typeof handshakeFailures)[number];

/** What the specification asks for beyond what is required to pass. */
export const handshakeHints = ['noAllowedRate', 'noAllow'] as const;

/** What the specification asks for beyond what is required to pass. */
export type HandshakeHint = (typeof handshakeHints)[number];

interface HandshakeAnswer {
  /** Free of the secrets of the target. */
  readonly outcome: HttpOutcome;
}

/** The endpoint consented, by its answer, or by the validation URL opened by the endpoint or by hand. */
export interface HandshakePassed extends HandshakeAnswer {
  readonly passed: 'answer' | 'validationUrl';
  readonly failure?: never;
  readonly hints: readonly HandshakeHint[];
}

/** The endpoint did not consent. */
export interface HandshakeFailed extends HandshakeAnswer {
  readonly passed?: never;
  readonly failure: HandshakeFailure;
  readonly hints?: never;
}

/** How a handshake went. */
export type HandshakeResult = HandshakePassed | HandshakeFailed;

/** What a handshake needs from outside. */
export interface HandshakeContext {
  /** Event Grid gives the endpoint 30 seconds. */
  readonly timeoutMs: number;
  readonly newId: () => string;
  readonly now: () => Date;
  /** Offers a validation URL where the endpoint can reach it. */
  readonly validationLink?: (code: string, signal?: AbortSignal) => Promise<ValidationLink>;
  readonly signal?: AbortSignal;
  /** Gets a line for each request. */
  readonly log?: Log;
  /** Told when all hangs on the validation URL being opened. */
  readonly onWaiting?: (validationUrl: string) => void;
}

/** Asks the endpoint for its consent as Event Grid does when a subscription is made, and judges the answer as it does. */
export function handshake(target: WebhookTarget, context: HandshakeContext): Promise<HandshakeResult> {
  return target.schema === 'eventGrid'
    ? eventGridHandshake(target, context)
    : cloudEventsHandshake(target, context);
}

/** @see https://learn.microsoft.com/azure/event-grid/end-point-validation-event-grid-events-schema */
async function eventGridHandshake(
  target: WebhookTarget,
  context: HandshakeContext,
): Promise<HandshakeResult> {
  const code = context.newId();
  const link = await offerLink(code, context);
  try {
    const event = {
      id: context.newId(),
      topic: '',
      subject: '',
      // An address that exists nowhere, where none can be offered: the property is always there.
      data: {
        validationCode: code,
        validationUrl: link?.url ?? `https://validation.invalid:553/validate?id=${code}`,
      },
      eventType: validationType,
      dataVersion: '1',
      metadataVersion: '1',
      eventTime: context.now().toISOString(),
    };
    const raw = await send(deliveryRequest(event, target, 0), context);
    const outcome = redacted(raw, target);
    const failure = judgeCode(raw, code);
    if (failure === undefined) return { passed: 'answer', outcome, hints: [] };
    // Only an endpoint that answered 200 may be validated by the URL.
    if (!link || !(failure === 'noCode' || failure === 'notJson')) return { failure, outcome };
    context.onWaiting?.(link.url);
    if (await link.opened) return { passed: 'validationUrl', outcome, hints: [] };
    return { failure: 'validationUrlNotOpened', outcome };
  } finally {
    link?.close();
  }
}

/** How the answer to a validation event that was sent by itself is to be taken. @param shown without secrets */
export function judgeValidation(
  { data }: EventGridEvent,
  raw: HttpOutcome,
  shown: HttpOutcome,
): HandshakeResult {
  const failure = judgeCode(raw, isObject(data) ? data['validationCode'] : undefined);
  return failure ? { failure, outcome: shown } : { passed: 'answer', outcome: shown, hints: [] };
}

function judgeCode(outcome: HttpOutcome, code: unknown): HandshakeFailure | undefined {
  if (outcome.kind === 'failure') return 'noAnswer';
  if (outcome.status === 202) return 'accepted202';
  if (outcome.status >= 300 && outcome.status < 400) return 'redirected';
  if (outcome.status !== 200) return 'wrongStatus';
  let answer: unknown;
  try {
    answer = JSON.parse(outcome.body.replace(/^\uFEFF/, ''));
  } catch {
    return outcome.body.trim() === '' ? 'noCode' : 'notJson';
  }
  if (!isObject(answer)) return 'noCode';
  const [, given] =
    Object.entries(answer).find(([name]) => name.toLowerCase() === 'validationresponse') ?? [];
  if (given === undefined || given === null || given === '') return 'noCode';
  return given === code ? undefined : 'wrongCode';
}

/** @see https://learn.microsoft.com/azure/event-grid/end-point-validation-cloud-events-schema */
async function cloudEventsHandshake(
  target: WebhookTarget,
  context: HandshakeContext,
): Promise<HandshakeResult> {
  const link = await offerLink(context.newId(), context);
  try {
    const headers = {
      ...target.headers,
      'WebHook-Request-Origin': eventGridOrigin,
      ...withoutUndefined({ 'WebHook-Request-Callback': link?.url }),
      'aeg-subscription-name': subscriptionName,
    };
    const raw = await send({ method: 'OPTIONS', url: fullUrl(target), headers }, context);
    const outcome = redacted(raw, target);
    const failure = judgeOrigin(raw);
    if (failure === undefined && raw.kind === 'answer')
      return { passed: 'answer', outcome, hints: hintsOf(raw) };
    if (!link || failure !== 'noAllowedOrigin') return { failure: failure ?? 'noAnswer', outcome };
    context.onWaiting?.(link.url);
    if (await link.opened) return { passed: 'validationUrl', outcome, hints: [] };
    return { failure, outcome };
  } finally {
    link?.close();
  }
}

function judgeOrigin(outcome: HttpOutcome): HandshakeFailure | undefined {
  if (outcome.kind === 'failure') return 'noAnswer';
  if (outcome.status >= 300 && outcome.status < 400) return 'redirected';
  if (outcome.status < 200 || outcome.status >= 300) return 'wrongStatus';
  const allowed = outcome.headers['webhook-allowed-origin'];
  if (allowed === undefined || allowed.trim() === '') return 'noAllowedOrigin';
  const origins = allowed.split(',').map((name) => name.trim().toLowerCase());
  return origins.includes('*') || origins.includes(eventGridOrigin) ? undefined : 'wrongAllowedOrigin';
}

function hintsOf({ headers }: HttpAnswer): readonly HandshakeHint[] {
  return [
    ...('webhook-allowed-rate' in headers ? [] : (['noAllowedRate'] as const)),
    ...(/\bPOST\b/i.test(headers['allow'] ?? '') ? [] : (['noAllow'] as const)),
  ];
}

/** Without a link the handshake continues: an answer with the code needs none. */
async function offerLink(code: string, context: HandshakeContext): Promise<ValidationLink | undefined> {
  return context.validationLink?.(code, context.signal).catch(() => undefined);
}

async function send(
  request: HttpRequest,
  { timeoutMs, signal, log }: HandshakeContext,
): Promise<HttpOutcome> {
  const outcome = await exchange(request, { timeoutMs, ...withoutUndefined({ signal }) });
  log?.(exchangeLine(request, outcome));
  return outcome;
}

/** An outcome without the secrets of the target, which an endpoint may echo. */
export function redacted(outcome: HttpOutcome, target: WebhookTarget): HttpOutcome {
  if (outcome.kind === 'failure') return outcome;
  const headers = Object.entries(outcome.headers).map(([name, value]) => [
    redactFor(name, target),
    isSecretHeader(name) ? '***' : redactFor(name === 'location' ? withoutQuery(value) : value, target),
  ]);
  return {
    ...outcome,
    statusText: redactFor(outcome.statusText, target).slice(0, longestStatusText),
    headers: Object.fromEntries(headers) as Record<string, string>,
    body: redactedBody(outcome, target),
  };
}

/** Of a body that was cut, what may be the beginning of a secret is left out. */
function redactedBody({ body, truncated }: HttpAnswer, target: WebhookTarget): string {
  const shown = redactFor(body, target);
  return truncated ? shown.slice(0, Math.max(0, shown.length - uncertainTail(secretsOf(target)))) : shown;
}

const longestStatusText = 200;

function isSecretHeader(name: string): boolean {
  return /^(?:set-cookie|authorization|proxy-auth|www-authenticate|x-ms-token)/.test(name);
}

/** A query often holds what was asked for, with its key. */
function withoutQuery(location: string): string {
  const at = location.search(/[?#]/);
  return at < 0 ? location : `${location.slice(0, at)}?***`;
}
