import type { JsonLine } from './jsonLines.ts';

/** Which of the lines are on view when some opening lines are folded; the indices of the lines, in order. */
export function visibleLines(lines: readonly JsonLine[], folded: ReadonlySet<number>): number[] {
  const visible: number[] = [];
  for (let index = 0; index < lines.length; index++) {
    visible.push(index);
    if (folded.has(index)) index = Math.max(index, lines[index]?.closedBy ?? index);
  }
  return visible;
}

/** Folds that must open so that a line comes into view. */
export function foldsAround(lines: readonly JsonLine[], index: number): number[] {
  const around: number[] = [];
  for (let parent = lines[index]?.parent ?? -1; parent >= 0; parent = lines[parent]?.parent ?? -1) {
    around.push(parent);
  }
  return around;
}

/** Lists longer than this are folded at first, so that what is short stays in sight. */
const longList = 50;

/** The opening lines that begin folded. */
export function foldedAtFirst(lines: readonly JsonLine[]): Set<number> {
  return new Set(
    lines.flatMap((line, index) => (line.depth > 0 && (line.entries ?? 0) > longList ? [index] : [])),
  );
}

/** The lines whose key or value holds the words, without regard to case; none for empty words. */
export function findInLines(lines: readonly JsonLine[], words: string): number[] {
  const wanted = words.trim().toLowerCase();
  if (wanted === '') return [];
  return lines.flatMap((line, index) =>
    line.kind !== 'close' &&
    (line.text.toLowerCase().includes(wanted) || (line.key?.toLowerCase().includes(wanted) ?? false))
      ? [index]
      : [],
  );
}
