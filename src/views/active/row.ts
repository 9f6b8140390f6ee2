import * as l10n from '@vscode/l10n';
import { type ActiveRecording, elapsedMs } from '../../calling/active/recording.ts';
import { callingReasonText } from '../../calling/failures/callingErrorText.ts';
import { callIdKindText } from '../../calling/start/problemText.ts';
import { parseServerCallId } from '../../recording/identifier/serverCallId.ts';
import { formatDuration, formatMoment, printable } from '../../base/display.ts';

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
  readonly context: string;
  /** What a screen reader says. */
  readonly spoken: string;
  readonly tooltip: string;
}

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
  const parts = [look.text, elapsed, formatText(recording), destinationText(recording, context)];
  return {
    recordingId: recording.recordingId,
    label,
    description: parts.filter((part) => part !== '').join(' · '),
    icon: look.icon,
    ...(look.color === undefined ? {} : { color: look.color }),
    context: look.context,
    spoken: [l10n.t('Recording of call {0}', label), ...parts].filter((part) => part !== '').join(', '),
    tooltip: tooltip(recording, context, look.text, elapsed),
  };
}

/** The time recorded without pauses: `4:05`, or that it is more than that. */
export function elapsedText(recording: ActiveRecording, now: number): string {
  const elapsed = formatDuration(elapsedMs(recording, now));
  return recording.lengthUncertain === true ? l10n.t('at least {0}', elapsed) : elapsed;
}

/** A short name that tells the call from others: the beginning of its call ID, or of what it is known by. */
export function callName({ call, callId }: Pick<ActiveRecording, 'call' | 'callId'>): string {
  const name =
    callId ?? (call.kind === 'serverCallId' ? parseServerCallId(call.id)?.conversation : undefined);
  const [long, start] = [name ?? call.id, (name ?? call.id).slice(0, 8)];
  return long.length > 12 ? `${start}…` : long;
}

interface Look {
  readonly text: string;
  readonly icon: string;
  readonly color?: string;
  readonly context: string;
}

function lookOf({ state, landing }: ActiveRecording): Look {
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
      return { text: l10n.t('landed'), icon: 'pass', color: 'charts.green', context: 'active.ended.landed' };
    case 'missing':
      return {
        text: l10n.t('ended, no files came'),
        icon: 'warning',
        color: 'problemsWarningIcon.foreground',
        context: 'active.ended.missing',
      };
    default:
      return { text: l10n.t('ended'), icon: 'circle-slash', context: 'active.ended' };
  }
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
