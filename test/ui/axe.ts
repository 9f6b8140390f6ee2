import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { InspectorDocument } from './inspectorDriver.ts';

const source = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * What of a page is hard to use without eyes, without a mouse or with weak eyes, as axe finds it: each rule with
 * the elements that break it. All rules of WCAG 2.2 A and AA, and the advice that axe gives beyond them.
 */
export async function accessFaults(page: InspectorDocument): Promise<string[]> {
  await page.evaluate(await source);
  const { violations } = await page.evaluate<AxeResults>(
    `axe.run(document, { rules: { 'target-size': { enabled: true } } })`,
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary ?? ''}`),
  );
}
