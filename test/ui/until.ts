import assert from 'node:assert/strict';

/** Asks again until it is so. The page's policy forbids the driver's own way of waiting, which needs `eval`. */
export async function until(
  isSo: () => Promise<boolean>,
  what: string | (() => Promise<string>),
  timeoutMs = 20_000,
): Promise<void> {
  const end = Date.now() + timeoutMs;
  while (!(await isSo())) {
    if (Date.now() > end) assert.fail(`Not in time: ${typeof what === 'string' ? what : await what()}`);
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}
