import * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import { type SnippetLanguage, snippetLanguages, webhookLanguages } from '../../snippets/snippets.ts';
import type { App } from '../../views/app.ts';
import { Cancelled } from '../../views/messages/cancelled.ts';
import type { CodeArgument } from './arguments.ts';
import { createQuickPick } from '../../views/prompts.ts';

/** Which code is wanted, and what is to be done with it. */
export interface CodeChoice {
  readonly language: SnippetLanguage;
  readonly isWebhook: boolean;
  /** Copied in place of being opened. */
  readonly isCopy?: boolean;
}

/** The language of VS Code that a document in it gets. */
export const documentLanguage: Readonly<Record<SnippetLanguage, string>> = {
  csharp: 'csharp',
  java: 'java',
  javascript: 'javascript',
  typescript: 'typescript',
  python: 'python',
  curl: 'shellscript',
};

const languageNames: Readonly<Record<SnippetLanguage, string>> = {
  csharp: 'C#',
  java: 'Java',
  javascript: 'JavaScript',
  typescript: 'TypeScript',
  python: 'Python',
  curl: 'curl',
};

const lastKey = 'callRecordings.codeLanguage';

interface ChoiceItem extends vscode.QuickPickItem {
  readonly choice?: CodeChoice;
}

/** What the code is called in messages. */
export function codeName({ language, isWebhook }: CodeChoice): string {
  const name = languageNames[language];
  return isWebhook ? l10n.t('Webhook in {0}', name) : l10n.t('Recording in {0}', name);
}

/** What an argument in words chooses; undefined where it leaves the choice open. */
export function choiceOf({ language, webhook = false }: CodeArgument): CodeChoice | undefined {
  const known = snippetLanguages.find((each) => each === language);
  return known && { language: known, isWebhook: webhook };
}

/** Asks for the language, the one of last time first, and remembers it. @throws Cancelled */
export async function askCode(app: App, offered: 'all' | 'webhook'): Promise<CodeChoice> {
  const last = app.context.globalState.get<CodeChoice>(lastKey);
  const pick = createQuickPick<ChoiceItem>();
  const copyButton = { iconPath: new vscode.ThemeIcon('copy'), tooltip: l10n.t('Copy to Clipboard') };
  const item = (choice: CodeChoice): ChoiceItem => ({
    label: languageNames[choice.language],
    // The languages are listed twice: the rows must not read alike.
    ...(choice.isWebhook ? { description: l10n.t('webhook') } : {}),
    buttons: [copyButton],
    choice,
  });
  pick.title = l10n.t('Show as code');
  pick.placeholder = l10n.t('In which language?');
  pick.matchOnDescription = true;
  pick.items = [
    ...(offered === 'all'
      ? [
          separator(l10n.t('Start, state, pause, resume and stop')),
          ...snippetLanguages.map((language) => item({ language, isWebhook: false })),
        ]
      : []),
    separator(l10n.t('Webhook for RecordingFileStatusUpdated')),
    ...webhookLanguages.map((language) => item({ language, isWebhook: true })),
  ];
  const lastItem = pick.items.find(
    ({ choice }) =>
      choice !== undefined &&
      choice.language === last?.language &&
      (offered === 'webhook' || choice.isWebhook === last.isWebhook),
  );
  if (lastItem) pick.activeItems = [lastItem];
  try {
    const choice = await new Promise<CodeChoice>((resolve, reject) => {
      pick.onDidTriggerItemButton(({ item: { choice: chosen } }) => {
        if (chosen) resolve({ ...chosen, isCopy: true });
      });
      pick.onDidAccept(() => {
        const [accepted] = pick.selectedItems;
        if (accepted?.choice) resolve(accepted.choice);
      });
      pick.onDidHide(() => reject(new Cancelled()));
      pick.show();
    });
    const { language, isWebhook } = choice;
    await app.context.globalState.update(lastKey, { language, isWebhook } satisfies CodeChoice);
    return choice;
  } finally {
    pick.dispose();
  }
}

function separator(label: string): ChoiceItem {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}
