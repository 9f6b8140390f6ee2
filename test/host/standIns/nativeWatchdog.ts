// Stands in for the native module `@vscode/native-watchdog`: a process ends when its parent has.

/** Watches the parent. */
export function start(parentId: number): void {
  setInterval(() => {
    try {
      process.kill(parentId, 0);
    } catch {
      process.exit(87);
    }
  }, 3000).unref();
}

/** Ends this process. */
export function exit(code?: number): void {
  process.exit(code ?? 0);
}
