import * as l10n from '@vscode/l10n';

/** A duration in the two largest units that it has: `76.4 s`, `5 min 3 s`, `20 h 31 min`. */
export function eventDurationText(durationMs: number): string {
  const seconds = Math.round(durationMs / 100) / 10;
  if (seconds < 60) return l10n.t('{0} s', seconds);
  const whole = Math.round(durationMs / 1000);
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return l10n.t('{0} min {1} s', minutes, whole % 60);
  return l10n.t('{0} h {1} min', Math.floor(minutes / 60), minutes % 60);
}
