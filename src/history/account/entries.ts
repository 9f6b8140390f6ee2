import * as l10n from '@vscode/l10n';
import { formatSize, printable } from '../../base/display.ts';
import { withoutUndefined } from '../../base/withoutUndefined.ts';
import { plainToken } from '../../base/text/token.ts';
import type { RecordingStep, StepKind } from '../../calling/active/steps.ts';
import { callingReasonText } from '../../calling/failures/callingErrorText.ts';
import type { ReceivedVia } from '../../events/receive/received.ts';
import type { Known, KnownDelivery, KnownEvent } from './known.ts';

/** An event that was received, or the answer to one that was sent. */
export type Opened = 'received' | 'delivery';

/** One thing that happened, at a time. */
export interface AccountEntry {
  /** ms since 1970; where the source gives whole seconds, a moment of that second. */
  readonly at: number;
  readonly text: string;
  /** For support to find the request. */
  readonly correlationId?: string;
  readonly clientRequestId?: string;
  /** The event's own ID. */
  readonly eventId?: string;
  /** What can be opened for more. */
  readonly opens?: { readonly kind: Opened; readonly id: string };
}

/** A day of files would bury everything else. */
const mostFiles = 40;

/** Everything that happened to a recording, in order. */
export function entriesOf({ recording, files, events, deliveries }: Known): readonly AccountEntry[] {
  const steps = recording?.steps ?? [];
  const isStartKnown = steps.some(({ kind }) => starts.includes(kind));
  const [effects, causes] = partition(steps, ({ kind }) => afterFiles.includes(kind));
  const [callbacks, otherEvents] = partition(events, ({ state }) => state !== undefined);
  const beforeFiles = [
    ...(recording && !isStartKnown
      ? [{ at: recording.startedAt, text: l10n.t('The start was answered') }]
      : []),
    ...causes.map(entryOfStep),
    ...callbacks.map(entryOfEvent),
  ];
  const causeTimes = beforeFiles.map(({ at }) => at);
  // Sorting is stable, so what has the same time stays in the order of cause.
  return [
    ...beforeFiles,
    ...(files.kind === 'found' ? files.files.slice(0, mostFiles) : []).map(
      ({ name, sizeBytes, lastModified }) => ({
        at: afterCauses(lastModified.getTime(), causeTimes),
        text: l10n.t(
          'File written: {0}, {1}',
          printable(name.slice(name.lastIndexOf('/') + 1)),
          formatSize(sizeBytes),
        ),
      }),
    ),
    ...effects.map(entryOfStep),
    ...otherEvents.map(entryOfEvent),
    ...deliveries.map(entryOfDelivery),
  ]
    .filter(({ at }) => Number.isFinite(at))
    .sort((a, b) => a.at - b.at);
}

/** What follows from the files, or from their absence. */
const afterFiles: readonly StepKind[] = ['exportFailed', 'landed', 'missing'];

/**
 * Storage gives whole seconds, which mean some moment within that second: a file was written after
 * everything of that second that leads to it.
 */
function afterCauses(at: number, causeTimes: readonly number[]): number {
  if (at % 1000 !== 0) return at;
  return causeTimes.reduce((latest, cause) => (cause < at + 1000 ? Math.max(latest, cause) : latest), at);
}

function partition<T>(all: readonly T[], test: (one: T) => boolean): [T[], T[]] {
  return [all.filter(test), all.filter((one) => !test(one))];
}

const starts: readonly StepKind[] = ['started', 'startedPaused', 'takenUp'];

function entryOfStep({ kind, at, because, ...trace }: RecordingStep): AccountEntry {
  const text = stepTexts[kind]();
  return { at, ...trace, text: because === undefined ? text : `${text}: ${callingReasonText(because)}` };
}

const stepTexts: Readonly<Record<StepKind, () => string>> = {
  started: () => l10n.t('Started from here; the service accepted it'),
  startedPaused: () => l10n.t('Started from here, paused; the service accepted it'),
  takenUp: () => l10n.t('Put on the list while it was in progress'),
  paused: () => l10n.t('Paused from here'),
  resumed: () => l10n.t('Resumed from here'),
  stopped: () => l10n.t('Stopped from here'),
  seenPaused: () => l10n.t('The service said that it is paused'),
  seenActive: () => l10n.t('The service said that it is active'),
  seenEnded: () => l10n.t('The service no longer knew it: it had ended'),
  stateUnknown: () => l10n.t('The service could not be asked for its state'),
  exportFailed: () => l10n.t('An event said that the files did not reach the container'),
  landed: () => l10n.t('Its files were found in the container'),
  missing: () => l10n.t('Stopped waiting for its files'),
};

function entryOfEvent({ at, type, via, state, filesAt, eventId, received }: KnownEvent): AccountEntry {
  const name = printable(type.slice(type.lastIndexOf('.') + 1, 200));
  const detail = [state && printable(state), filesAt && filesAtTexts[filesAt]()].filter(Boolean).join(', ');
  const text = viaTexts[via](name);
  return {
    ...{ at, text: detail === '' ? text : `${text}: ${detail}` },
    ...withoutUndefined({ eventId: plainToken(eventId), opens: opened('received', received) }),
  };
}

const viaTexts: Readonly<Record<ReceivedVia, (name: string) => string>> = {
  listener: (name) => l10n.t('Event {0} received by the listener', name),
  callback: (name) => l10n.t('Callback {0} received', name),
  queue: (name) => l10n.t('Event {0} received from the queue', name),
  localService: (name) => l10n.t('Event {0} received from the local service', name),
};

const filesAtTexts: Readonly<Record<'container' | 'acs' | 'elsewhere', () => string>> = {
  container: () => l10n.t('the files are in the container'),
  acs: () => l10n.t('the files are in the storage of Communication Services'),
  elsewhere: () => l10n.t('it does not say where the files are'),
};

function entryOfDelivery({ id, at, host, delivered, answer }: KnownDelivery): AccountEntry {
  return {
    at,
    text: delivered
      ? l10n.t('Event delivered to {0}: {1}', printable(host), answer)
      : l10n.t('Event not delivered to {0}: {1}', printable(host), answer),
    ...withoutUndefined({ opens: opened('delivery', id) }),
  };
}

function opened(kind: Opened, id: string | undefined): AccountEntry['opens'] {
  return id === undefined ? undefined : { kind, id };
}
