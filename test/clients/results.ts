import type { TestResult } from './suite.ts';

/** What is printed of a test. */
export function resultLines({ name, outcome, reason = '' }: TestResult): readonly string[] {
  const mark = { passed: '✓', failed: '✗', skipped: '–' }[outcome];
  const lines = reason.trimEnd().split('\n');
  switch (outcome) {
    case 'passed':
      return [`  ${mark} ${name}`];
    case 'skipped':
      return [`  ${mark} ${name}: skipped, ${lines[0] === '' ? 'without a reason' : lines[0]}`];
    case 'failed':
      return [`  ${mark} ${name}`, ...lines.map((line) => `      ${line}`)];
  }
}

/** How many came out how. */
export function countResults(
  results: readonly TestResult[],
): Readonly<Record<TestResult['outcome'], number>> {
  const count = (outcome: TestResult['outcome']) => results.filter((each) => each.outcome === outcome).length;
  return { passed: count('passed'), failed: count('failed'), skipped: count('skipped') };
}

/** Runs a test: what it rejects with is why it failed. */
export async function resultOf(name: string, test: () => Promise<void>): Promise<TestResult> {
  try {
    await test();
    return { name, outcome: 'passed' };
  } catch (error) {
    return { name, outcome: 'failed', reason: error instanceof Error ? error.message : String(error) };
  }
}
