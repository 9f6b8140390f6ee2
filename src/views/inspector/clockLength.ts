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
