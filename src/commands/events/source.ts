import * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import { withoutUndefined } from '../../base/withoutUndefined.ts';
import { isWireEvent } from '../../events/send/webhook/request.ts';
import { findSample } from '../../recording/event/samples/samples.ts';
import { sampleName } from '../../recording/event/samples/text.ts';
import type { CommunicationEvent, WireEvent } from '../../recording/event/event.ts';
import { parseEventText, readEvents } from '../../recording/event/parse.ts';
import { eventNoteText } from '../../recording/event/explain/notes.ts';
import type { App } from '../../views/app.ts';
import { Cancelled } from '../../views/messages/cancelled.ts';
import { receivedUri, sampleUri } from '../../views/events/address.ts';
import { shortType } from '../../views/events/rows.ts';
import type { EventArgument } from './arguments.ts';
import { UserError } from '../../base/userError.ts';

/** The events that a command is to work on. */
export interface EventSource {
  /** As parsed JSON. */
  readonly events: readonly unknown[];
  readonly read: readonly CommunicationEvent[];
  /** The document that they stand in. */
  readonly document?: vscode.TextDocument;
  /** True where the document holds more than these events. */
  readonly isPart: boolean;
}

/**
 * Finds the events that a command was called with: given, of a document, of a row, else of the active editor.
 * @throws Error that says why there are none
 */
export async function eventSource(app: App, argument: EventArgument | undefined): Promise<EventSource> {
  if (argument && !(argument instanceof vscode.Uri) && !('kind' in argument) && 'event' in argument) {
    return fromValue(argument.event);
  }
  const { uri, index } = place(app, argument);
  const document = uri
    ? await vscode.workspace.openTextDocument(uri)
    : vscode.window.activeTextEditor?.document;
  if (!document) {
    await vscode.commands.executeCommand('callRecordings.newEventFromSample');
    throw new Cancelled();
  }
  return { ...fromValue(document.getText(), index), document };
}

function place(
  app: App,
  argument: EventArgument | undefined,
): { readonly uri?: vscode.Uri; readonly index?: number } {
  if (argument instanceof vscode.Uri) return { uri: argument };
  const node = argument && 'kind' in argument ? argument : undefined;
  if (node?.kind === 'sample') return { uri: sampleUri(node.sample, sampleName(node.sample)) };
  if (node?.kind === 'receivedEvent') return { uri: receivedUri(node.event.id, shortType(node.event.type)) };
  if (argument && 'uri' in argument) {
    const { index } = argument;
    return { uri: vscode.Uri.parse(argument.uri, true), ...withoutUndefined({ index }) };
  }
  const selected = app.events.tree.selection;
  const isActive = vscode.window.activeTextEditor !== undefined;
  return !isActive && selected?.kind === 'sample'
    ? { uri: sampleUri(selected.sample, sampleName(selected.sample)) }
    : {};
}

function fromValue(value: object | string, index?: number): EventSource {
  const document = typeof value === 'string' ? parseEventText(value) : readEvents(value);
  const [problem] = document.notes.filter(({ code }) => code === 'notJson' || code === 'noEvent');
  if (document.events.length === 0) {
    throw new UserError(problem ? eventNoteText(problem) : l10n.t('No event was found here.'));
  }
  const only = index === undefined ? {} : { start: index, end: index + 1 };
  const read = document.events.slice(only.start, only.end);
  const events = document.objects.slice(only.start, only.end);
  const all = Array.isArray(document.json) ? document.json.length : document.events.length;
  return { events, read, isPart: events.length < all };
}

/**
 * The events as they can be sent.
 * @throws UserError where one has no envelope
 */
export function wireEvents({ events }: EventSource): readonly WireEvent[] {
  return events.map((event) => {
    if (isWireEvent(event)) return event;
    throw new UserError(
      l10n.t(
        'This is neither the Event Grid schema nor CloudEvents 1.0: eventType, or specversion and type, is missing.',
      ),
    );
  });
}

/** A name for a document with these events. */
export function eventName(read: readonly CommunicationEvent[]): string {
  const [first] = read;
  if (first?.kind === 'recordingFileStatusUpdated') {
    const call = first.subject?.callId.replace(/[^A-Za-z0-9-]/g, '').slice(0, 8);
    return call ? `recording-${call}` : 'recording';
  }
  return first?.kind === 'recordingStateChanged' ? 'recording-state' : 'event';
}

/** Names of existing samples, for callers that give one by name. */
export function checkedSample(id: string): NonNullable<ReturnType<typeof findSample>> {
  const sample = findSample(id);
  if (!sample) throw new UserError(l10n.t('This sample does not exist: {0}', id));
  return sample;
}
