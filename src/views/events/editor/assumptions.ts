import type { JsonPath } from '../../../recording/event/event.ts';
import type { EventUnknown } from '../../../recording/event/build.ts';

/** A likely value that stands in a document because the files of the recording do not tell the true one. */
export interface Guess {
  readonly path: JsonPath;
  readonly name: EventUnknown['name'];
  /** As it was written; changed by the user, it is no guess any more. */
  readonly value: unknown;
}

/** The guesses among what is not known of a built event. @param prefix where the event stands in the document */
export function guessesOf(
  event: object,
  unknowns: readonly EventUnknown[],
  prefix: JsonPath,
): readonly Guess[] {
  return unknowns
    .filter(({ kind }) => kind === 'guess')
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
