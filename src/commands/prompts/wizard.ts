import * as vscode from 'vscode';
import { Cancelled } from '../../views/messages/cancelled.ts';

/** Where in a row of questions one is. */
export interface StepPlace {
  readonly title: string;
  /** From 1. */
  readonly step: number;
  readonly totalSteps: number;
  readonly canGoBack: boolean;
}

/** The user wants the question before this one again. */
export const back = Symbol('back');
export type Back = typeof back;

/** Asks one question. Gives what is known then, or undefined where nothing had to be asked. */
export type Step<S> = (known: S, place: StepPlace) => Promise<S | Back | undefined>;

/** Asks one question after the other, with a way back. @throws Cancelled */
export async function runSteps<S>(title: string, steps: readonly Step<S>[], start: S): Promise<S> {
  /** What was known before each question that was really asked. */
  const asked: { readonly at: number; readonly known: S }[] = [];
  const skipped = new Set<number>();
  let known = start;
  for (let at = 0; at < steps.length;) {
    const totalSteps = steps.length - skipped.size;
    const place = { title, step: asked.length + 1, totalSteps, canGoBack: asked.length > 0 };
    const answer = await steps[at]?.(known, place);
    if (answer === back) {
      const last = asked.pop();
      if (!last) throw new Cancelled();
      ({ at, known } = last);
      continue;
    }
    if (answer === undefined) skipped.add(at);
    else {
      asked.push({ at, known });
      known = answer;
    }
    at++;
  }
  return known;
}

export interface PickItem<T> extends vscode.QuickPickItem {
  readonly value: T;
}

/** Lets the user choose one. @throws Cancelled */
export async function askPick<T>(
  place: StepPlace,
  placeholder: string,
  items: readonly PickItem<T>[],
  /** The entry that is marked at first. */
  active?: PickItem<T>,
): Promise<T | Back> {
  const pick = vscode.window.createQuickPick<PickItem<T>>();
  pick.items = items;
  pick.placeholder = placeholder;
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  if (active) pick.activeItems = [active];
  return ask(pick, place, () => pick.selectedItems[0]?.value);
}

/** Lets the user choose any number. @throws Cancelled */
export async function askMany<T>(
  place: StepPlace,
  placeholder: string,
  items: readonly PickItem<T>[],
): Promise<readonly T[] | Back> {
  const pick = vscode.window.createQuickPick<PickItem<T>>();
  pick.canSelectMany = true;
  pick.items = items;
  pick.placeholder = placeholder;
  pick.selectedItems = items.filter(({ picked }) => picked === true);
  return ask(pick, place, () => pick.selectedItems.map(({ value }) => value));
}

export interface TextQuestion {
  readonly prompt: string;
  readonly placeholder?: string;
  readonly value?: string;
  readonly password?: boolean;
  /** What is wrong with the text; undefined when it will do. */
  readonly check: (text: string) => string | undefined;
}

/** Lets the user type. An empty box does not complain before it is accepted. @throws Cancelled */
export async function askText(place: StepPlace, question: TextQuestion): Promise<string | Back> {
  const box = vscode.window.createInputBox();
  box.prompt = question.prompt;
  box.placeholder = question.placeholder;
  box.value = question.value ?? '';
  box.password = question.password ?? false;
  const complain = (text: string): boolean => {
    box.validationMessage = question.check(text);
    return box.validationMessage === undefined;
  };
  box.onDidChangeValue((text) => {
    if (text === '') box.validationMessage = undefined;
    else complain(text);
  });
  return ask(box, place, () => (complain(box.value) ? box.value.trim() : undefined));
}

/** Shows a prompt until it is accepted with an answer. */
async function ask<T>(prompt: Prompt, place: StepPlace, answer: () => T | undefined): Promise<T | Back> {
  prompt.title = place.title;
  prompt.step = place.step;
  prompt.totalSteps = place.totalSteps;
  prompt.ignoreFocusOut = true;
  prompt.buttons = place.canGoBack ? [vscode.QuickInputButtons.Back] : [];
  try {
    return await new Promise<T | Back>((resolve, reject) => {
      prompt.onDidTriggerButton(() => resolve(back));
      prompt.onDidAccept(() => {
        const value = answer();
        if (value !== undefined) resolve(value);
      });
      prompt.onDidHide(() => reject(new Cancelled()));
      prompt.show();
    });
  } finally {
    prompt.dispose();
  }
}

/** What quick picks and input boxes have in common. */
interface Prompt extends vscode.QuickInput {
  buttons: readonly vscode.QuickInputButton[];
  readonly onDidTriggerButton: vscode.Event<vscode.QuickInputButton>;
  readonly onDidAccept: vscode.Event<void>;
}
