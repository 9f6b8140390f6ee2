import * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import { callIdOf, type CommunicationEvent } from '../../../recording/event/event.ts';
import { summarizeEvent } from '../../../recording/event/explain/summary.ts';
import { eventScheme } from '../node.ts';
import { placeEvents } from './places.ts';
import { withoutIcons } from '../../messages/withoutIcons.ts';

/** More events than these get no lenses: they would not be read. */
const mostLensed = 100;

/** The summary on top of each event, and what can be done with it. */
export function eventLenses(document: vscode.TextDocument): vscode.CodeLens[] {
  const placed = placeEvents(document.getText());
  return (placed?.events ?? []).slice(0, mostLensed).flatMap((event, index) => {
    const offset = placed?.nodeAt(event.path)?.offset ?? 0;
    const at = document.positionAt(offset);
    const range = new vscode.Range(at, at);
    const source = { uri: document.uri.toString(), index };
    return commandsFor(event, source, document.uri.scheme !== eventScheme).map(
      (command) => new vscode.CodeLens(range, command),
    );
  });
}

function commandsFor(
  event: CommunicationEvent,
  source: { readonly uri: string; readonly index: number },
  editable: boolean,
): readonly vscode.Command[] {
  const { brief, pitfalls } = summarizeEvent(event);
  const lens = (text: string, name: string): vscode.Command => ({
    title: text,
    command: `callRecordings.${name}`,
    arguments: [source],
  });
  return [
    // Few words: what is said here in more pushes the last lens beyond the edge, where none can reach it.
    lens(summaryText(oneLine(brief), pitfalls.length), 'showEventSummary'),
    lens(l10n.t('$(send) Send to Webhook…'), 'sendEvent'),
    ...(callIdOf(event) === undefined
      ? []
      : [lens(l10n.t('$(list-tree) Reveal Recording'), 'revealEventRecording')]),
    ...(event.kind === 'recordingFileStatusUpdated'
      ? [
          lens(
            event.envelope.schema === 'eventGrid' ? l10n.t('As CloudEvents') : l10n.t('As Event Grid Schema'),
            'convertEvent',
          ),
        ]
      : []),
    ...(editable ? [] : [lens(l10n.t('Edit a Copy'), 'editEventCopy')]),
  ];
}

function summaryText(title: string, pitfalls: number): string {
  if (pitfalls === 0) return `$(info) ${title}`;
  return pitfalls === 1
    ? l10n.t('$(warning) {0} · 1 note', title)
    : l10n.t('$(warning) {0} · {1} notes', title, pitfalls);
}

/** A title may hold what an event says. */
function oneLine(text: string): string {
  return withoutIcons(text).replace(/\s+/g, ' ').slice(0, 200);
}
