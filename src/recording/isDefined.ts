/** True for what is there; for `filter`, so that the type follows. */
export function isDefined<T>(value: T | undefined): value is T {
  return value !== undefined;
}
