import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import { withoutUndefined } from '../../src/base/withoutUndefined.ts';
import type { DrawnElement } from './drawnElement.ts';
import { until } from './until.ts';

interface Measured {
  readonly text: string;
  readonly neededPx: number;
  readonly widthPx: number;
}

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
    // A key goes nowhere while the window is still being built.
    const isOpen = async (): Promise<boolean> => {
      await this.#page.keyboard.press('F1');
      return this.#input.waitFor({ timeout: 3000 }).then(
        () => true,
        () => false,
      );
    };
    await until(isOpen, 'the palette opens', 30_000);
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

  /** The placeholder, of which nothing may be cut. */
  async placeholder(): Promise<string> {
    await this.#input.waitFor();
    // As a text: the project is compiled without the types of browsers.
    const { text, neededPx, widthPx } = await this.#page.evaluate<Measured>(`(() => {
      const input = document.querySelector('.quick-input-widget .quick-input-filter input');
      const { font, paddingLeft, paddingRight } = getComputedStyle(input);
      const context = document.createElement('canvas').getContext('2d');
      context.font = font;
      return {
        text: input.placeholder,
        neededPx: context.measureText(input.placeholder).width,
        widthPx: input.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight),
      };
    })()`);
    assert.ok(neededPx <= widthPx, `cut at ${widthPx} of ${neededPx} pixels: ${text}`);
    return text;
  }

  /** Replaces what is typed. */
  async type(text: string, timeout?: number): Promise<void> {
    await this.#input.waitFor(withoutUndefined({ timeout }));
    await this.#input.fill(text, withoutUndefined({ timeout }));
  }

  /** Types a text, accepts it, and waits until it is taken: the box goes, or the next step takes its place. */
  async enter(text: string): Promise<void> {
    await this.type(text);
    await this.accept();
    await until(
      async () => (await this.#input.isHidden()) || (await this.#input.inputValue()) !== text,
      `${text} is taken`,
    );
  }

  /** Types the path of a folder into VS Code's own file dialog, and waits until the dialog has gone. */
  async chooseFolder(path: string): Promise<void> {
    await this.#input.waitFor();
    // The dialog writes the folder it begins with when it has read it, and goes down a folder before it takes one.
    const isTaken = async (): Promise<boolean> => {
      if ((await this.#input.inputValue({ timeout: 1000 })) === path) await this.accept();
      else await this.#input.fill(path, { timeout: 1000 });
      return this.#widget.waitFor({ state: 'hidden', timeout: 1000 }).then(() => true);
    };
    await until(
      async () => (await this.#widget.isHidden()) || (await isTaken().catch(() => false)),
      `${path} is taken`,
    );
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

  /** Waits for the entry with exactly this label, picks it, and waits until it has gone. */
  async pick(label: string): Promise<void> {
    await this.#row(label).click();
    await this.#row(label).waitFor({ state: 'hidden' });
  }

  /** Picks the entry with exactly this label, unless what asks for it goes before. */
  async tryToPick(label: string): Promise<boolean> {
    const isPicked = await this.#row(label)
      .click({ timeout: 5000 })
      .then(
        () => true,
        () => false,
      );
    if (isPicked) await this.#row(label).waitFor({ state: 'hidden' });
    return isPicked;
  }

  /** Checks or unchecks an entry of a pick of several. */
  async toggle(label: string): Promise<void> {
    await this.#row(label).locator('.label-name').first().click();
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

  /** Labels of all entries that match what was typed, also of those out of sight. */
  async allLabels(): Promise<string[]> {
    const rows = this.#widget.locator('.quick-input-list .monaco-list-row');
    const labels = new Map<string | null, string>();
    let total: string | null | undefined;
    const isRead = async (): Promise<boolean> => {
      const drawn = await rows.evaluateAll((all: readonly DrawnElement[]) =>
        all.map((row) => ({
          size: row.getAttribute('aria-setsize'),
          index: row.getAttribute('data-index'),
          label: row.querySelector('.label-name')?.textContent?.trim() ?? '',
        })),
      );
      // It filters a moment after it was typed.
      if (drawn[0]?.size !== total) labels.clear();
      total = drawn[0]?.size;
      for (const { index, label } of drawn) labels.set(index, label);
      if (labels.size >= Number(total)) return true;
      await this.#input.press('PageDown');
      return false;
    };
    await until(isRead, () => Promise.resolve(`${String(total)} entries, not ${labels.size}`));
    return [...labels.values()];
  }

  #row(label: string): Locator {
    const exactly = new RegExp(`^\\s*${label.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\s*$`);
    return this.#widget
      .locator('.quick-input-list .monaco-list-row')
      .filter({ has: this.#page.locator('.label-name').filter({ hasText: exactly }) })
      .first();
  }
}
