import { readFileSync } from 'node:fs';

/** What a run of the tests in VS Code has at hand. */
export interface HostRun {
  /** Gets what mocha prints, as it prints it. */
  readonly logFile: string;
  /** Test files, bundled, in order. */
  readonly testFiles: readonly string[];
  /** Only tests whose full title matches this pattern are run. */
  readonly grep?: string;
  /** The folder that is open in VS Code; empty at the beginning. */
  readonly workspaceFolder: string;
  /** A folder for this run's files; it goes when the run ends. */
  readonly scratchFolder: string;
  /** An Azurite that holds no container at the beginning. */
  readonly azurite: { readonly url: string; readonly connectionString: string };
}

/** The name of the environment variable that holds the path of the run's description. */
export const hostRunVariable = 'CALL_RECORDINGS_HOST_RUN';

/** What this run has at hand. */
export function hostRun(): HostRun {
  const file = process.env[hostRunVariable];
  if (file === undefined)
    throw new Error(`${hostRunVariable} is not set: run these tests with "npm run test:host".`);
  return JSON.parse(readFileSync(file, 'utf8')) as HostRun;
}
