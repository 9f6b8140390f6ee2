import type { Frame, Locator, Page } from 'playwright-core';
import { until } from './until.ts';

/** The inspector's document: a page of its own, or a frame in VS Code. */
export type InspectorDocument = Page | Frame;

/** Waits until the player says that it is in a state. */
export async function isState(inspector: InspectorDocument, state: string): Promise<void> {
  await inspector.locator(`.controls[data-state=${state}]`).waitFor();
}

/** Seconds of tape that the player shows as its place. */
export async function tapeSeconds(inspector: InspectorDocument): Promise<number> {
  const shown = (await inspector.locator('.controls .time').innerText()).split(' ')[0] ?? '';
  return shown.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
}

/** Waits until the player comes to a place, or is beyond it. */
export async function tapeReaches(inspector: InspectorDocument, seconds: number): Promise<void> {
  await until(async () => (await tapeSeconds(inspector)) >= seconds, `the tape reaches ${seconds} s`);
}

/** Waits until the player is at a place, to a tenth of a second. */
export async function tapeIs(inspector: InspectorDocument, seconds: number): Promise<void> {
  const isThere = async (): Promise<boolean> => Math.abs((await tapeSeconds(inspector)) - seconds) <= 0.11;
  await until(isThere, async () => `the tape is at ${seconds} s, not at ${await tapeSeconds(inspector)} s`);
}

/** The slider of the place in the recording. */
export function slider(inspector: InspectorDocument): Locator {
  return inspector.getByRole('slider', { name: 'Position in the recording' });
}

/** What a screen reader says of the place. */
export async function said(inspector: InspectorDocument): Promise<string> {
  return (await slider(inspector).getAttribute('aria-valuetext')) ?? '';
}
