import type { Locator, Page } from 'playwright-core';
import type { DrawnElement } from './drawnElement.ts';
import { until } from './until.ts';

/** One row of a tree, as it is on screen. */
export interface TreeRow {
  /** From 1. */
  readonly level: number;
  readonly label: string;
  readonly description: string;
  /** What a screen reader says. */
  readonly accessibleName: string;
  /** Undefined where the row has nothing below it. */
  readonly isExpanded: boolean | undefined;
  readonly isSelected: boolean;
}

function labelled(label: string): RegExp {
  const shown = label.replace(/^([0-9a-f]{8})(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, '$1…');
  return new RegExp(`^\\s*(?:.* · )?${shown.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\s*$`);
}

/** A tree of the side bar. Rows out of sight are not drawn: scroll, or use a tall window. */
export class TreeView {
  readonly pane: Locator;
  readonly #page: Page;

  /** @param viewName the name in the view's header */
  constructor(page: Page, viewName: string) {
    this.#page = page;
    this.pane = page
      .locator('.sidebar .pane, .sidebar .composite')
      .filter({ has: page.locator(`[role="tree"][aria-label^="${viewName}"]`) })
      .last();
  }

  /** The rows on screen, from top to bottom. */
  async rows(): Promise<TreeRow[]> {
    const drawn = await this.pane.locator('.monaco-list-row').evaluateAll((all: readonly DrawnElement[]) =>
      all.map((row) => {
        const text = (part: string) => row.querySelector(part)?.textContent?.trim() ?? '';
        return {
          index: Number(row.getAttribute('data-index')),
          level: Number(row.getAttribute('aria-level')),
          label: text('.label-name'),
          description: text('.label-description'),
          accessibleName: row.getAttribute('aria-label') ?? '',
          expanded: row.getAttribute('aria-expanded'),
          isSelected: row.getAttribute('aria-selected') === 'true',
        };
      }),
    );
    return drawn
      .toSorted((a, b) => a.index - b.index)
      .map(({ level, label, description, accessibleName, expanded, isSelected }) => ({
        ...{ level, label, description, accessibleName, isSelected },
        isExpanded: expanded === null ? undefined : expanded === 'true',
      }));
  }

  /** The rows on screen as text: indented by level, label and description two spaces apart. */
  async text(): Promise<string> {
    const rows = await this.rows();
    return rows
      .map(({ level, label, description }) =>
        `${'  '.repeat(Math.max(0, level - 1))}${label}  ${description}`.trimEnd(),
      )
      .join('\n');
  }

  /** The first row whose label is this text or matches it, after the time; a call ID may be whole. */
  row(label: string | RegExp): Locator {
    const wanted = typeof label === 'string' ? labelled(label) : label;
    return this.pane
      .locator('.monaco-list-row')
      .filter({ has: this.#page.locator('.label-name').filter({ hasText: wanted }) })
      .first();
  }

  /** Waits for a row and gives it. */
  async waitForRow(label: string | RegExp, timeout = 30_000): Promise<Locator> {
    const row = this.row(label);
    try {
      await row.waitFor({ timeout });
    } catch (error) {
      throw new Error(`No row ${String(label)}. On screen:\n${await this.text()}`, { cause: error });
    }
    return row;
  }

  /** Expands rows one below the other, and waits each time until something is below. */
  async expand(...path: readonly (string | RegExp)[]): Promise<void> {
    for (const label of path) {
      const row = await this.waitForRow(label);
      await this.#expand(row, Number(await row.getAttribute('data-index')));
    }
  }

  /** Expands the row at this position, counted from 0 at the top of the tree. */
  async expandAt(index: number): Promise<void> {
    const row = this.pane.locator(`.monaco-list-row[data-index="${index}"]`);
    await row.waitFor();
    await this.#expand(row, index);
  }

  async #expand(row: Locator, index: number): Promise<void> {
    const level = Number(await row.getAttribute('aria-level'));
    const below = this.pane.locator(`.monaco-list-row[data-index="${index + 1}"][aria-level="${level + 1}"]`);
    // A row that is drawn anew while it is pressed stays closed; one that loads is left alone.
    await until(
      async () => {
        const isClosed = (await row.getAttribute('aria-expanded')) !== 'true';
        if (isClosed && (await row.locator('.codicon-tree-item-loading').count()) === 0)
          await row.locator('.monaco-tl-twistie').click();
        return below.waitFor({ timeout: 5_000 }).then(
          () => true,
          () => false,
        );
      },
      'something is below the row',
      60_000,
    );
    // The calls of a date take their places once it is read when they started.
    const unread = this.pane.locator('.monaco-list-row .label-name', { hasText: '--:--' });
    await until(async () => (await unread.count()) === 0, 'the starts of the recordings are read');
  }

  /** Collapses a row. */
  async collapse(label: string | RegExp): Promise<void> {
    const row = await this.waitForRow(label);
    if ((await row.getAttribute('aria-expanded')) === 'true') await row.locator('.monaco-tl-twistie').click();
  }

  /** Clicks a row, which opens it where it can be opened. */
  async click(label: string | RegExp): Promise<void> {
    await press((await this.waitForRow(label)).locator('.label-name'));
  }

  /** Opens a row's context menu. */
  async openMenu(label: string | RegExp): Promise<void> {
    await (await this.waitForRow(label)).locator('.label-name').click({ button: 'right' });
  }

  /** Presses an action of a row, one of those that show when the pointer is on it. */
  async rowAction(label: string | RegExp, action: string): Promise<void> {
    const row = await this.waitForRow(label);
    await pressActionOf(row, action);
  }

  /** Presses an action in the header of the view. */
  async headerAction(action: string): Promise<void> {
    await this.pane.hover();
    await this.#page.locator(`.sidebar .action-label[aria-label^="${action}"]`).first().click();
  }

  /** Scrolls the tree by the given pixels. */
  async scroll(pixels: number): Promise<void> {
    await this.pane.hover();
    await this.#page.mouse.wheel(0, pixels);
  }

  /** The text and buttons that show when the tree is empty. */
  async welcomeText(): Promise<string> {
    const welcome = this.#page.locator('.sidebar .welcome-view-content:visible').first();
    await welcome.waitFor();
    return welcome.innerText();
  }
}

/** Clicks what is on screen: where it is drawn anew in the middle of the press, once more, as a person would. */
export async function press(target: Locator): Promise<void> {
  await until(
    () => isPressed(target).catch(() => false),
    () => Promise.resolve(`the click reaches ${String(target)}`),
  );
}

/** Presses an action of a row that is on screen. A row that is drawn anew loses the pointer, or the press in the middle of it. */
export async function pressActionOf(row: Locator, action: string): Promise<void> {
  const label = row.locator(`.actions .action-label[aria-label^="${action}"]`);
  await until(async () => {
    await row.hover();
    return isPressed(label).catch(() => false);
  }, `${action} is pressed`);
}

/** Whether the press reached what was pressed: the browser drops the click of an element that goes between down and up. */
async function isPressed(target: Locator): Promise<boolean> {
  const pressed = await target.elementHandle({ timeout: 2_000 });
  await pressed.evaluate((one: PressedElement) => {
    // It may have been pressed before.
    one.removeAttribute('data-pressed');
    one.addEventListener('click', () => one.setAttribute('data-pressed', ''));
  });
  await pressed.click({ timeout: 2_000 });
  return pressed.evaluate((one: PressedElement) => one.hasAttribute('data-pressed'));
}

/** What is needed here of an element of the page; the project is compiled without the types of browsers. */
interface PressedElement {
  addEventListener(type: 'click', listener: () => void): void;
  setAttribute(name: string, value: string): void;
  removeAttribute(name: string): void;
  hasAttribute(name: string): boolean;
}
