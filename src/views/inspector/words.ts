import * as l10n from '@vscode/l10n';

/** A length of time as a clock shows it: `1:02:03`, with `.4` where tenths are wanted. */
export function clockLength(ms: number, tenths = false): string {
  const unit = tenths ? 100 : 1000;
  const whole = Math.round(Math.max(0, ms) / unit) * unit;
  const seconds = Math.floor(whole / 1000);
  const two = (n: number): string => String(n).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  const head = minutes >= 60 ? `${Math.floor(minutes / 60)}:${two(minutes % 60)}` : String(minutes);
  return `${head}:${two(seconds % 60)}${tenths ? `.${Math.floor((whole % 1000) / 100)}` : ''}`;
}

/** A length of time in words, for screen readers and sentences: `1 h 2 min 3.4 s`. */
export function spokenLength(ms: number): string {
  if (ms < 0) return l10n.t('−{0}', spokenLength(-ms));
  const tenths = Math.round(ms / 100);
  if (tenths === 0 && ms > 0) return l10n.t('{0} ms', Math.round(ms));
  const hours = Math.floor(tenths / 36_000);
  const minutes = Math.floor((tenths % 36_000) / 600);
  const seconds = (tenths % 600) / 10;
  return [
    ...(hours > 0 ? [l10n.t('{0} h', hours)] : []),
    ...(minutes > 0 ? [l10n.t('{0} min', minutes)] : []),
    ...(seconds > 0 || tenths === 0 ? [l10n.t('{0} s', seconds)] : []),
  ].join(' ');
}
