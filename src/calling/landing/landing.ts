import { withoutUndefined } from '../../base/withoutUndefined.ts';
import { isMetadata } from '../../recording/blobName.ts';
import { type Clock, sleep } from '../../base/clock.ts';
import { type LandingStore, type LandingTarget, type Sighting, findLanded } from './search.ts';

/** Why the files of a recording may not have come. */
export type LandingCause =
  | 'noManagedIdentity'
  | 'noRole'
  | 'firewall'
  | 'exportFailed'
  | 'neverRecorded'
  | 'tooManyFiles'
  | 'containerNotReadable'
  | 'localServiceEnded'
  | 'localServiceCannotWrite';

/** What came of waiting for the files of a recording. */
export type LandingResult =
  | ({ readonly kind: 'landed' } & Sighting)
  | { readonly kind: 'missing'; readonly causes: readonly LandingCause[]; readonly lastError?: unknown }
  | { readonly kind: 'cancelled' };

export interface LandingOptions {
  readonly store: LandingStore;
  readonly target: LandingTarget;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** True for a recording of the local service. */
  readonly isLocal?: boolean;
  /** Aborted when it is known that the export failed: what is not there then does not come any more. */
  readonly exportFailed?: AbortSignal;
  /** How long to wait; default: ten minutes. */
  readonly waitMs?: number;
  /** Called before each look with what is left of the time, in ms. */
  readonly onLook?: (leftMs: number) => void;
}

const whyExportFails: readonly LandingCause[] = ['noManagedIdentity', 'noRole', 'firewall'];
const firstPauseMs = 1_000;
const longestPauseMs = 30_000;
/** How long after its first files a recording is waited for that seems shorter than was recorded. */
const restMs = 60_000;

/**
 * Waits until the files of a recording that has ended are in the container, looking ever more seldom. A look
 * that fails is no end: the next may succeed. Never rejects.
 */
export async function awaitLanding(options: LandingOptions): Promise<LandingResult> {
  const { store, target, clock, signal, exportFailed } = options;
  const awake = exportFailed ? AbortSignal.any([signal, exportFailed]) : signal;
  const until = clock.now() + (options.waitMs ?? 10 * 60_000);
  let seen: Sighting | undefined;
  let seenSince = 0;
  let tooManyFiles = false;
  let lastError: unknown;
  for (let pauseMs = firstPauseMs; !signal.aborted; pauseMs = Math.min(pauseMs * 1.7, longestPauseMs)) {
    options.onLook?.(Math.max(until - clock.now(), 0));
    const isLastLook = exportFailed?.aborted === true;
    try {
      const result = await findLanded(store, target, clock.now(), signal);
      lastError = undefined;
      tooManyFiles = result.tooManyFiles;
      if (result.sighting?.complete) return { kind: 'landed', ...result.sighting };
      if (result.sighting && !seen) seenSince = clock.now();
      seen = result.sighting ?? seen;
    } catch (error) {
      lastError = error;
    }
    const left = (seen && hasAllFiles(seen) ? Math.min(until, seenSince + restMs) : until) - clock.now();
    if (left <= 0 || isLastLook) break;
    await sleep(clock, Math.min(pauseMs, left), awake);
  }
  if (signal.aborted) return { kind: 'cancelled' };
  if (seen) return { kind: 'landed', ...seen };
  return {
    kind: 'missing',
    causes: likelyCauses(options, tooManyFiles, lastError),
    ...withoutUndefined({ lastError }),
  };
}

/** True when no file is known to be on its way: what is there has metadata and media in pairs. */
function hasAllFiles({ recording }: Sighting): boolean {
  const count = (metadata: boolean): number =>
    recording.files.filter(({ blob, sizeBytes }) => isMetadata(blob) === metadata && sizeBytes > 0).length;
  return count(true) > 0 && count(true) === count(false);
}

function likelyCauses(
  { isLocal, exportFailed }: LandingOptions,
  tooManyFiles: boolean,
  lastError: unknown,
): readonly LandingCause[] {
  if (exportFailed?.aborted === true)
    return ['exportFailed', ...(isLocal ? (['localServiceCannotWrite'] as const) : whyExportFails)];
  if (lastError !== undefined) return ['containerNotReadable'];
  if (isLocal) return ['localServiceEnded', 'localServiceCannotWrite'];
  return [
    ...(tooManyFiles ? (['tooManyFiles'] as const) : []),
    ...whyExportFails,
    ...(['exportFailed', 'neverRecorded'] as const),
  ];
}
