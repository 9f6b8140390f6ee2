// Stands in for the native module `@vscode/spdlog`, so that log files and output channels fill.
import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

const levels = ['trace', 'debug', 'info', 'warning', 'error', 'critical', 'off'] as const;
let globalLevel = 0;

export const version = 0;

/** Sets the least level that any logger writes. */
export function setLevel(level: number): void {
  globalLevel = level;
}

/** Every line is written at once. */
export function setFlushOn(): void {
  return undefined;
}

/** Writes to one file, without rotation. */
export class Logger {
  readonly #file: string;
  #level = globalLevel;
  #isPlain = false;

  constructor(_type: string, _name: string, file: string) {
    this.#file = file;
  }

  trace(message: string): void {
    this.#write(0, message);
  }
  debug(message: string): void {
    this.#write(1, message);
  }
  info(message: string): void {
    this.#write(2, message);
  }
  warn(message: string): void {
    this.#write(3, message);
  }
  error(message: string): void {
    this.#write(4, message);
  }
  critical(message: string): void {
    this.#write(5, message);
  }
  getLevel(): number {
    return this.#level;
  }
  setLevel(level: number): void {
    this.#level = level;
  }
  setPattern(): void {
    this.#isPlain = false;
  }
  /** From now on messages are written as they are, without time, level and line end. */
  clearFormatters(): void {
    this.#isPlain = true;
  }
  flush(): void {
    return undefined;
  }
  drop(): void {
    return undefined;
  }

  #write(level: number, message: string): void {
    if (level < this.#level) return;
    const time = new Date().toISOString().replace('T', ' ').slice(0, -1);
    try {
      appendFileSync(this.#file, this.#isPlain ? message : `${time} [${levels[level] ?? ''}] ${message}\n`);
    } catch {
      // The folder of a window that has ended may be gone.
    }
  }
}

/** Makes the folder and a logger for a file in it. */
export async function createRotatingLogger(name: string, file: string): Promise<Logger> {
  mkdirSync(dirname(file), { recursive: true });
  return Promise.resolve(new Logger('rotating', name, file));
}

export const createAsyncRotatingLogger = createRotatingLogger;
