import type { Locator, Page } from 'playwright-core';
import type { DrawnElement } from './drawnElement.ts';

/** The palette, quick picks and input boxes. */
export class QuickInput {
  readonly #page: Page;
  readonly #widget: Locator;
  readonly #input: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.#widget = page.locator('.quick-input-widget');
    this.#input = this.#widget.locator('.quick-input-filter input');
  }

  /** Opens the command palette. */
  async openPalette(): Promise<void> {
    await this.#page.keyboard.press('F1');
    await this.#input.waitFor();
  }

  /** Waits for a quick pick or input box. */
  async shown(): Promise<void> {
    await this.#input.waitFor();
  }

  /** Waits until it has gone. */
  async hidden(): Promise<void> {
    await this.#widget.waitFor({ state: 'hidden' });
  }

  /** The title, or an empty text. */
  async title(): Promise<string> {
    return (await this.#widget.locator('.quick-input-title').innerText()).trim();
  }

  /** Waits for the line below an input box: its prompt, or what is wrong with the value. */
  async message(): Promise<string> {
    const message = this.#widget.locator('.quick-input-message').filter({ hasText: /\S/ });
    return (await message.innerText()).trim();
  }

  /** Replaces what is typed. */
  async type(text: string): Promise<void> {
    await this.#input.waitFor();
    await this.#input.fill(text);
  }

  /** Types a text and accepts it. */
  async enter(text: string): Promise<void> {
    await this.type(text);
    await this.accept();
  }

  async accept(): Promise<void> {
    await this.#input.press('Enter');
  }

  async cancel(): Promise<void> {
    await this.#input.press('Escape');
    await this.hidden();
  }

  /** Whether an entry with exactly this label shows up in time. */
  async has(label: string, timeoutMs: number): Promise<boolean> {
    return this.#row(label)
      .waitFor({ timeout: timeoutMs })
      .then(
        () => true,
        () => false,
      );
  }

  /** Waits for the entry with exactly this label and picks it. */
  async pick(label: string): Promise<void> {
    await this.#row(label).click();
  }

  /** Checks or unchecks an entry of a pick of several. */
  async toggle(label: string): Promise<void> {
    await this.#row(label).locator('.quick-input-list-checkbox, input[type=checkbox]').first().click();
  }

  /** Labels of the entries on screen, each with its description. */
  async entries(): Promise<string[]> {
    const rows = this.#widget.locator('.quick-input-list .monaco-list-row');
    await rows.first().waitFor();
    return rows.evaluateAll((all: readonly DrawnElement[]) =>
      all.map((row) =>
        ['.label-name', '.label-description']
          .map((part) => row.querySelector(part)?.textContent?.trim() ?? '')
          .filter((text) => text !== '')
          .join(' · '),
      ),
    );
  }

  #row(label: string): Locator {
    const exactly = new RegExp(`^\\s*${label.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\s*$`);
    return this.#widget
      .locator('.quick-input-list .monaco-list-row')
      .filter({ has: this.#page.locator('.label-name').filter({ hasText: exactly }) })
      .first();
  }
}
