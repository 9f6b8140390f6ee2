import * as l10n from '@vscode/l10n';
import { numberText } from './language.ts';

/** A longer one is no length of a recording, and its digits say nothing. */
const longestHours = 1_000_000;

/** A duration in words, in the two largest units that it has: `76.4 s`, `5 min 3 s`, `20 h 31 min`. */
export function durationText(durationMs: number): string {
  if (Number.isNaN(durationMs)) return '?';
  const seconds = Math.round(durationMs / 100) / 10;
  if (seconds < 60) return l10n.t('{0} s', numberText(seconds));
  const whole = Math.round(durationMs / 1000);
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return l10n.t('{0} min {1} s', minutes, whole % 60);
  const hours = Math.floor(minutes / 60);
  if (hours > longestHours) return l10n.t('more than {0} h', numberText(longestHours));
  return l10n.t('{0} h {1} min', hours, minutes % 60);
}

/** A position or length as a clock shows it: `4:05`, `1:02:03`, with `.4` where tenths are wanted. */
export function clockLength(durationMs: number, tenths = false): string {
  if (!(durationMs < longestHours * 3_600_000)) return durationText(durationMs);
  const unit = tenths ? 100 : 1000;
  const whole = Math.round(Math.max(0, durationMs) / unit) * unit;
  const seconds = Math.floor(whole / 1000);
  const two = (n: number): string => String(n).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  const head = minutes >= 60 ? `${Math.floor(minutes / 60)}:${two(minutes % 60)}` : String(minutes);
  return `${head}:${two(seconds % 60)}${tenths ? `.${Math.floor((whole % 1000) / 100)}` : ''}`;
}
