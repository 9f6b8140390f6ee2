// Runs programs that others wrote as clients of the local service, and ends with one line: `N passed, N failed`.
// Named suites only: node test/clients/run.ts python
import { countResults, resultLines } from './results.ts';
import type { Surroundings, Suite, TestResult } from './suite.ts';
import { suites } from './suites.ts';
import { startSurroundings } from './surroundings.ts';

const wanted = process.argv.slice(2);
const chosen = suites.filter(
  ({ name }) => wanted.length === 0 || wanted.some((word) => name.toLowerCase().includes(word.toLowerCase())),
);
const results: TestResult[] = [];
{
  await using surroundings = await startSurroundings();
  for (const suite of chosen) {
    const startedMs = Date.now();
    console.log(`\n── ${suite.name} ──`);
    const came = await resultsOf(suite, surroundings);
    for (const line of came.flatMap(resultLines)) console.log(line);
    console.log(`   ${Math.round((Date.now() - startedMs) / 1000)} s`);
    results.push(...came);
  }
}
const { passed, failed, skipped } = countResults(results);
console.log(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exit(failed > 0 || passed === 0 ? 1 : 0);

async function resultsOf(suite: Suite, surroundings: Surroundings): Promise<readonly TestResult[]> {
  try {
    const came = await suite.run(surroundings);
    // A suite in which nothing ran has proved nothing.
    return came.length > 0 ? came : [{ name: suite.name, outcome: 'failed', reason: 'No test ran.' }];
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return [{ name: `${suite.name} runs`, outcome: 'failed', reason }];
  }
}
