import * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import type {
  CommunicationEvent,
  JsonPath,
  RecordingFileStatusUpdated,
} from '../../../recording/event/event.ts';
import { durationText } from '../../../base/text/duration.ts';
import {
  readEndReason,
  chunkEndReasonText,
  chunkEndReasons,
  sessionEndReasonText,
} from '../../../recording/event/reasons.ts';
import { readLocation } from '../../../recording/event/location.ts';
import { placeEvents, type PlacedEvents } from './places.ts';

interface Hint {
  readonly path: JsonPath;
  readonly text: string;
}

/** Says beside a value what it means: durations, end reasons, where links lead. */
export function eventHints(document: vscode.TextDocument, range: vscode.Range): vscode.InlayHint[] {
  const placed = placeEvents(document.getText());
  if (!placed) return [];
  return placed.events
    .flatMap((event) => hintsOf(event, placed))
    .flatMap(({ path, text }) => {
      const node = placed.nodeAt(path);
      if (!node) return [];
      const at = document.positionAt(node.offset + node.length);
      // Behind the comma, so that the line reads on.
      const end = document.lineAt(at.line).range.end;
      if (!range.contains(end)) return [];
      const hint = new vscode.InlayHint(end, text);
      hint.paddingLeft = true;
      // A hint is cut after some forty characters.
      hint.tooltip = text;
      return [hint];
    });
}

function hintsOf(event: CommunicationEvent, placed: PlacedEvents): readonly Hint[] {
  if (event.kind !== 'recordingFileStatusUpdated') return [];
  const data: JsonPath = [...event.path, 'data'];
  const { durationMs, sessionEndReason } = event;
  return [
    ...(durationMs === undefined
      ? []
      : [{ path: [...data, 'recordingDurationMs'], text: durationText(durationMs) }]),
    ...(sessionEndReason?.known === undefined
      ? []
      : [{ path: [...data, 'sessionEndReason'], text: sessionEndReasonText(sessionEndReason) }]),
    ...chunkHints(event, placed, data),
  ];
}

/** By the order in the document, which need not be that of the indexes. */
function chunkHints(
  { chunks }: RecordingFileStatusUpdated,
  { nodeAt }: PlacedEvents,
  data: JsonPath,
): readonly Hint[] {
  return chunks.flatMap((_chunk, position) => {
    const path = [...data, 'recordingStorageInfo', 'recordingChunks', position];
    const text = (name: string): string | undefined => {
      const value: unknown = nodeAt([...path, name])?.value;
      return typeof value === 'string' ? value : undefined;
    };
    const endReason = text('endReason');
    const reason = endReason === undefined ? undefined : readEndReason(endReason, chunkEndReasons);
    const kind = readLocation(text('contentLocation') ?? '')?.kind;
    return [
      ...(reason?.known === undefined
        ? []
        : [{ path: [...path, 'endReason'], text: chunkEndReasonText(reason) }]),
      ...(kind === 'acsStorage'
        ? [{ path: [...path, 'contentLocation'], text: l10n.t('in ACS storage, for 24 hours') }]
        : []),
      ...(kind === 'blob'
        ? [{ path: [...path, 'contentLocation'], text: l10n.t('in your own storage') }]
        : []),
    ];
  });
}
