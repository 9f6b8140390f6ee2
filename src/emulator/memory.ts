import v8 from 'node:v8';

const quietMs = 3_000;
/** So much work leaves something behind that is worth the effort. */
const worth = 200;

/**
 * Gives memory back once a busy service has been quiet for some seconds: without new work the engine sees no
 * reason to collect what the last has left, and keeps the pages that became free.
 * @returns to be called with each request and each recording that has landed
 */
export function givingMemoryBack(): () => void {
  let works = 0;
  let timer: NodeJS.Timeout | undefined;
  return () => {
    works += 1;
    if (works < worth) return;
    if (timer) timer.refresh();
    else {
      timer = setTimeout(() => {
        works = 0;
        timer = undefined;
        collectGarbage();
      }, quietMs).unref();
    }
  };
}

/** A class without instances. */
class Nothing extends Error {}

/**
 * Counting objects is preceded by the most thorough collection that the engine has, which also gives free pages
 * back to the system: `gc()` keeps them. Node has it since 20.13; before, nothing is collected.
 * @see https://nodejs.org/api/v8.html#v8queryobjectsctor-options
 */
function collectGarbage(): void {
  const { queryObjects } = v8 as Partial<Pick<typeof v8, 'queryObjects'>>;
  // The second run frees what finalizers of the first have let go.
  for (let run = 0; run < 2; run++) queryObjects?.(Nothing, { format: 'count' });
}

/**
 * Does without the engine's optimizing compilers, by letting no function be small enough for them: what they have
 * held, once many requests made them work, never comes back. The service mostly waits for disk and network.
 */
export function doWithoutCompilers(): void {
  v8.setFlagsFromString('--max-optimized-bytecode-size=0');
}
