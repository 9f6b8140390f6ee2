import { readIsoTime } from '../../base/time/iso.ts';
import type { JsonPath, MetadataNoteSeverity, MetadataNotes } from './note.ts';

/** One JSON object of a metadata file, its fields found without regard to case. */
export interface Fields {
  readonly path: JsonPath;
  readonly notes: MetadataNotes;
  /** Lower-cased name → the name as written and its value. */
  readonly byName: ReadonlyMap<string, { readonly name: string; readonly value: unknown }>;
}

/** How a field is asked for. */
export interface FieldRules {
  /** Remark `missing` where the field is absent or null; left out, its absence is normal. */
  readonly ifMissing?: MetadataNoteSeverity;
  /** The number counts or numbers something: parts of one are refused. */
  readonly whole?: boolean;
}

const maxUnknownFields = 50;

/** Takes an object apart and remarks on fields that no known file has; undefined where it is none. */
export function fieldsOf(
  value: unknown,
  path: JsonPath,
  known: readonly string[],
  notes: MetadataNotes,
): Fields | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const expected = new Map(known.map((name) => [name.toLowerCase(), name]));
  const byName = new Map<string, { name: string; value: unknown }>();
  let unknown = 0;
  for (const [name, field] of Object.entries(value)) {
    const lower = name.toLowerCase();
    const spelling = expected.get(lower);
    if (spelling === undefined) {
      if (unknown < maxUnknownFields) notes.add('unknownField', [...path, name], field);
      unknown += 1;
    } else if (!byName.has(lower) || name === spelling) {
      byName.set(lower, { name, value: field });
      if (name !== spelling) notes.add('otherSpelling', [...path, name], spelling);
    }
  }
  return { path, notes, byName };
}

/** The field's value where it is present and not null, and its path as written. */
export function fieldValue(
  fields: Fields,
  name: string,
  rules: FieldRules = {},
): { readonly value: unknown; readonly path: JsonPath } | undefined {
  const found = fields.byName.get(name.toLowerCase());
  if (found === undefined || found.value === null) {
    if (rules.ifMissing) fields.notes.add('missing', [...fields.path, name], undefined, rules.ifMissing);
    return undefined;
  }
  return { value: found.value, path: [...fields.path, found.name] };
}

/** A text that is not empty. A number is taken as the text that it is written as. */
export function textField(fields: Fields, name: string, rules?: FieldRules): string | undefined {
  const found = fieldValue(fields, name, rules);
  if (!found) return undefined;
  if (found.value === '') {
    if (rules?.ifMissing) fields.notes.add('empty', found.path, undefined, rules.ifMissing);
    return undefined;
  }
  if (typeof found.value === 'string') return found.value;
  fields.notes.add('wrongType', found.path, found.value);
  return typeof found.value === 'number' ? String(found.value) : undefined;
}

/** A number from 0; strings that spell one are taken, as older files have them. */
export function numberField(fields: Fields, name: string, rules?: FieldRules): number | undefined {
  const found = fieldValue(fields, name, rules);
  if (!found) return undefined;
  const number = toNumber(found.value);
  const isFraction = number !== undefined && !Number.isInteger(number);
  if (number === undefined || (isFraction && rules?.whole)) {
    fields.notes.add('wrongType', found.path, found.value);
    return undefined;
  }
  if (number < 0) {
    fields.notes.add('negative', found.path, found.value);
    return undefined;
  }
  if (typeof found.value === 'string') fields.notes.add('numberAsString', found.path, found.value);
  if (isFraction) fields.notes.add('fractional', found.path, found.value);
  return number;
}

/** The items of a list; none where it is absent or no list. */
export function listField(fields: Fields, name: string, rules?: FieldRules): readonly unknown[] {
  const found = fieldValue(fields, name, rules);
  if (!found) return [];
  if (Array.isArray(found.value)) return found.value;
  fields.notes.add('wrongType', found.path, found.value);
  return [];
}

/** A point in time: as written, and in ms since 1970 where it can be understood. */
export interface Instant {
  readonly text: string;
  readonly ms?: number;
}

/** A time in ISO 8601; one without a zone is read as UTC, which is what the service writes. */
export function timeField(fields: Fields, name: string, rules?: FieldRules): Instant | undefined {
  const text = textField(fields, name, rules);
  if (text === undefined) return undefined;
  const path = fieldValue(fields, name)?.path ?? fields.path;
  const time = readIsoTime(text);
  if (!time) {
    fields.notes.add('badTime', path, text);
    return { text };
  }
  if (!time.hasZone) fields.notes.add('noTimeZone', path, text);
  return { text, ms: time.ms };
}

function toNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'string' || value.length > 40) return undefined;
  if (!/^\s*-?\d+(?:\.\d+)?(?:e[+-]?\d{1,3})?\s*$/i.test(value)) return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}
