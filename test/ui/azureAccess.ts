import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { homeTenant } from '../integration/setup/standIn/seed.ts';
import type { StandIn } from '../integration/setup/standIn/server.ts';
import type { User } from '../integration/setup/standIn/state.ts';
import { writeFakeMicrosoft } from './fakeMicrosoft.ts';

/** What VS Code is opened with so that a person is signed in to a stand-in of Azure. */
export interface AzureAccess {
  /** The extension that gives out the person's tokens. */
  readonly extensionFolder: string;
  readonly env: Readonly<Record<string, string>>;
  readonly settings: Readonly<Record<string, unknown>>;
}

/** @param folder for the certificate and the extension */
export async function azureAccess(azure: StandIn, person: User, folder: string): Promise<AzureAccess> {
  const certificate = join(folder, 'stand-in.pem');
  await writeFile(certificate, azure.certificate);
  return {
    extensionFolder: await writeFakeMicrosoft(join(folder, 'fake-microsoft'), {
      label: person.name,
      homeTenant,
      tokens: { [homeTenant]: azure.tokenOf(person, homeTenant) },
    }),
    env: { NODE_EXTRA_CA_CERTS: certificate },
    settings: {
      'microsoft-sovereign-cloud.environment': 'custom',
      'microsoft-sovereign-cloud.customEnvironment': {
        name: 'stand-in',
        resourceManagerEndpointUrl: azure.origin,
        portalUrl: 'https://portal.example',
      },
      'callRecordings.resources': [
        { name: 'contoso', endpoint: 'https://contoso.communication.azure.com', signIn: 'vscode' },
      ],
    },
  };
}
