import * as l10n from '@vscode/l10n';
import { type ActiveRecording, elapsedMs } from '../../calling/active/recording.ts';
import { callingReasonText } from '../../calling/failures/callingErrorText.ts';
import { withoutUndefined } from '../../base/withoutUndefined.ts';
import { callIdKindText } from '../../calling/start/problemText.ts';
import { callName, shortName } from '../../calling/active/callName.ts';
import { formatMoment, printable } from '../../base/display.ts';
import { clockLength } from '../../base/text/duration.ts';
import type { FaultRow, LocalServiceRow } from '../local/row.ts';

/** The kinds of rows: what becomes of a recording, and of its files. */
export type ActiveContext =
  | 'active.recording'
  | 'active.paused'
  | 'active.unknown'
  | 'active.ended'
  | 'active.ended.acs'
  | 'active.ended.waiting'
  | 'active.ended.landed'
  | 'active.ended.missing';

/** One row of the Active Recordings view, without VS Code. */
export interface ActiveRow {
  /** Stable: the recording ID. */
  readonly recordingId: string;
  readonly label: string;
  readonly description: string;
  /** Name of a codicon. */
  readonly icon: string;
  /** Theme colour of the icon. */
  readonly color?: string;
  /** What `when` clauses of menus look for. */
  readonly context: ActiveContext;
  /** What a click opens, without `callRecordings.`. */
  readonly opens: 'inspectRecording' | 'showHistory';
  /** What a screen reader says. */
  readonly spoken: string;
  readonly tooltip: string;
}

/** A row of the view: a recording, the local service, or one of the faults that it can be given. */
export type ActiveViewRow = ActiveRow | LocalServiceRow | FaultRow;

/** What a row needs to know beside the recording. */
export interface ActiveRowContext {
  /** In ms since 1970. */
  readonly now: number;
  /** What the user calls the resource and the container; undefined where they are no longer connected. */
  readonly resourceName?: string | undefined;
  readonly containerName?: string | undefined;
}

/** What the row of a recording shows. */
export function describeActive(recording: ActiveRecording, context: ActiveRowContext): ActiveRow {
  const look = lookOf(recording);
  const label = printable(callName(recording));
  const elapsed = elapsedText(recording, context.now);
  const parts = [
    look.text,
    elapsed,
    formatText(recording),
    destinationText(recording, context),
    otherNameText(recording, label),
  ];
  return {
    recordingId: recording.recordingId,
    label,
    description: parts.filter((part) => part !== '').join(' · '),
    icon: look.icon,
    ...withoutUndefined({ color: look.color }),
    // Without files there is what is known of it.
    opens: look.context === 'active.ended.landed' ? 'inspectRecording' : 'showHistory',
    context: look.context,
    spoken: [l10n.t('Recording of call {0}', label), ...parts].filter((part) => part !== '').join(', '),
    tooltip: tooltip(recording, context, look.text, elapsed),
  };
}

/** The time recorded without pauses: `4:05`, or that it is about that or more. */
export function elapsedText(recording: ActiveRecording, now: number): string {
  const elapsed = clockLength(elapsedMs(recording, now));
  if (recording.lengthUncertain === true) return l10n.t('at least {0}', elapsed);
  return recording.lengthEstimated === true ? l10n.t('about {0}', elapsed) : elapsed;
}

interface Look {
  readonly text: string;
  readonly icon: string;
  readonly color?: string;
  readonly context: ActiveContext;
}

function lookOf({ state, landing, destination }: ActiveRecording): Look {
  switch (state) {
    case 'active':
      return { text: l10n.t('recording'), icon: 'record', color: 'charts.red', context: 'active.recording' };
    case 'paused':
      return {
        text: l10n.t('paused'),
        icon: 'debug-pause',
        color: 'charts.yellow',
        context: 'active.paused',
      };
    case 'unknown':
      return {
        text: l10n.t('state unknown'),
        icon: 'question',
        color: 'problemsWarningIcon.foreground',
        context: 'active.unknown',
      };
    case 'ended':
      break;
  }
  switch (landing?.kind) {
    case 'waiting':
      return {
        text: l10n.t('ended, waiting for its files'),
        icon: 'sync~spin',
        context: 'active.ended.waiting',
      };
    case 'landed':
      return {
        text: l10n.t('landed'),
        icon: 'pass',
        color: 'charts.green',
        context: 'active.ended.landed',
      };
    case 'missing':
      return {
        text: l10n.t('ended, no files arrived'),
        icon: 'warning',
        color: 'problemsWarningIcon.foreground',
        context: 'active.ended.missing',
      };
    case 'cancelled':
    case undefined:
      return {
        text: l10n.t('ended'),
        icon: 'circle-slash',
        // Its files are not looked for in a container; they are downloaded.
        context: destination.kind === 'acs' ? 'active.ended.acs' : 'active.ended',
      };
  }
}

/** The name by which the tree shows the call, where that is another. */
function otherNameText({ callId }: ActiveRecording, label: string): string {
  const other = callId === undefined ? label : printable(shortName(callId));
  return other === label ? '' : l10n.t('call {0}', other);
}

function formatText({ channel, format }: ActiveRecording): string {
  return channel === 'unmixed' ? l10n.t('{0}, unmixed', format.toUpperCase()) : format.toUpperCase();
}

function destinationText({ destination }: ActiveRecording, { containerName }: ActiveRowContext): string {
  if (destination.kind === 'acs') return l10n.t('kept by ACS for 24 hours');
  return printable(containerName ?? destination.url.slice(destination.url.lastIndexOf('/') + 1));
}

function tooltip(
  recording: ActiveRecording,
  context: ActiveRowContext,
  state: string,
  elapsed: string,
): string {
  const { call, callId, destination, unknownBecause } = recording;
  const lines: readonly (readonly [string, string] | undefined)[] = [
    [
      l10n.t('State'),
      unknownBecause === undefined ? state : `${state}: ${callingReasonText(unknownBecause)}`,
    ],
    [l10n.t('Recorded, without pauses'), elapsed],
    [callIdKindText(call.kind), call.id],
    callId === undefined ? undefined : [l10n.t('Call ID'), callId],
    [l10n.t('Recording ID'), recording.recordingId],
    [l10n.t('Started'), formatMoment(new Date(recording.startedAt))],
    recording.endedAt === undefined
      ? undefined
      : [l10n.t('Ended'), formatMoment(new Date(recording.endedAt))],
    [l10n.t('Format'), `${recording.content}, ${recording.channel}, ${recording.format}`],
    [
      l10n.t('Destination'),
      destination.kind === 'acs' ? destinationText(recording, context) : destination.url,
    ],
    [l10n.t('Resource'), context.resourceName ?? l10n.t('no longer connected')],
  ];
  return lines.flatMap((line) => (line ? [`${line[0]}: ${printable(line[1])}`] : [])).join('\n');
}
