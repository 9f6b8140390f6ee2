/** What a key asks of the player. */
export type PlayerCommand =
  | { readonly kind: 'toggle' | 'start' | 'end' | 'previousChunk' | 'nextChunk' | 'mute' | 'fit' }
  | { readonly kind: 'move'; readonly ms: number }
  | { readonly kind: 'speed'; readonly steps: 1 | -1 }
  | { readonly kind: 'volume'; readonly change: number }
  | { readonly kind: 'zoom'; readonly steps: 1 | -1 };

/** Duration of one frame of the service's video. */
const pictureMs = 1000 / 16;

/** The keys of the player; undefined for any other key. */
export function playerCommand(key: string, isShift: boolean): PlayerCommand | undefined {
  switch (key) {
    case ' ':
    case 'k':
      return { kind: 'toggle' };
    case 'ArrowLeft':
      return { kind: 'move', ms: isShift ? -60_000 : -5_000 };
    case 'ArrowRight':
      return { kind: 'move', ms: isShift ? 60_000 : 5_000 };
    case ',':
      return { kind: 'move', ms: -pictureMs };
    case '.':
      return { kind: 'move', ms: pictureMs };
    case '<':
      return { kind: 'speed', steps: -1 };
    case '>':
      return { kind: 'speed', steps: 1 };
    case 'ArrowUp':
      return { kind: 'volume', change: 0.1 };
    case 'ArrowDown':
      return { kind: 'volume', change: -0.1 };
    case 'Home':
      return { kind: 'start' };
    case 'End':
      return { kind: 'end' };
    case 'PageUp':
      return { kind: 'previousChunk' };
    case 'PageDown':
      return { kind: 'nextChunk' };
    case 'm':
      return { kind: 'mute' };
    case '+':
      return { kind: 'zoom', steps: 1 };
    case '-':
      return { kind: 'zoom', steps: -1 };
    case '0':
      return { kind: 'fit' };
    default:
      return undefined;
  }
}

/** Speeds that can be chosen. */
export const speeds: readonly number[] = [0.5, 0.75, 1, 1.25, 1.5, 2, 3];

/** The next speed of the list in a direction, within its ends. */
export function nextSpeed(speed: number, steps: 1 | -1): number {
  return (steps > 0 ? speeds.find((one) => one > speed) : speeds.findLast((one) => one < speed)) ?? speed;
}
