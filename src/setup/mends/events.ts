import * as l10n from '@vscode/l10n';
import { withoutUndefined } from '../../base/withoutUndefined.ts';
import { recordingLogCategories } from '../facts/diagnostics.ts';
import { callStartedEventType, recordingEventType } from '../facts/events.ts';
import { apiVersions } from '../management/apiVersions.ts';
import { objectOf, textOf } from '../management/fields.ts';
import { parseResourceId, queueId } from '../management/resourceId.ts';
import { resourceReference } from './access.ts';
import { azCommand, azRest } from './cli.ts';
import type { MendPlan, MendStep, WriteRequest } from './plan.ts';

/** Where events are to go. */
export type EventTarget =
  | { readonly kind: 'queue'; readonly accountId: string; readonly queue: string }
  /** @param url may hold a secret in its query: it is masked where it is shown */
  | { readonly kind: 'webhook'; readonly url: string };

/** What is to be subscribed to. */
export interface EventWish {
  readonly resourceId: string;
  /** Name of the subscription. */
  readonly name: string;
  readonly target: EventTarget;
  /** Also the event that carries the server call ID. */
  readonly withCallStarted: boolean;
}

const weekSeconds = 7 * 86_400;

/** Subscribes to the event about the files, after creating its queue. */
export function eventsPlan({ resourceId, name, target, withCallStarted }: EventWish): MendPlan {
  const types = [recordingEventType, ...(withCallStarted ? [callStartedEventType] : [])];
  const path = `${resourceId}/providers/Microsoft.EventGrid/eventSubscriptions/${name}`;
  const version = apiVersions.eventGrid;
  const properties = {
    destination:
      target.kind === 'queue'
        ? {
            endpointType: 'StorageQueue',
            properties: {
              resourceId: target.accountId,
              queueName: target.queue,
              queueMessageTimeToLiveInSeconds: weekSeconds,
            },
          }
        : { endpointType: 'WebHook', properties: { endpointUrl: target.url } },
    filter: { includedEventTypes: types, isSubjectCaseSensitive: false },
    eventDeliverySchema: 'CloudEventSchemaV1_0',
  };
  const queue = target.kind === 'queue' ? queueStep(target.accountId, target.queue) : undefined;
  const resourceName = parseResourceId(resourceId)?.name ?? '';
  return {
    kind: 'events',
    ...withoutUndefined({ queue: target.kind === 'queue' ? target.queue : undefined }),
    title: l10n.t('Subscribe to recording events of {0}', resourceName),
    steps: [
      ...(queue ? [queue] : []),
      {
        change:
          target.kind === 'queue'
            ? l10n.t(
                'The event subscription {0} delivers {1} to the queue {2}.',
                name,
                types.join(', '),
                target.queue,
              )
            : l10n.t(
                'The event subscription {0} delivers {1} to {2}.',
                name,
                types.join(', '),
                withoutQuery(target.url),
              ),
        request: { method: 'PUT', path, version, body: { properties } },
        readBack: {
          path,
          version,
          holds: (json) => textOf(objectOf(json['properties'])['provisioningState']) === 'Succeeded',
        },
        right: { action: 'Microsoft.EventGrid/eventSubscriptions/write', scope: resourceId },
        undo: { method: 'DELETE', path, version },
      },
    ],
    cli: [
      ...(queue ? [azRest(queue.request)] : []),
      azCommand('eventgrid event-subscription create', {
        name,
        'source-resource-id': resourceId,
        ...(target.kind === 'queue'
          ? {
              'endpoint-type': 'storagequeue',
              endpoint: queueId(target.accountId, target.queue),
              'storage-queue-msg-ttl': String(weekSeconds),
            }
          : { endpoint: target.url }),
        'included-event-types': types,
        'event-delivery-schema': 'cloudeventschemav1_0',
      }),
    ].join('\n\n'),
    bicep: [
      resourceReference(resourceId),
      ...(target.kind === 'queue'
        ? [
            {
              symbol: 'queue',
              type: 'Microsoft.Storage/storageAccounts/queueServices/queues',
              version: apiVersions.storage,
              name: `${parseResourceId(target.accountId)?.name ?? ''}/default/${target.queue}`,
            },
          ]
        : []),
      {
        symbol: 'subscription',
        type: 'Microsoft.EventGrid/eventSubscriptions',
        version,
        name,
        scope: 'acs',
        body: { properties },
      },
    ],
    note:
      target.kind === 'queue'
        ? l10n.t(
            'A message stays in the queue for 7 days. Undo removes the subscription and keeps the queue.',
          )
        : l10n.t('Event Grid sends a validation request first; the webhook must answer it.'),
  };
}

function queueStep(accountId: string, queue: string): MendStep {
  const path = queueId(accountId, queue);
  const version = apiVersions.storage;
  return {
    change: l10n.t(
      'The queue {0} is created in the storage account {1}, or kept if it exists.',
      queue,
      parseResourceId(accountId)?.name ?? '',
    ),
    request: { method: 'PUT', path, version, body: {} },
    readBack: { path, version, holds: (json) => textOf(json['name']) !== undefined },
    right: { action: 'Microsoft.Storage/storageAccounts/queueServices/queues/write', scope: path },
  };
}

/** Keeps the recording logs in a Log Analytics workspace. */
export function diagnosticsPlan(resourceId: string, workspaceId: string, name = 'call-recordings'): MendPlan {
  const path = `${resourceId}/providers/Microsoft.Insights/diagnosticSettings/${name}`;
  const version = apiVersions.diagnostics;
  const logs = recordingLogCategories.map((category) => ({ category, enabled: true }));
  const properties = { workspaceId, logAnalyticsDestinationType: 'Dedicated', logs };
  return {
    kind: 'diagnostics',
    title: l10n.t('Keep the recording logs of {0}', parseResourceId(resourceId)?.name ?? ''),
    steps: [
      {
        change: l10n.t(
          'The diagnostic setting {0} sends {1} to the workspace {2}.',
          name,
          recordingLogCategories.join(', '),
          parseResourceId(workspaceId)?.name ?? workspaceId,
        ),
        request: { method: 'PUT', path, version, body: { properties } },
        readBack: { path, version, holds: (json) => textOf(json['name']) === name },
        right: { action: 'Microsoft.Insights/diagnosticSettings/write', scope: resourceId },
        undo: { method: 'DELETE', path, version },
      },
    ],
    cli: azCommand('monitor diagnostic-settings create', {
      name,
      resource: resourceId,
      workspace: workspaceId,
      'export-to-resource-specific': 'true',
      logs: JSON.stringify(logs),
    }),
    bicep: [
      resourceReference(resourceId),
      {
        symbol: 'setting',
        type: 'Microsoft.Insights/diagnosticSettings',
        version,
        name,
        scope: 'acs',
        body: { properties },
      },
    ],
    note: l10n.t('The first log entries take up to 90 minutes. You pay for what the workspace ingests.'),
  };
}

/** Registers Event Grid in the subscription of the resource. */
export function providerPlan(resourceId: string): MendPlan {
  const { subscriptionId = '' } = parseResourceId(resourceId) ?? {};
  const provider = `/subscriptions/${subscriptionId}/providers/Microsoft.EventGrid`;
  const version = apiVersions.providers;
  const request: WriteRequest = { method: 'POST', path: `${provider}/register`, version };
  return {
    kind: 'provider',
    title: l10n.t('Register Event Grid'),
    steps: [
      {
        change: l10n.t(
          'The resource provider Microsoft.EventGrid is registered in the subscription {0}.',
          subscriptionId,
        ),
        request,
        readBack: { path: provider, version, holds: (json) => json['registrationState'] === 'Registered' },
        right: { action: 'Microsoft.EventGrid/register/action', scope: `/subscriptions/${subscriptionId}` },
      },
    ],
    cli: azCommand('provider register', { namespace: 'Microsoft.EventGrid', subscription: subscriptionId }),
    bicep: [],
    note: l10n.t('It costs nothing and takes a minute or two. Bicep cannot register a provider.'),
  };
}

function withoutQuery(url: string): string {
  return url.split('?')[0] ?? '';
}
