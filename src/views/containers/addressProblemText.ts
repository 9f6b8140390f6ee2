import * as l10n from '@vscode/l10n';
import type { AddressProblem } from '../../storage/containerUrl.ts';

/** Says why a text is no address of a container, and what would be one. */
export function addressProblemText(problem: AddressProblem): string {
  switch (problem) {
    case 'empty':
      return l10n.t('Enter an address.');
    case 'notAnAddress':
      return l10n.t(
        'This is not the URL of a container. It should look like https://account.blob.core.windows.net/recordings.',
      );
    case 'portalAddress':
      return l10n.t(
        'This is a page of the Azure portal. Copy the URL from the properties of the container there.',
      );
    case 'communicationConnectionString':
      return l10n.t(
        'This connects a Communication Services resource, not a storage account. Recordings are kept in a storage account.',
      );
    case 'containerName':
      return l10n.t(
        'A container cannot have this name: use 3 to 63 lowercase letters, digits and single hyphens.',
      );
    case 'damagedSas':
      return l10n.t(
        'The SAS in this text is damaged: its signature (sig=) is missing. Copy the whole SAS URL again.',
      );
    case 'sasForOneBlob':
      return l10n.t(
        'This SAS opens one blob only. A SAS for the container is needed, with the rights to read and list.',
      );
  }
}
