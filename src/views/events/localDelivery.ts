import * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import { createDeliverer } from '../../events/send/delivery/deliverer.ts';
import type { Delivery } from '../../events/send/delivery/delivery.ts';
import { deliveryText } from '../../events/send/delivery/text.ts';
import type { Log } from '../../base/log.ts';
import { eventInSchema } from '../../events/send/webhook/request.ts';
import { eventGridPolicy, noRetries } from '../../events/send/delivery/retrySchedule.ts';
import { webhookName } from '../../events/send/webhook/target.ts';
import { isObject } from '../../recording/event/fields.ts';
import { UserError } from '../../base/userError.ts';
import { messageText } from '../../events/receive/queue/messageText.ts';
import type { EventSchema, WireEvent } from '../../recording/event/event.ts';
import type { Deliveries } from './deliveries.ts';
import { Webhooks } from './webhooks.ts';
import type { Queues } from './receiving/queues.ts';
import { errorLine } from '../messages/errorLine.ts';
import { notify } from '../messages/notify.ts';

/** Where the events of the local service go. */
export interface LocalWebhook {
  /** The name of a webhook, as `webhookName` gives it, or the address of a queue. */
  readonly url: string;
  /** ID of a connected queue, in the place of a webhook. */
  readonly queue?: string;
  readonly schema: EventSchema;
  readonly retries: boolean;
}

const stateKey = 'callRecordings.localWebhook';

/** Where the events of the local service go, where they go anywhere. */
export function localWebhook(state: vscode.Memento): LocalWebhook | undefined {
  const stored = state.get<unknown>(stateKey);
  if (!isObject(stored)) return undefined;
  const { url, schema, retries, queue } = stored;
  return typeof url === 'string' && (schema === 'eventGrid' || schema === 'cloudEvents')
    ? { url, schema, retries: retries === true, ...(typeof queue === 'string' ? { queue } : {}) }
    : undefined;
}

export function setLocalWebhook(state: vscode.Memento, webhook: LocalWebhook | undefined): Thenable<void> {
  return state.update(stateKey, webhook && { ...webhook, url: webhookName(webhook.url) });
}

/** Delivers an event of the local service, as Event Grid would once a subscription is made. */
export async function deliverLocalEvent(
  context: Pick<vscode.ExtensionContext, 'globalState' | 'secrets'>,
  { deliveries, queues }: { readonly deliveries: Deliveries; readonly queues: Queues },
  event: unknown,
  signal: AbortSignal,
  log: Log,
): Promise<Delivery | undefined> {
  const webhook = localWebhook(context.globalState);
  if (!webhook) return undefined;
  const { url, schema, retries } = webhook;
  const converted = eventInSchema(event, schema);
  if (!converted) return undefined;
  if (webhook.queue !== undefined) {
    await putIntoQueue(queues, webhook.queue, converted, signal);
    return undefined;
  }
  const target = { schema, ...(await new Webhooks(context).secretsOf(url)) };
  const delivery = await createDeliverer({ log }).deliver(converted, target, {
    retries: retries ? eventGridPolicy : noRetries,
    signal,
  });
  await deliveries.add(delivery);
  if (!delivery.delivered && delivery.stopped !== 'cancelled') void tellFailure(delivery);
  return delivery;
}

async function putIntoQueue(
  queues: Queues,
  id: string,
  event: WireEvent,
  signal: AbortSignal,
): Promise<void> {
  const row = queues.rows().find(({ queue }) => queue.id === id);
  try {
    if (!row) throw new UserError(l10n.t('The queue is no longer connected.'));
    await (await queues.open(row.queue)).send(messageText(event), signal);
  } catch (error) {
    if (!signal.aborted)
      void notify.warn(
        l10n.t('An event of the local service did not reach the queue. {0}', errorLine(error)),
      );
  }
}

async function tellFailure(delivery: Delivery): Promise<void> {
  const show = l10n.t('Show Answer');
  const picked = await notify.warn(
    l10n.t('An event of the local service: {0}', deliveryText(delivery)),
    show,
  );
  if (picked === show)
    await vscode.commands.executeCommand('callRecordings.openDelivery', { kind: 'delivery', delivery });
}
