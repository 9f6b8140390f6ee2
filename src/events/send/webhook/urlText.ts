import * as l10n from '@vscode/l10n';
import type { WebhookUrlProblem } from './target.ts';

/** Why a text cannot be used as the address of a webhook. */
export function webhookUrlProblemText(problem: WebhookUrlProblem): string {
  switch (problem) {
    case 'notAUrl':
      return l10n.t('This is not a URL. Example: http://localhost:7071/api/recordings');
    case 'notHttp':
      return l10n.t('The URL must begin with http:// or https://.');
    case 'userInUrl':
      return l10n.t('Leave user name and password out of the URL, and add an Authorization header instead.');
  }
}
