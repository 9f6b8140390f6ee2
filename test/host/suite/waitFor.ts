import assert from 'node:assert/strict';

/** Asks again until there is an answer, for a minute. */
export async function waitFor<T>(ask: () => T | undefined | Promise<T | undefined>): Promise<T> {
  for (const end = Date.now() + 60_000; ;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    assert.ok(Date.now() < end, 'no answer in a minute');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
