import { globSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readJunitReport } from '../junitReport.ts';
import type { Suite } from '../suite.ts';
import { openJava } from './maven.ts';

/** Tests in JUnit, run by Maven. */
export const javaSuite: Suite = {
  name: 'Java: azure-communication-callautomation 1.0.4',
  run: async (surroundings) => {
    const { maven } = await openJava(surroundings);
    const reports = join(surroundings.folder, 'java', 'surefire-reports');
    await rm(reports, { recursive: true, force: true });
    await maven('test');
    const files = globSync('TEST-*.xml', { cwd: reports });
    return (await Promise.all(files.map((file) => readJunitReport(join(reports, file))))).flat();
  },
};
