import type { JsonPath } from '../../../recording/event/event.ts';
import type { EventUnknown, AssumptionName } from '../../../recording/event/build.ts';

/** A likely value in a document whose true value the files of the recording do not give. */
export interface Assumption {
  readonly path: JsonPath;
  readonly name: AssumptionName;
  /** As it was written; changed by the user, it is no guess any more. */
  readonly value: unknown;
}

/** The assumptions among what is not known of a built event. @param prefix where the event is in the document */
export function assumptionsOf(
  event: object,
  unknowns: readonly EventUnknown[],
  prefix: JsonPath,
): readonly Assumption[] {
  return unknowns
    .filter((unknown) => unknown.kind === 'assumption')
    .map(({ path, name }) => ({ path: [...prefix, ...path], name, value: valueAt(event, path) }));
}

function valueAt(value: unknown, path: JsonPath): unknown {
  return path.reduce<unknown>(
    (found, key) =>
      typeof found === 'object' && found !== null
        ? (found as Record<string | number, unknown>)[key]
        : undefined,
    value,
  );
}
