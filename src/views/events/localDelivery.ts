import * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import { createDeliverer } from '../../events/send/delivery/deliverer.ts';
import type { Delivery } from '../../events/send/delivery/delivery.ts';
import { deliveryText } from '../../events/send/delivery/text.ts';
import { eventInSchema } from '../../events/send/webhook/request.ts';
import { eventGridPolicy, noRetries } from '../../events/send/delivery/retrySchedule.ts';
import { isObject } from '../../recording/event/fields.ts';
import type { EventSchema } from '../../recording/event/event.ts';
import type { Deliveries } from './deliveries.ts';
import { Webhooks } from './webhooks.ts';
import { withoutLinks } from '../messages/withoutLinks.ts';

/** Where the events of the local service go. */
export interface LocalWebhook {
  /** Without query. */
  readonly url: string;
  readonly schema: EventSchema;
  readonly retries: boolean;
}

const stateKey = 'callRecordings.localWebhook';

/** Where the events of the local service go, where they go anywhere. */
export function localWebhook(state: vscode.Memento): LocalWebhook | undefined {
  const stored = state.get<unknown>(stateKey);
  if (!isObject(stored)) return undefined;
  const { url, schema, retries } = stored;
  return typeof url === 'string' && (schema === 'eventGrid' || schema === 'cloudEvents')
    ? { url, schema, retries: retries === true }
    : undefined;
}

export function setLocalWebhook(state: vscode.Memento, webhook: LocalWebhook | undefined): Thenable<void> {
  return state.update(stateKey, webhook);
}

/** Delivers an event of the local service, as Event Grid would once a subscription is made. */
export async function deliverLocalEvent(
  context: Pick<vscode.ExtensionContext, 'globalState' | 'secrets'>,
  deliveries: Deliveries,
  event: unknown,
  signal: AbortSignal,
): Promise<Delivery | undefined> {
  const webhook = localWebhook(context.globalState);
  if (!webhook) return undefined;
  const { url, schema, retries } = webhook;
  const converted = eventInSchema(event, schema);
  if (!converted) return undefined;
  const target = { url, schema, ...(await new Webhooks(context).secretsOf(url)) };
  const delivery = await createDeliverer().deliver(converted, target, {
    retries: retries ? eventGridPolicy : noRetries,
    signal,
  });
  await deliveries.add(delivery);
  if (!delivery.delivered && delivery.stopped !== 'cancelled') void tellFailure(delivery);
  return delivery;
}

async function tellFailure(delivery: Delivery): Promise<void> {
  const show = l10n.t('Show Answer');
  const picked = await vscode.window.showWarningMessage(
    l10n.t('An event of the local service: {0}', withoutLinks(deliveryText(delivery))),
    show,
  );
  if (picked === show)
    await vscode.commands.executeCommand('callRecordings.openDelivery', { kind: 'delivery', delivery });
}
