import * as vscode from 'vscode';
import type { Services } from '../services.ts';
import { type Facts, factsMarkdown } from './factsMarkdown.ts';

/**
 * Shows facts as a page, on which they wrap and can be selected.
 * @param where `beside` keeps what they are about on screen
 */
export async function showFactsPage(
  { inspector }: Pick<Services, 'inspector'>,
  name: string,
  facts: Facts,
  where: 'beside' | 'here' = 'here',
): Promise<void> {
  const uri = inspector.reports.add(name, factsMarkdown(facts));
  await vscode.commands.executeCommand(
    where === 'beside' ? 'markdown.showPreviewToSide' : 'markdown.showPreview',
    uri,
  );
}
