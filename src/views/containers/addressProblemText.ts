import * as l10n from '@vscode/l10n';
import type { AddressProblem } from '../../storage/containerAddress.ts';

/** Says why a text is no address of a container, and what would be one. */
export function addressProblemText(problem: AddressProblem): string {
  switch (problem) {
    case 'empty':
      return l10n.t('An address is needed.');
    case 'notAnAddress':
      return l10n.t(
        'This is no URL of a container. It should look like https://account.blob.core.windows.net/recordings.',
      );
    case 'portalAddress':
      return l10n.t(
        'This is a page of the Azure portal. Copy the URL from the properties of the container there.',
      );
    case 'communicationConnectionString':
      return l10n.t(
        'This connects a Communication Services resource, not a storage account. Recordings lie in a storage account.',
      );
    case 'containerName':
      return l10n.t(
        'No container can have this name: 3 to 63 small letters, digits and single hyphens are allowed.',
      );
    case 'sasForOneBlob':
      return l10n.t(
        'This SAS opens one blob only. A SAS for the container is needed, with the rights to read and list.',
      );
  }
}
