import * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import type { CommunicationResource } from '../../calling/connection/resource.ts';
import type { StartRequest } from '../../calling/start/request.ts';
import type { SnippetRequest } from '../../snippets/request.ts';
import { recordingSnippet, webhookSnippet } from '../../snippets/snippets.ts';
import type { App } from '../../views/app.ts';
import { type CodeChoice, askCode, codeName, documentLanguage } from './choice.ts';
import { requestOfStart } from './request.ts';
import { notify } from '../../views/messages/notify.ts';

/** Shows a start that was filled in and checked. */
export async function showStart(
  app: App,
  request: StartRequest,
  resource: CommunicationResource | undefined,
): Promise<string> {
  return show(requestOfStart(request, resource), await askCode(app, 'all'));
}

/**
 * Opens the code in an untitled document, or copies it. Without a request it is the webhook.
 * @returns the code
 */
export async function show(request: SnippetRequest | undefined, choice: CodeChoice): Promise<string> {
  const text = textOf(request, choice);
  if (choice.isCopy === true) {
    await copy(text, choice);
    return text;
  }
  const document = await vscode.workspace.openTextDocument({
    language: documentLanguage[choice.language],
    content: text,
  });
  await vscode.window.showTextDocument(document, { preview: false });
  void offerCopy(text, choice);
  return text;
}

function textOf(request: SnippetRequest | undefined, { language, isWebhook }: CodeChoice): string {
  if (isWebhook || !request) return webhookSnippet(language === 'curl' ? 'javascript' : language);
  return recordingSnippet(request, language);
}

/** Not awaited: the message stays while the code is read. */
async function offerCopy(text: string, choice: CodeChoice): Promise<void> {
  const copyAction = l10n.t('Copy to Clipboard');
  const message = l10n.t('{0}: its first lines say what it needs. It holds no key.', codeName(choice));
  if ((await notify.info(message, copyAction)) === copyAction) await copy(text, choice);
}

async function copy(text: string, choice: CodeChoice): Promise<void> {
  await vscode.env.clipboard.writeText(text);
  vscode.window.setStatusBarMessage(l10n.t('$(check) Copied: {0}', codeName(choice)), 3000);
}
