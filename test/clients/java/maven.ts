import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../../host/processes.ts';
import type { Surroundings } from '../suite.ts';
import { needProgram } from '../tools.ts';

/** What `keytool` and the pom agree on; it protects a certificate that is no secret. */
export const trustStorePassword = 'changeit';

/** A JDK and Maven, and a trust store with the certificate of the local service. */
export interface Java {
  readonly trustStore: string;
  /** Runs Maven on the project of this folder. Rejects with what it printed. */
  readonly maven: (...args: readonly string[]) => Promise<string>;
}

let opened: Promise<Java> | undefined;

/** Finds JDK 17 and Maven, or installs them where that is possible. Rejects with what is missing. */
export function openJava(surroundings: Surroundings): Promise<Java> {
  opened ??= open(surroundings);
  return opened;
}

async function open({ folder, environment }: Surroundings): Promise<Java> {
  await needProgram('javac', ['--release', '17', '--version'], {
    what: 'JDK 17 or newer',
    packages: ['openjdk-17-jdk-headless'],
  });
  const mvn = await needProgram('mvn', ['--version'], { what: 'Maven', packages: ['maven'] });
  const trustStore = join(folder, 'trust.p12');
  await rm(trustStore, { force: true });
  await run('keytool', [
    ...['-importcert', '-noprompt', '-alias', 'local', '-file', environment['LOCAL_CERT'] ?? ''],
    ...['-keystore', trustStore, '-storetype', 'PKCS12', '-storepass', trustStorePassword],
  ]);
  return {
    trustStore,
    maven: (...args) =>
      run(mvn, ['-B', '-q', `-Dlocal.trustStore=${trustStore}`, ...args], {
        cwd: import.meta.dirname,
        env: { ...process.env, ...environment },
      }),
  };
}
