import * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import type { Container } from '../../storage/container.ts';
import { Disposable } from '../disposable.ts';
import { resourceUri } from '../tree/tree.ts';

/** Marks the recordings that landed in this session in the Recordings tree. */
export class NewBadge extends Disposable implements vscode.FileDecorationProvider {
  readonly #changed = this.register(new vscode.EventEmitter<vscode.Uri>());
  readonly onDidChangeFileDecorations = this.#changed.event;
  readonly #marked = new Set<string>();

  constructor() {
    super();
    this.register(vscode.window.registerFileDecorationProvider(this));
  }

  /** @param path recording folder in the container */
  mark(container: Container, path: string): void {
    const uri = resourceUri(container, path);
    this.#marked.add(uri.toString());
    this.#changed.fire(uri);
  }

  provideFileDecoration(uri: vscode.Uri): vscode.FileDecoration | undefined {
    if (!this.#marked.has(uri.toString())) return undefined;
    const color = new vscode.ThemeColor('gitDecoration.addedResourceForeground');
    return new vscode.FileDecoration('N', l10n.t('New: recorded just now'), color);
  }
}
