import * as l10n from '@vscode/l10n';
import type { EventNote, EventNoteCode } from '../event.ts';

/** `error`: a receiver cannot use the event; `warning`: it may misread it; `info`: harmless. */
export type EventNoteSeverity = 'error' | 'warning' | 'info';

const severities: Record<EventNoteCode, EventNoteSeverity> = {
  notJson: 'error',
  noEvent: 'error',
  tooManyEvents: 'warning',
  wasBase64: 'info',
  wasJsonText: 'info',
  wasInText: 'info',
  wasHttp: 'info',
  wasXml: 'info',
  wasEscaped: 'info',
  wasWide: 'info',
  wasPullDelivery: 'info',
  wasQueueMessage: 'info',
  wasProperty: 'info',
  dataWasText: 'warning',
  dataWasBase64: 'info',
  notAnObject: 'error',
  unknownEnvelope: 'error',
  mixedEnvelope: 'warning',
  otherEventType: 'info',
  wrongCase: 'warning',
  missing: 'error',
  wrongType: 'error',
  notATime: 'error',
  noTimeZone: 'warning',
  tooLong: 'error',
  notADuration: 'error',
  numberAsText: 'warning',
  oddSubject: 'error',
  oldSubject: 'info',
  noChunks: 'error',
  tooManyChunks: 'warning',
  repeatedIndex: 'warning',
  missingIndex: 'warning',
  notAUrl: 'error',
  unknownReason: 'info',
  unknownValue: 'warning',
  recordingIdDiffers: 'warning',
  placeholder: 'warning',
};

export function eventNoteSeverity(note: EventNote): EventNoteSeverity {
  return severities[note.code];
}

/** A note in words for the reader of the event. */
export function eventNoteText(note: EventNote): string {
  const value = note.value ?? '';
  const name = String(note.path.at(-1) ?? '');
  switch (note.code) {
    case 'notJson':
      return l10n.t('No event was found in this text: neither JSON, nor base64, nor anything around it.');
    case 'noEvent':
      return l10n.t('The array holds no event.');
    case 'tooManyEvents':
      return l10n.t('Only the first 5,000 events are read; the document holds: {0}', value);
    case 'wasBase64':
      return l10n.t('The text was base64, as Event Grid writes it into a storage queue.');
    case 'wasJsonText':
      return l10n.t('The event was JSON inside a JSON string.');
    case 'wasInText':
      return l10n.t('The event was surrounded by other text.');
    case 'wasHttp':
      return l10n.t('The event was the body of an HTTP message.');
    case 'wasXml':
      return l10n.t('The event was inside XML, as the storage queue service sends it.');
    case 'wasEscaped':
      return l10n.t('The event was written with entities or percent-encoded.');
    case 'wasWide':
      return l10n.t('The text was UTF-16.');
    case 'wasPullDelivery':
      return l10n.t('The event was wrapped as a pull delivery of an Event Grid namespace.');
    case 'wasQueueMessage':
      return l10n.t('The event was wrapped as a message of a storage queue.');
    case 'wasProperty':
      return l10n.t('The event was a property of another object.');
    case 'dataWasText':
      return l10n.t('The data is JSON in a string. Most receivers expect an object.');
    case 'dataWasBase64':
      return l10n.t('The data is base64, as CloudEvents allows for binary data.');
    case 'noTimeZone':
      return l10n.t('"{0}" names no time zone and is read as UTC: {1}', name, value);
    case 'tooLong':
      return l10n.t('"{0}" is too long to be read.', name);
    case 'notAnObject':
      return l10n.t('An object was expected here, not: {0}', value);
    case 'unknownEnvelope':
      return l10n.t('This is neither the Event Grid schema nor CloudEvents 1.0.');
    case 'mixedEnvelope':
      return l10n.t('The event mixes properties of the Event Grid schema and of CloudEvents.');
    case 'otherEventType':
      return l10n.t('The extension does not know this event type: {0}', value);
    case 'wrongCase':
      return l10n.t('The name of this property is written in the wrong case: {0}', value);
    case 'missing':
      return l10n.t('A property is missing: {0}', value);
    case 'wrongType':
      return l10n.t('"{0}" has the wrong type: {1}', name, value);
    case 'notATime':
      return l10n.t('"{0}" must be a time in ISO 8601, not: {1}', name, value);
    case 'notADuration':
      return l10n.t('"{0}" must be a number that is not negative, not: {1}', name, value);
    case 'numberAsText':
      return l10n.t('"{0}" is a number written as text: {1}', name, value);
    case 'oddSubject':
      return l10n.t(
        'The subject names no call. Expected is /recording/call/{callId}/serverCallId/{serverCallId}/recordingId/{recordingId}.',
      );
    case 'oldSubject':
      return l10n.t('The subject has one of the older forms, without server call ID or recording ID.');
    case 'noChunks':
      return l10n.t('The event names no chunk: recordingStorageInfo.recordingChunks is missing or empty.');
    case 'tooManyChunks':
      return l10n.t('Only the first 1,000 chunks are read; the event names: {0}', value);
    case 'repeatedIndex':
      return l10n.t('More than one chunk has this index: {0}', value);
    case 'missingIndex':
      return l10n.t('Indexes run from 0 without a gap, but there is no chunk with index {0}.', value);
    case 'notAUrl':
      return l10n.t('"{0}" must be an http or https URL, not: {1}', name, value);
    case 'unknownReason':
      return l10n.t('The documentation of the service does not list this reason: {0}', value);
    case 'unknownValue':
      return l10n.t('"{0}" has a value that is not known: {1}', name, value);
    case 'recordingIdDiffers':
      return l10n.t('The recording ID differs from the one in the subject.');
    case 'placeholder':
      return l10n.t('A value is still to be filled in: {0}', value);
  }
}
