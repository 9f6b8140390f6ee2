import { readFile } from 'node:fs/promises';
import { XMLParser } from 'fast-xml-parser';
import type { TestResult } from './suite.ts';

type Node = Readonly<Record<string, unknown>>;

/**
 * Reads a report in JUnit's XML, which pytest, Maven and Node's test runner all write.
 * Rejects when the file is missing or is no such report.
 */
export async function readJunitReport(path: string): Promise<readonly TestResult[]> {
  const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '@', processEntities: true });
  const report = parser.parse(await readFile(path, 'utf8')) as Node;
  if (!('testsuite' in report) && !('testsuites' in report)) throw new Error(`${path} is no JUnit report.`);
  return casesIn(report).map(readCase);
}

/** Cases at any depth: Node's runner nests suites. */
function casesIn(node: Node): readonly Node[] {
  return [
    ...list(node['testcase']),
    ...[...list(node['testsuites']), ...list(node['testsuite'])].flatMap(casesIn),
  ];
}

function readCase(node: Node): TestResult {
  const name = String(node['@name']);
  const [problem] = [...list(node['failure']), ...list(node['error'])];
  if (problem) return { name, outcome: 'failed', reason: textOf(problem) };
  const [skipped] = list(node['skipped']);
  return skipped ? { name, outcome: 'skipped', reason: textOf(skipped) } : { name, outcome: 'passed' };
}

function textOf(node: Node): string {
  const parts = [node['@message'], node['#text']].filter((part) => typeof part === 'string' && part !== '');
  return parts.join('\n');
}

/** An element without attributes is parsed as its text. */
function list(value: unknown): readonly Node[] {
  if (value === undefined) return [];
  return (Array.isArray(value) ? value : [value]).map((each: unknown) =>
    typeof each === 'object' && each !== null ? (each as Node) : { '#text': each },
  );
}
