import * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import { eventSamples, type EventSample } from '../../recording/event/samples/samples.ts';
import { sampleGroupText, sampleName, sampleText } from '../../recording/event/samples/text.ts';
import type { EventSchema } from '../../recording/event/event.ts';
import { convertEvent } from '../../recording/event/envelope.ts';
import { isObject } from '../../recording/event/fields.ts';
import { summarizeEvent } from '../../recording/event/explain/summary.ts';
import type { App } from '../../views/app.ts';
import { Cancelled } from '../../views/messages/cancelled.ts';
import { sampleUri } from '../../views/events/address.ts';
import { eventScheme, type EventNode } from '../../views/events/node.ts';
import { eventText } from '../../views/events/content.ts';
import type { EventArgument, NewEventOptions } from './arguments.ts';
import { openNewEvent } from './openDocument.ts';
import { checkedSample, eventName, eventSource } from './source.ts';
import { pickSchema } from './pickSchema.ts';
import { showFactsPage } from '../../views/messages/factsPage.ts';
import { showQuickPick } from '../../views/prompts.ts';

/** Opens a copy of a sample to be edited. @returns the document's address */
export async function newEventFromSample(
  app: App,
  options: NewEventOptions | EventNode | undefined,
): Promise<string> {
  const given = options && 'kind' in options ? (options.kind === 'sample' ? options : {}) : (options ?? {});
  const id = 'sample' in given ? given.sample : undefined;
  const wanted = 'schema' in given ? given.schema : undefined;
  const sample = id === undefined ? await pickSample() : checkedSample(id);
  const schema = wanted ?? (await pickSchema(app, sample.schemas));
  const event = sample.event(schema);
  return openNewEvent(sampleName(sample.id), schema === 'eventGrid' ? [event] : event);
}

interface SampleItem extends vscode.QuickPickItem {
  readonly sample?: EventSample;
}

async function pickSample(): Promise<EventSample> {
  const items = eventSamples.flatMap((sample, index): SampleItem[] => {
    const { name: label, description } = sampleText(sample);
    const isFirst = eventSamples[index - 1]?.group !== sample.group;
    const separator = { label: sampleGroupText(sample.group), kind: vscode.QuickPickItemKind.Separator };
    return [...(isFirst ? [separator] : []), { label, description, sample }];
  });
  const picked = await showQuickPick(items, {
    title: l10n.t('New Event from Sample'),
    placeHolder: l10n.t('Which sample?'),
    matchOnDescription: true,
  });
  return Cancelled.unless(picked?.sample);
}

/** More lines than this are not what a caller of the command reads. */
const mostFacts = 30;

/** Shows beside the event, as a page, what it says in words. @returns the text, without the facts of most chunks */
export async function showEventSummary(app: App, argument: EventArgument | undefined): Promise<string> {
  const { read } = await eventSource(app, argument);
  const [event] = read;
  if (!event) throw new Cancelled();
  const { title, facts, pitfalls } = summarizeEvent(event);
  await showFactsPage(app, l10n.t('Event in words'), { title, facts, advice: pitfalls }, 'beside');
  const more = facts.length - mostFacts;
  return [
    title.slice(0, 300),
    ...facts.slice(0, mostFacts).map(({ label, value }) => `${label}: ${value.slice(0, 300)}`),
    ...(more > 0 ? [l10n.t('… and {0} more', more)] : []),
    ...(pitfalls.length > 0 ? ['', ...pitfalls] : []),
  ].join('\n');
}

/** Puts the events of a document into the other schema. @returns the document's address */
export async function convertEvents(app: App, argument: EventArgument | undefined): Promise<string> {
  const { events, read, document, isPart } = await eventSource(app, argument);
  const schema: EventSchema = read[0]?.envelope.schema === 'cloudEvents' ? 'eventGrid' : 'cloudEvents';
  const [, kind, file = ''] = document?.uri.path.split('/') ?? [];
  if (document?.uri.scheme === eventScheme && kind === 'sample') {
    const sample = file.split('.', 1)[0] ?? file;
    const uri = sampleUri(sample, sampleName(sample), schema);
    await vscode.window.showTextDocument(uri, { preview: true });
    return uri.toString();
  }
  const converted = events.map((event) => (isObject(event) ? convertEvent(event, schema) : event));
  const json = schema === 'eventGrid' || converted.length > 1 ? converted : converted[0];
  // A lens is above one event of several: the others are left alone.
  if (!document || document.uri.scheme === eventScheme || isPart) {
    return openNewEvent(eventName(read), json);
  }
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), eventText(json));
  await vscode.workspace.applyEdit(edit);
  return document.uri.toString();
}

/** Opens the events of a read-only document in one that can be edited. @returns the document's address */
export async function editEventCopy(app: App, argument: EventArgument | undefined): Promise<string> {
  const { events, read, document } = await eventSource(app, argument);
  const [, , file = ''] = document?.uri.path.split('/') ?? [];
  const isSample = document?.uri.scheme === eventScheme && document.uri.path.startsWith('/sample/');
  const name = isSample ? sampleName(file) : eventName(read);
  const asArray = events.length > 1 || read[0]?.envelope.schema === 'eventGrid';
  return openNewEvent(name, asArray ? events : events[0]);
}
