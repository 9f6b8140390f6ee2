import * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import type { ActiveRecording } from '../../calling/active/recording.ts';
import { Disposable } from '../disposable.ts';
import { callName } from '../../calling/active/callName.ts';
import { elapsedText } from './row.ts';

/** Shows in the status bar that something records, and for how long. Asks the service for nothing. */
export class RecordingStatus extends Disposable {
  readonly #list: () => readonly ActiveRecording[];
  readonly #item: vscode.StatusBarItem;
  #timer: NodeJS.Timeout | undefined;

  constructor(list: () => readonly ActiveRecording[]) {
    super();
    this.#list = list;
    this.#item = this.register(
      vscode.window.createStatusBarItem('callRecordings.active', vscode.StatusBarAlignment.Left, 50),
    );
    this.#item.name = l10n.t('Call Recordings');
    this.#item.command = 'callRecordings.active.focus';
    this.update();
  }

  /** The text that shows now; undefined while nothing records. */
  get text(): string | undefined {
    return this.#timer ? this.#item.text : undefined;
  }

  update(): void {
    const running = this.#list().filter(({ state }) => state !== 'ended');
    const [first] = running;
    if (!first) {
      clearInterval(this.#timer);
      this.#timer = undefined;
      this.#item.hide();
      return;
    }
    const now = Date.now();
    const icon = running.some(({ state }) => state === 'active')
      ? 'record'
      : running.some(({ state }) => state === 'unknown')
        ? 'question'
        : 'debug-pause';
    const text = running.length === 1 ? elapsedText(first, now) : l10n.t('{0} recordings', running.length);
    this.#item.text = `$(${icon}) ${text}`;
    const lines = running.map((one) => `${callName(one)}: ${elapsedText(one, now)}`);
    this.#item.tooltip = [l10n.t('Calls that are being recorded'), ...lines].join('\n');
    this.#item.accessibilityInformation = { label: l10n.t('Recording calls: {0}', lines.join(', ')) };
    this.#item.show();
    this.#timer ??= setInterval(() => this.update(), 1000);
  }

  override dispose(): void {
    clearInterval(this.#timer);
    super.dispose();
  }
}
