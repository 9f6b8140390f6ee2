import assert from 'node:assert/strict';
import fc from 'fast-check';
import { mergeSteps, newStep, stepKinds, toSteps } from '../../../../src/calling/active/steps.ts';

describe('steps of a recording', () => {
  it('are read back as they were kept', () => {
    const steps = stepKinds.map((kind, at) =>
      newStep(kind, at, { correlationId: 'chain-1', clientRequestId: 'request-1' }, 'timedOut'),
    );
    assert.deepEqual(toSteps(JSON.parse(JSON.stringify(steps))), steps);
  });

  it('are those of both windows, in order, each once', () => {
    const [started, paused, stopped] = [newStep('started', 1), newStep('paused', 2), newStep('stopped', 3)];
    assert.deepEqual(mergeSteps([started, stopped], [started, paused]), [started, paused, stopped]);
  });

  it('never grow without end, and odd ones are left out', () => {
    const many = Array.from({ length: 200 }, (_, at) => newStep('seenActive', at));
    assert.equal(mergeSteps(many, []).length, 60);
    fc.assert(
      fc.property(fc.anything(), (value) => {
        toSteps(value);
        assert.deepEqual(toSteps([value, newStep('started', 1)])?.at(-1), newStep('started', 1));
      }),
    );
    assert.deepEqual(toSteps([{ kind: 'started', at: 1, correlationId: '?sig=secret' }]), [
      newStep('started', 1),
    ]);
  });
});
