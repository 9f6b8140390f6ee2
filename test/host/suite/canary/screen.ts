import * as vscode from 'vscode';
import type { App } from '../../../../src/views/app.ts';

const messages = ['showInformationMessage', 'showWarningMessage', 'showErrorMessage'] as const;
const questions = ['showQuickPick', 'showInputBox'] as const;

/** Keeps every text that the extension says and logs while it is there, and closes each message at once. */
export class Screen {
  readonly logged: string[] = [];
  readonly notified: string[] = [];
  readonly asked: string[] = [];
  readonly progress: string[] = [];
  readonly status: string[] = [];
  /** What was posted to pages. */
  readonly posted: string[] = [];
  readonly #panels: vscode.WebviewPanel[] = [];
  /** Buttons that are pressed where they are offered. */
  readonly presses = new Set<string>();
  readonly #undo: (() => void)[] = [];

  constructor({ log }: App) {
    for (const level of ['trace', 'debug', 'info', 'warn', 'error'] as const)
      this.#replace(log, level, (original) => (...all: unknown[]) => {
        this.logged.push(all.map(textOf).join(' '));
        return original(...all);
      });
    for (const name of messages)
      this.#replace(vscode.window, name, () => (...all: unknown[]) => {
        this.notified.push(all.map(textOf).join(' | '));
        return Promise.resolve(all.find((one) => this.presses.has(titleOf(one))));
      });
    for (const name of questions)
      this.#replace(vscode.window, name, () => async (...all: unknown[]) => {
        this.asked.push(all.map(textOf).join(' | '));
        this.asked.push(textOf(await all[0]));
        return undefined;
      });
    this.#replace(vscode.window, 'createWebviewPanel', (original) => (...all: unknown[]) => {
      const panel = original(...all) as vscode.WebviewPanel;
      this.#panels.push(panel);
      this.#replace(panel.webview, 'postMessage', (post) => (message: unknown) => {
        this.posted.push(textOf(message));
        return post(message);
      });
      return panel;
    });
    this.#replace(vscode.window, 'setStatusBarMessage', (original) => (...all: unknown[]) => {
      this.status.push(textOf(all[0]));
      return original(...all);
    });
    this.#replace(vscode.window, 'withProgress', (original) => (...all: unknown[]) => {
      const [options, work] = all as [
        vscode.ProgressOptions,
        (progress: vscode.Progress<object>, token: vscode.CancellationToken) => Thenable<unknown>,
      ];
      this.progress.push(textOf(options));
      return original(options, (progress: vscode.Progress<object>, token: vscode.CancellationToken) =>
        work(
          {
            report: (step) => {
              this.progress.push(textOf(step));
              progress.report(step);
            },
          },
          token,
        ),
      );
    });
  }

  /** The pages that are open, as HTML. */
  get pages(): readonly string[] {
    return this.#panels.flatMap((panel) => {
      try {
        return [`${panel.title} ${panel.webview.html}`];
      } catch {
        // It was closed.
        return [];
      }
    });
  }

  /** Puts back what VS Code has. */
  dispose(): void {
    for (const undo of this.#undo.splice(0)) undo();
  }

  #replace(
    owner: object,
    name: string,
    make: (original: (...all: unknown[]) => unknown) => (...all: unknown[]) => unknown,
  ): void {
    const original = Reflect.get(owner, name) as (...all: unknown[]) => unknown;
    Object.assign(owner, { [name]: make(original.bind(owner)) });
    this.#undo.push(() => Object.assign(owner, { [name]: original }));
  }
}

function titleOf(button: unknown): string {
  if (typeof button === 'string') return button;
  const title: unknown =
    typeof button === 'object' && button !== null ? Reflect.get(button, 'title') : undefined;
  return typeof title === 'string' ? title : '';
}

/** All that a value says. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value instanceof Error) return `${value.stack ?? ''} ${value.message} ${JSON.stringify(value)}`;
  try {
    return value === undefined ? '' : JSON.stringify(value);
  } catch {
    return String(value);
  }
}
