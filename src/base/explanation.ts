/** A failure in words for a person, localised. */
export interface Explanation {
  /** What failed, short enough for a row of the tree; no full stop. */
  readonly title: string;
  /** Why, in plain words. */
  readonly why: string;
  /** What to do about it. */
  readonly next: string;
}
