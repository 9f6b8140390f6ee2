import type { Frame, Page } from 'playwright-core';
import { slider } from './inspectorDriver.ts';
import { until } from './until.ts';

/** The frame of the inspector that is in front in a window of VS Code. */
export async function inspectorFrame(page: Page): Promise<Frame> {
  let found: Frame | undefined;
  const find = async (): Promise<boolean> => {
    // Tabs that are not in front keep their pages, hidden.
    for (const element of await page.locator('iframe.webview:visible').elementHandles()) {
      for (const frame of (await element.contentFrame())?.childFrames() ?? []) {
        // A page that is being replaced goes while it is asked.
        const count = await frame
          .locator('.playerSection')
          .count()
          .catch(() => 0);
        if (count > 0) found = frame;
      }
    }
    return found !== undefined;
  };
  await until(find, 'an inspector is drawn', 30_000);
  if (!found) throw new Error('No inspector');
  return found;
}

/** Gives the keyboard to the player of an inspector. */
export async function focusPlayer(inspector: Frame): Promise<void> {
  await inspector.locator('h1').click();
  await slider(inspector).focus();
}

/**
 * Waits until VS Code has written down what an inspector remembers. In the browser it does so not at the moment of
 * a reload, but when the window loses the focus, and every five seconds in which the page is idle for a moment,
 * which on a busy machine may be none.
 * @param file end of the name of the media file, at the given ms
 */
export async function stateIsKept(page: Page, file: string, ms: number): Promise<void> {
  const pattern = new RegExp(`${file.replaceAll('.', '\\.')}[\\\\"]+,[\\\\"]+ms[\\\\"]+:(\\d+)\\D`);
  let kept: string | undefined;
  await until(
    async () => {
      await page.evaluate(loseFocus);
      kept = pattern.exec(await page.evaluate<string>(readEditorState))?.[1];
      return kept === String(ms);
    },
    () => Promise.resolve(`the state is kept: ${ms} ms, not ${String(kept)}`),
    60_000,
  );
}

/** What VS Code notices when a person turns to another program and back. */
const loseFocus = `(async () => {
  document.hasFocus = () => false;
  dispatchEvent(new Event('blur'));
  await new Promise((resolve) => setTimeout(resolve, 200));
  delete document.hasFocus;
  dispatchEvent(new Event('focus'));
})()`;

const readEditorState = `(async () => {
  let text = '';
  for (const { name } of await indexedDB.databases()) {
    const database = await done(indexedDB.open(name));
    for (const store of database.objectStoreNames) {
      const values = database.transaction(store).objectStore(store).get('memento/workbench.parts.editor');
      text += (await done(values)) ?? '';
    }
    database.close();
  }
  return text;

  function done(request) {
    return new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  }
})()`;
