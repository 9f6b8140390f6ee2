/** How a test of a client came out. */
export interface TestResult {
  readonly name: string;
  readonly outcome: 'passed' | 'failed' | 'skipped';
  /** Why it failed or was skipped. */
  readonly reason?: string;
}

/** What suites share: it is started before the first and stopped after the last. */
export interface Surroundings {
  /** For reports, environments and builds; ignored by git. */
  readonly folder: string;
  /** What a suite's program finds in its environment, see `surroundings.ts`. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Programs that others wrote, as clients of what the extension brings. */
export interface Suite {
  /** As it is printed, with the client's name and version. */
  readonly name: string;
  /** Installs what it needs and runs. Rejects when it could not be run to its end. */
  run(surroundings: Surroundings): Promise<readonly TestResult[]>;
}
