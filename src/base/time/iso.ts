/** A time that was read from a text. */
export interface IsoTime {
  /** Milliseconds since 1970. */
  readonly ms: number;
  /** False where the text names no zone and is read as UTC, which is what the services write. */
  readonly hasZone: boolean;
}

const form =
  /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,12}))?)?(?:([Zz])|([+-]\d\d)(?::?(\d\d))?)?$/;

/**
 * Reads a time in ISO 8601, with any number of digits of a second. One without a zone is read as UTC, never as
 * the time of this computer.
 * @returns undefined where the text is no time, or of a year before 1900: .NET writes the year 1 where none was set
 */
export function readIsoTime(text: string): IsoTime | undefined {
  const match = form.exec(text.trim());
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second = '00', fraction = '0', z, offsetHour, offsetMinute] =
    match;
  const hasZone = z !== undefined || offsetHour !== undefined;
  const zone = offsetHour === undefined ? 'Z' : `${offsetHour}:${offsetMinute ?? '00'}`;
  const ms = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction}${zone}`);
  return Number.isNaN(ms) || Number(year) < 1900 ? undefined : { ms, hasZone };
}
