import { type Clock, delay } from '../../base/clock.ts';
import type { ResourceManager } from '../management/client.ts';
import { type Failure, type FailureReason, ManagementError } from '../management/failure.ts';
import { waitForOperation } from '../management/operation.ts';
import type { MendPlan, MendStep, WriteRequest } from './plan.ts';

/** Whether the write of a step that failed took place; `maybe` where its answer was lost. */
export type Written = 'no' | 'yes' | 'maybe';

/** The outcome of a repair. Nothing that was changed is left out, also where a later step failed. */
export interface MendOutcome {
  readonly done: readonly MendStep[];
  /** The step that failed, and why; what is not in `done` and not this was not begun. */
  readonly failed?: { readonly step: MendStep; readonly failure: Failure; readonly written: Written };
  /** Takes back what was done, in order. */
  readonly undo: readonly WriteRequest[];
}

/** What applying needs from outside. */
export interface MendDeps {
  readonly manager: ResourceManager;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Hears what is being done or waited for. */
  readonly onStage?: (stage: 'writing' | 'waiting', step: MendStep) => void;
}

/** Waits between two looks, in ms; some two minutes in all. */
const lookDelaysMs = [0, 1000, 2000, 4000, 8000, 15_000, 15_000, 15_000, 30_000, 30_000];
/** Waits for the directory to know a new identity, in ms. */
const directoryDelaysMs = [5000, 10_000, 20_000, 30_000];

/** Failures after which Azure may have done what was asked. */
const answerLost: readonly FailureReason[] = [
  'cancelled',
  'timedOut',
  'brokenConnection',
  'serverError',
  'badAnswer',
  'operationFailed',
];

/** Does each step, and waits until what was written is read back. Rejects only on a defect. */
export async function applyMend(plan: MendPlan, deps: MendDeps): Promise<MendOutcome> {
  const done: MendStep[] = [];
  for (const planned of plan.steps) {
    let step = planned;
    let stage: 'before' | 'sent' | 'written' = 'before';
    try {
      step = await withFittingUndo(planned, deps);
      deps.onStage?.('writing', step);
      stage = 'sent';
      const outcome = await write(step.request, deps);
      stage = 'written';
      // Under another name: there is nothing to read back, and nothing of ours to take back.
      if (outcome === 'existed') step = withoutUndo(step);
      else {
        deps.onStage?.('waiting', step);
        await untilReadBack(step, deps);
      }
      done.push(step);
    } catch (error) {
      if (!ManagementError.is(error)) throw error;
      const { failure } = error;
      const mayBeWritten = stage === 'sent' && answerLost.includes(failure.reason);
      const written = stage === 'written' ? 'yes' : mayBeWritten ? 'maybe' : 'no';
      if (written === 'yes') done.push(step);
      const undo = undoOf(written === 'maybe' ? [...done, step] : done);
      return { done, failed: { step, failure, written }, undo };
    }
  }
  return { done, undo: undoOf(done) };
}

function undoOf(steps: readonly MendStep[]): WriteRequest[] {
  return steps.flatMap(({ undo }) => undo ?? []).reverse();
}

/** Undoes a repair; a part that is not there any more is undone. @throws ManagementError */
export async function undoMend(requests: readonly WriteRequest[], deps: MendDeps): Promise<void> {
  for (const request of requests) {
    await write(request, deps).catch((error: unknown) => {
      if (!ManagementError.is(error, 'notFound')) throw error;
    });
  }
}

/** What was there before is not deleted by taking a step back. */
async function withFittingUndo(step: MendStep, { manager, signal }: MendDeps): Promise<MendStep> {
  if (step.undo?.method !== 'DELETE') return step;
  try {
    await manager.get(step.undo.path, step.undo.version, signal);
    return withoutUndo(step);
  } catch (error) {
    if (ManagementError.is(error, 'notFound')) return step;
    if (!ManagementError.is(error) || error.failure.reason === 'cancelled') throw error;
    // Who may not look may still write; what is not known is not deleted.
    return withoutUndo(step);
  }
}

function withoutUndo({ change, request, readBack, right }: MendStep): MendStep {
  return { change, request, readBack, right };
}

async function write(
  request: WriteRequest,
  { manager, clock, signal }: MendDeps,
): Promise<'written' | 'existed'> {
  for (let attempt = 0; ; attempt++) {
    try {
      await waitForOperation(manager, await manager.send({ ...request, signal }), request.version, {
        clock,
        signal,
      });
      return 'written';
    } catch (error) {
      // The same identity has the role at that scope already, by an assignment of another name.
      if (ManagementError.is(error, 'assignmentExists')) return 'existed';
      const waitMs = ManagementError.is(error, 'principalUnknown') ? directoryDelaysMs[attempt] : undefined;
      if (waitMs === undefined) throw error;
      await wait(clock, waitMs, signal);
    }
  }
}

async function untilReadBack({ readBack }: MendStep, { manager, clock, signal }: MendDeps): Promise<void> {
  for (const waitMs of lookDelaysMs) {
    await wait(clock, waitMs, signal);
    try {
      if (readBack.holds(await manager.get(readBack.path, readBack.version, signal))) return;
    } catch (error) {
      if (!ManagementError.is(error, 'notFound')) throw error;
    }
  }
  throw new ManagementError({ reason: 'notReadBack' });
}

async function wait(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  try {
    await delay(clock, ms, signal);
  } catch {
    throw new ManagementError({ reason: 'cancelled' });
  }
}
