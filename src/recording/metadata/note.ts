import { withoutUndefined } from '../../base/withoutUndefined.ts';
/** What a reader of chunk metadata can remark about a file that it could read. */
export type MetadataNoteCode =
  | 'byteOrderMark'
  | 'otherEncoding'
  | 'swapped'
  | 'otherSpelling'
  | 'numberAsString'
  | 'fractional'
  | 'missing'
  | 'empty'
  | 'unknownField'
  | 'versionField'
  | 'bitDepth'
  | 'wrongType'
  | 'badTime'
  | 'noTimeZone'
  | 'negative'
  | 'overFourHours'
  | 'unknownValue'
  | 'illegalCombination'
  | 'unknownParticipant'
  | 'repeatedParticipant'
  | 'channelMissing'
  | 'channelUnexpected'
  | 'channelOutOfRange'
  | 'channelRepeated'
  | 'pauseOutsideChunk'
  | 'moreNotes';

/** How much a remark matters: `info` is history or harmless, `warning` may mislead a reader. */
export type MetadataNoteSeverity = 'info' | 'warning';

/** Where in a JSON document: names of fields and places in lists, outermost first. */
export type JsonPath = readonly (string | number)[];

/** One remark about chunk metadata. `noteText` puts it into words. */
export interface MetadataNote {
  readonly code: MetadataNoteCode;
  readonly severity: MetadataNoteSeverity;
  readonly path: JsonPath;
  /** What the file says there, cut to a length that can be shown; hostile text like all of the file. */
  readonly value?: string;
}

/** More remarks than this are counted, not kept. */
export const maxNotes = 500;

const maxValueLength = 100;

const harmless: ReadonlySet<MetadataNoteCode> = new Set<MetadataNoteCode>([
  'byteOrderMark',
  'swapped',
  'otherSpelling',
  'numberAsString',
  'fractional',
  'unknownField',
  'versionField',
  'bitDepth',
  'noTimeZone',
  'unknownParticipant',
  'repeatedParticipant',
  'channelUnexpected',
]);

/** Collects remarks; keeps the first `maxNotes` and the number of the others. */
export class MetadataNotes {
  readonly #kept: MetadataNote[] = [];
  #dropped = 0;

  /** Adds a remark; default severity: that of its code. */
  add(code: MetadataNoteCode, path: JsonPath, value?: unknown, severity?: MetadataNoteSeverity): void {
    if (this.#kept.length >= maxNotes) {
      this.#dropped += 1;
      return;
    }
    this.#kept.push({
      code,
      severity: severity ?? (harmless.has(code) ? 'info' : 'warning'),
      path,
      ...withoutUndefined({ value: value === undefined ? undefined : shown(value) }),
    });
  }

  /** All kept remarks; a last one, `moreNotes`, says how many are left out. */
  list(): readonly MetadataNote[] {
    if (this.#dropped === 0) return this.#kept;
    return [
      ...this.#kept,
      { code: 'moreNotes', severity: 'warning', path: [], value: String(this.#dropped) },
    ];
  }
}

/** A value of the file in a few characters; objects and lists without what is inside. */
function shown(value: unknown): string {
  if (Array.isArray(value)) return '[…]';
  if (typeof value === 'object' && value !== null) return '{…}';
  const text = String(value);
  return text.length > maxValueLength ? `${text.slice(0, maxValueLength)}…` : text;
}
