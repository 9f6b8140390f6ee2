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
  const { title, brief, pitfalls } = summarizeEvent(event);
  // Beside the answer an editor has room for some fifty characters: the tooltips say the rest.
  const lens = (text: string, tooltip: string, name: string): vscode.Command => ({
    title: text,
    tooltip,
    command: `callRecordings.${name}`,
    arguments: [source],
  });
  const isEventGrid = event.envelope.schema === 'eventGrid';
  return [
    // One lens, which opens one page: each more of them pushes the last beyond the edge.
    lens(
      summaryText(oneLine(brief), pitfalls.length),
      [title, ...pitfalls].map(oneLine).join('\n'),
      'showEventSummary',
    ),
    lens(l10n.t('$(send) Send…'), l10n.t('Send this event to a webhook'), 'sendEvent'),
    ...(callIdOf(event) === undefined
      ? []
      : [
          lens(
            l10n.t('$(list-tree) Reveal'),
            l10n.t('Reveal the recording of this event in the tree'),
            'revealEventRecording',
          ),
        ]),
    ...(editable
      ? []
      : [lens(l10n.t('Edit'), l10n.t('Edit a copy of this event, which can be saved'), 'editEventCopy')]),
    ...(event.kind === 'recordingFileStatusUpdated'
      ? [
          lens(
            isEventGrid ? l10n.t('As CloudEvents') : l10n.t('As Event Grid'),
            isEventGrid
              ? l10n.t('Convert this event to the CloudEvents schema')
              : l10n.t('Convert this event to the Event Grid schema'),
            'convertEvent',
          ),
        ]
      : []),
  ];
}

function summaryText(brief: string, pitfalls: number): string {
  if (pitfalls === 0) return `$(info) ${brief}`;
  return pitfalls === 1
    ? l10n.t('$(warning) {0} · 1 note', brief)
    : l10n.t('$(warning) {0} · {1} notes', brief, pitfalls);
}

/** A title may hold what an event says. */
function oneLine(text: string): string {
  return withoutIcons(text).replace(/\s+/g, ' ').slice(0, 200);
}
