import assert from 'node:assert/strict';
import {
  isSystemEvent,
  type AcsRecordingFileStatusUpdatedEventData,
  type CloudEvent,
  type EventGridEvent,
} from '@azure/eventgrid';
import { fileStatusType } from '../../../../src/recording/event/event.ts';

/** The data of an event in the SDK's own model. */
export function modelData(
  event: EventGridEvent<unknown> | CloudEvent<unknown>,
): AcsRecordingFileStatusUpdatedEventData {
  if ('eventType' in event) {
    assert.ok(isSystemEvent(fileStatusType, event));
    return event.data;
  }
  assert.ok(isSystemEvent(fileStatusType, event));
  assert.ok(event.data);
  return event.data;
}
