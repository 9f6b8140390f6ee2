import { join } from 'node:path';

/** The repository. */
export const root = join(import.meta.dirname, '..', '..');

/** What is downloaded or installed for tests; kept between runs, ignored by git. */
export const downloads = join(root, '.vscode-test');

/** What a run leaves behind: bundles of tests, results, logs, screenshots. */
export const out = join(root, 'out');
