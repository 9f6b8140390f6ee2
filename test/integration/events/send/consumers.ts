import assert from 'node:assert/strict';
import { EventGridDeserializer, isSystemEvent } from '@azure/eventgrid';
import { CloudEvent, HTTP } from 'cloudevents';
import { fileStatusType } from '../../../../src/recording/event/event.ts';
import type { ReceivedRequest, Reply } from './webhookServer.ts';

/** A receiver in the Event Grid schema, as the documentation writes it with the public package. */
export async function eventGridConsumer(request: ReceivedRequest, chunksSeen: string[]): Promise<Reply> {
  if (request.method !== 'POST') return { status: 405 };
  const events = await new EventGridDeserializer().deserializeEventGridEvents(request.body);
  for (const event of events) {
    if (isSystemEvent('Microsoft.EventGrid.SubscriptionValidationEvent', event)) {
      assert.equal(request.headers['aeg-event-type'], 'SubscriptionValidation');
      return {
        status: 200,
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ validationResponse: event.data.validationCode }),
      };
    }
    if (isSystemEvent(fileStatusType, event)) {
      chunksSeen.push(
        ...event.data.recordingStorageInfo.recordingChunks.map((chunk) => chunk.contentLocation),
      );
    }
  }
  return { status: 200 };
}

/** A receiver of CloudEvents with the SDK of that specification; notes the ID of each. */
export function cloudEventsConsumer(request: ReceivedRequest, seen: string[]): Reply {
  if (request.method === 'OPTIONS') {
    return {
      status: 200,
      headers: {
        'WebHook-Allowed-Origin': String(request.headers['webhook-request-origin']),
        'WebHook-Allowed-Rate': '*',
        Allow: 'POST',
      },
    };
  }
  const event = HTTP.toEvent({ headers: request.headers, body: request.body });
  for (const each of [event].flat()) {
    // Its constructor validates in the strict mode of the specification.
    seen.push(new CloudEvent({ ...each }, true).id);
  }
  return { status: 204 };
}
