import { plainToken } from '../../base/text/token.ts';
import { withoutUndefined } from '../../base/withoutUndefined.ts';
import type { RequestTrace } from '../failures/callingError.ts';
import { type CallingErrorReason, callingErrorReasons } from '../failures/reasons.ts';

/** What can happen to a recording. `seen…`: the service said so when asked; the others were done here. */
export const stepKinds = [
  'started',
  'startedPaused',
  'takenUp',
  'paused',
  'resumed',
  'stopped',
  'seenPaused',
  'seenActive',
  'seenEnded',
  'stateUnknown',
  'exportFailed',
  'landed',
  'missing',
] as const;

export type StepKind = (typeof stepKinds)[number];

/** One thing that happened to a recording; nothing of it is secret. */
export interface RecordingStep {
  readonly kind: StepKind;
  /** In ms since 1970, by this computer's clock. */
  readonly at: number;
  readonly correlationId?: string;
  readonly clientRequestId?: string;
  /** Why its state was unknown. */
  readonly because?: CallingErrorReason;
}

/** At most this many steps are kept of a recording, the latest. */
const keptSteps = 60;

/** A step with the IDs of the request behind it. */
export function newStep(
  kind: StepKind,
  at: number,
  { correlationId, clientRequestId }: RequestTrace = {},
  because?: CallingErrorReason,
): RecordingStep {
  return withoutUndefined({ kind, at, correlationId, clientRequestId, because });
}

/** The steps that two windows know, in order. */
export function mergeSteps(
  ours: readonly RecordingStep[] = [],
  theirs: readonly RecordingStep[] = [],
): readonly RecordingStep[] {
  const merged = new Map([...theirs, ...ours].map((step) => [`${step.at} ${step.kind}`, step]));
  return [...merged.values()].sort((a, b) => a.at - b.at).slice(-keptSteps);
}

/** Reads remembered steps back; what is none is left out. */
export function toSteps(stored: unknown): readonly RecordingStep[] | undefined {
  if (!Array.isArray(stored)) return undefined;
  return stored.flatMap((value: unknown) => toStep(value) ?? []).slice(-keptSteps);
}

function toStep(value: unknown): RecordingStep | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const fields = value as Readonly<Record<string, unknown>>;
  const kind = stepKinds.find((one) => one === fields['kind']);
  const { at } = fields;
  if (kind === undefined || typeof at !== 'number' || !Number.isFinite(at)) return undefined;
  return withoutUndefined({
    ...{ kind, at },
    correlationId: plainToken(fields['correlationId']),
    clientRequestId: plainToken(fields['clientRequestId']),
    because: callingErrorReasons.find((one) => one === fields['because']),
  });
}
