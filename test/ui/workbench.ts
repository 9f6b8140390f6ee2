import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Test } from 'mocha';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { withoutUndefined } from '../../src/base/withoutUndefined.ts';
import { closeBrowser, launchBrowser } from '../host/browser.ts';
import { putExtension } from '../host/extensionFolder.ts';
import { out, root } from '../host/paths.ts';
import { removeScratch } from '../host/removeScratch.ts';
import { userSettings } from '../host/settings.ts';
import { type VSCodeServer, startVSCodeServer, writeUserSettings } from '../host/vscodeServer.ts';
import { openWorkbenchPage } from '../host/workbenchPage.ts';
import type { DrawnElement } from './drawnElement.ts';
import { QuickInput } from './quickInput.ts';
import { until } from './until.ts';
import { TreeView } from './treeView.ts';

/** The colour themes that pictures are made in. */
export const themes = {
  light: 'Default Light Modern',
  dark: 'Default Dark Modern',
  highContrast: 'Default High Contrast',
  highContrastLight: 'Default High Contrast Light',
} as const;

export type Theme = keyof typeof themes;

const notificationItems =
  '.notifications-toasts .notification-list-item, .notifications-center.visible .notification-list-item';

export interface OpenOptions {
  /** The folder that is opened; an empty window when absent. */
  readonly folder?: string;
  /** User settings besides those of every test instance. */
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly theme?: Theme;
  /** Folders of the extensions that are put in: default: this one. None where one was installed before. */
  readonly extensionFolders?: readonly string[];
  /** Keeps settings, state and secrets of an earlier run; a new folder, removed on `close`, when absent. */
  readonly userDataDir?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly viewport?: { readonly width: number; readonly height: number };
}

/** VS Code as a person sees and drives it. */
export class Workbench {
  readonly page: Page;
  /** Trees of the side bar. */
  readonly recordings: TreeView;
  readonly quickInput: QuickInput;
  /** What the workbench and the extension host logged so far. */
  readonly log: string[];
  readonly userDataDir: string;
  readonly #settings: Record<string, unknown>;
  readonly #end: () => Promise<void>;

  private constructor(
    page: Page,
    log: string[],
    userDataDir: string,
    settings: Record<string, unknown>,
    end: () => Promise<void>,
  ) {
    this.page = page;
    this.log = log;
    this.userDataDir = userDataDir;
    this.#settings = settings;
    this.#end = end;
    this.recordings = new TreeView(page, 'Recordings');
    this.quickInput = new QuickInput(page);
  }

  /** Starts a VS Code of its own, with this extension in it, and opens it in a browser without a window. */
  static async open(options: OpenOptions = {}): Promise<Workbench> {
    const userDataDir = options.userDataDir ?? (await mkdtemp(join(tmpdir(), 'acs-ui-')));
    const settings = {
      ...userSettings,
      'workbench.colorTheme': themes[options.theme ?? 'dark'],
      ...options.settings,
    };
    await writeUserSettings(userDataDir, settings);
    let server: VSCodeServer | undefined;
    let browser: Browser | undefined;
    const end = async () => {
      await closeBrowser(browser);
      await server?.stop();
      if (options.userDataDir === undefined) await removeScratch(userDataDir);
    };
    try {
      for (const folder of options.extensionFolders ?? [root])
        await putExtension(folder, join(userDataDir, 'extensions'));
      server = await startVSCodeServer({ userDataDir, ...withoutUndefined({ env: options.env }) });
      browser = await launchBrowser();
      const context = await newContext(browser, options);
      const log: string[] = [];
      const page = await openWorkbenchPage(context, {
        url: server.url,
        folder: options.folder,
        onLog: (line) => log.push(line),
      });
      return new Workbench(page, log, userDataDir, settings, end);
    } catch (error) {
      await end();
      throw error;
    }
  }

  /** Runs a command by its title, with its category, as the palette shows it: `Call Recordings: Filter Recordings…`. */
  async runCommand(title: string): Promise<void> {
    // The palette shows what is contributed when it opens; right after the start that may be less than all.
    for (let attempt = 1; ; attempt++) {
      await this.quickInput.openPalette();
      // An editor that opens meanwhile takes the focus, and the palette goes: while it is typed into, or after.
      const isTyped = await this.quickInput.type(`>${title}`, 5000).then(
        () => true,
        () => false,
      );
      const isFound = isTyped && (await this.quickInput.has(title, 5000));
      if (isFound && (await this.quickInput.tryToPick(title))) return;
      if (attempt === 6) throw new Error(`The palette has no "${title}".`);
      if (isTyped && !isFound) await this.quickInput.cancel();
    }
  }

  /** Shows the extension's views in the side bar. */
  async showRecordings(): Promise<void> {
    await this.showViewContainer('Call Recordings');
  }

  /** Shows a view container by the name on its icon in the activity bar. */
  async showViewContainer(name: string): Promise<void> {
    // A click on the icon hides what the window has just restored.
    await this.runCommand(`View: Show ${name}`);
    await this.page.locator('.sidebar .composite.title h2', { hasText: name }).waitFor();
  }

  /** Draws the side bar this wide, as a person does with the pointer. */
  async widenSideBar(pixels: number): Promise<void> {
    const box = await this.page.locator('.part.sidebar').boundingBox();
    if (box === null) throw new Error('The side bar is hidden.');
    const middle = box.y + box.height / 2;
    const edges = await this.page.locator('.monaco-sash.vertical:visible').all();
    const right = box.x + box.width;
    for (const edge of edges) {
      const place = await edge.boundingBox();
      if (place === null || Math.abs(place.x + place.width / 2 - right) > 8) continue;
      const from = place.x + place.width / 2;
      await this.page.mouse.move(from, middle);
      await this.page.mouse.down();
      await this.page.mouse.move(from + pixels - box.width, middle, { steps: 5 });
      await this.page.mouse.up();
      return;
    }
    throw new Error('The side bar has no edge to draw at.');
  }

  /** A tree of the side bar by the name of its view. */
  tree(viewName: string): TreeView {
    return new TreeView(this.page, viewName);
  }

  /** Folds a view of the side bar up to its header, or opens it. */
  async fold(viewName: string, folded: boolean): Promise<void> {
    const header = this.page.locator('.sidebar .pane-header', {
      has: this.page.getByText(viewName, { exact: true }),
    });
    const isSo = header.and(this.page.locator(`[aria-expanded="${folded ? 'false' : 'true'}"]`));
    if (!(await isSo.isVisible())) await header.click();
    await isSo.waitFor();
  }

  /** A lens of the editor on screen. */
  lens(text: string): Locator {
    return this.page.locator('.codelens-decoration a', { hasText: text }).first();
  }

  /** Presses a lens until the result is shown: a lens that is being drawn anew takes no click. */
  async pressLens(text: string, result: Locator): Promise<void> {
    const lens = this.lens(text);
    await lens.waitFor();
    // A test can scroll to a lens beyond the edge, a person can not.
    await until(() => this.#isInView(lens), `${text} is within the edge of the editor`);
    await until(
      async () => {
        await this.lens(text)
          .click({ timeout: 5000 })
          .catch(() => undefined);
        return result.waitFor({ timeout: 10_000 }).then(
          () => true,
          () => false,
        );
      },
      `${text} does something`,
      90_000,
    );
  }

  async #isInView(lens: Locator): Promise<boolean> {
    const editor = this.page.locator('.monaco-editor', { has: lens }).first();
    const [drawn, whole, minimap] = await Promise.all(
      [lens, editor, editor.locator('.minimap').first()].map((one) => one.boundingBox()),
    );
    const edge = (whole?.x ?? 0) + (whole?.width ?? 0) - (minimap?.width ?? 0);
    return drawn != null && drawn.x + drawn.width <= edge;
  }

  /** Changes user settings in their editor, as a person does. */
  async changeSettings(settings: Readonly<Record<string, unknown>>): Promise<void> {
    Object.assign(this.#settings, settings);
    await this.runCommand('Preferences: Open User Settings (JSON)');
    const tab = await this.tab('settings.json');
    // Where the pointer rests on the tab or above the text, a hover covers the first line.
    const editor = this.page.locator('.editor-group-container.active .monaco-editor').first();
    await editor.hover();
    await editor.locator('.view-line').first().click();
    await this.page.keyboard.press('ControlOrMeta+A');
    await this.page.keyboard.insertText(JSON.stringify(this.#settings));
    await this.page.keyboard.press('ControlOrMeta+S');
    await this.page.locator('.tab.active:not(.dirty)', { hasText: 'settings.json' }).waitFor();
    await this.runCommand('View: Close Editor');
    await tab.waitFor({ state: 'detached' });
  }

  /** Switches the colour theme and waits until it is drawn. */
  async setTheme(theme: Theme): Promise<void> {
    await this.changeSettings({ 'workbench.colorTheme': themes[theme] });
    const kind = {
      light: '.vs',
      dark: '.vs-dark',
      highContrast: '.hc-black',
      highContrastLight: '.hc-light',
    };
    await this.page.locator(`.monaco-workbench${kind[theme]}`).waitFor();
  }

  /** Waits for a notification that contains the text, and presses one of its buttons when one is named. */
  async notification(text: string, button?: string): Promise<void> {
    const item = this.page.locator(notificationItems, { hasText: text }).first();
    const isShown = await item.waitFor({ timeout: 10_000 }).then(
      () => true,
      () => false,
    );
    // Of more than three within 0.8 s, VS Code lists the last ones behind the bell alone.
    if (!isShown) {
      const list = this.page.locator('.notifications-center.visible');
      if ((await list.count()) === 0) await this.page.locator('[id="status.notifications"]').click();
      await item.waitFor();
    }
    if (button !== undefined) await item.getByRole('button', { name: button, exact: true }).click();
  }

  /** Closes all notifications. */
  async clearNotifications(): Promise<void> {
    // Another may come right after.
    const areCleared = async (): Promise<boolean> => {
      await this.runCommand('Notifications: Clear All Notifications');
      return this.page
        .locator(notificationItems)
        .first()
        .waitFor({ state: 'detached', timeout: 3000 })
        .then(
          () => true,
          () => false,
        );
    };
    await until(areCleared, 'all notifications are cleared', 30_000);
  }

  /** Waits for a modal dialog, presses one of its buttons, and gives the dialog's text. */
  async answerDialog(button: string): Promise<string> {
    const dialog = this.page.locator('.monaco-dialog-box');
    await dialog.waitFor();
    const text = await dialog.locator('.dialog-message-container').innerText();
    await dialog.getByRole('button', { name: button, exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
    return text;
  }

  /** Chooses from the context menu that is open. */
  async chooseFromMenu(...path: readonly string[]): Promise<void> {
    const menu = this.page.locator('.monaco-menu');
    for (const [index, label] of path.entries()) {
      const entry = menu.locator('.action-label', { hasText: label }).last();
      await entry.click();
      if (index < path.length - 1) continue;
      // A menu takes no click in the first moment after it has opened.
      for (let attempt = 0; attempt < 20 && (await entry.isVisible()); attempt++) {
        await this.page.waitForTimeout(100);
        await entry.click({ timeout: 500 }).catch(() => undefined);
      }
    }
  }

  /** The lines of the open context menu. */
  async menu(): Promise<string[]> {
    const labels = this.page.locator('.monaco-menu .action-label');
    await labels.first().waitFor();
    return (await labels.allInnerTexts()).filter((text) => text !== '');
  }

  /** Waits for an editor tab with this label. */
  async tab(label: string): Promise<Locator> {
    const tab = this.page.locator('.editor-group-container .tab', { hasText: label }).first();
    await tab.waitFor();
    return tab;
  }

  /** The lines on screen of the active text editor. */
  async editorText(): Promise<string> {
    const lines = this.page.locator('.editor-group-container.active .monaco-editor .view-line');
    await lines.first().waitFor();
    const drawn = await lines.evaluateAll((all: readonly DrawnElement[]) =>
      all.map((line) => ({ top: parseFloat(line.style.top), text: line.textContent ?? '' })),
    );
    return drawn
      .toSorted((a, b) => a.top - b.top)
      .map(({ text }) => text.replaceAll('\u00a0', ' '))
      .join('\n');
  }

  /** Loads the window anew, as `Developer: Reload Window` does. */
  async reload(): Promise<void> {
    await this.page.reload();
    await this.page.waitForSelector('.monaco-workbench .part.statusbar', { timeout: 60_000 });
  }

  /** After a failed test: prints what is on screen, and keeps a picture of it. */
  async tellFailure(test: Test | undefined): Promise<void> {
    if (test?.state !== 'failed' || this.page.isClosed()) return;
    const parts = {
      dialog: '.monaco-dialog-box',
      input: '.quick-input-widget:visible',
      notifications: notificationItems,
      menu: '.monaco-menu',
      sideBar: '.part.sidebar',
      tabs: '.part.editor .tabs-container',
    };
    for (const [name, selector] of Object.entries(parts)) {
      const texts = await this.page.locator(selector).allInnerTexts();
      const text = texts.join('\n').replace(/\s*\n\s*/g, ' | ');
      if (text !== '') console.log(`      ${name}: ${text.slice(0, 1500)}`);
    }
    await this.screenshot(`failed-${test.title.slice(0, 40).replace(/\W+/g, '-')}`);
  }

  /** Saves a picture below `out/screenshots` and gives its path. */
  async screenshot(name: string): Promise<string> {
    const folder = join(out, 'screenshots');
    await mkdir(folder, { recursive: true });
    const path = join(folder, `${name}.png`);
    await this.saveScreenshot(path);
    return path;
  }

  /** Saves a picture at the given path. */
  async saveScreenshot(path: string): Promise<void> {
    // Hover, focus and progress of the last step are no part of the picture.
    await this.page.mouse.move(0, 0);
    await this.page.locator('.monaco-hover:visible').first().waitFor({ state: 'hidden' });
    const progress = this.page.locator('.monaco-progress-container.active').first();
    // What continues for minutes is part of the picture.
    await progress.waitFor({ state: 'hidden', timeout: 5000 }).catch(() => undefined);
    await this.page.screenshot({ path, animations: 'disabled', caret: 'hide' });
  }

  async close(): Promise<void> {
    await this.#end();
  }
}

async function newContext(browser: Browser, options: OpenOptions): Promise<BrowserContext> {
  const context = await browser.newContext({
    viewport: options.viewport ?? { width: 1280, height: 800 },
    locale: 'en-US',
    timezoneId: 'UTC',
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  context.setDefaultTimeout(30_000);
  return context;
}
