import { encodeUrlPart } from '../../base/text/urlPart.ts';

/** What is known of the subscription to be made. */
export interface SubscribeFacts {
  /** Where to deliver to, without key. */
  readonly endpoint: string;
  readonly hasKey: boolean;
  /** Resource ID of the Communication Services resource. */
  readonly resourceId?: string;
}

/** What a subscription for recordings delivers, and what leads to a server call ID. */
const eventTypes = [
  'Microsoft.Communication.RecordingFileStatusUpdated',
  'Microsoft.Communication.CallStarted',
  'Microsoft.Communication.CallEnded',
];

/**
 * The Azure CLI command that makes Event Grid deliver to the listener. Its key is left to a variable, as commands are
 * kept in histories.
 * @see https://learn.microsoft.com/cli/azure/eventgrid/event-subscription
 */
export function subscribeCommand({ endpoint, hasKey, resourceId }: SubscribeFacts): string {
  return [
    'az eventgrid event-subscription create --name call-recordings',
    `--source-resource-id ${quote(resourceId ?? '<resource ID of the Communication Services resource>')}`,
    `--endpoint-type webhook --endpoint "${endpoint.replace(/["$`\\]/g, encodeUrlPart)}${hasKey ? '?key=$LISTENER_KEY' : ''}"`,
    `--included-event-types ${eventTypes.join(' ')}`,
    '--event-delivery-schema cloudeventschemav1_0',
  ].join(' ');
}

function quote(text: string): string {
  return `'${text.replaceAll("'", '')}'`;
}
