import * as vscode from 'vscode';
import { Cancelled } from '../../views/messages/cancelled.ts';
import { createInputBox, createQuickPick } from '../../views/prompts.ts';

/** Position in the wizard. */
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

/** One question of a wizard. */
export interface Step<S> {
  /** False where the answer is known already. */
  readonly isNeeded: (known: S) => boolean;
  /** Gives what is known then. */
  readonly ask: (known: S, place: StepPlace) => Promise<S | Back>;
}

/** Asks one question after the other, with a way back. @throws Cancelled */
export async function runSteps<S>(title: string, steps: readonly Step<S>[], start: S): Promise<S> {
  /** What was known before each question that was really asked. */
  const asked: { readonly at: number; readonly known: S }[] = [];
  let known = start;
  for (let at = 0; at < steps.length;) {
    const step = steps[at];
    if (!step?.isNeeded(known)) {
      at++;
      continue;
    }
    const toCome = steps.slice(at).filter((one) => one.isNeeded(known)).length;
    const answer = await step.ask(known, {
      title,
      step: asked.length + 1,
      totalSteps: asked.length + toCome,
      canGoBack: asked.length > 0,
    });
    if (answer === back) {
      const last = asked.pop();
      if (!last) throw new Cancelled();
      ({ at, known } = last);
      continue;
    }
    asked.push({ at, known });
    known = answer;
    at++;
  }
  return known;
}

export interface PickItem<T> extends vscode.QuickPickItem {
  readonly value: T;
  /** Why it cannot be chosen: it stays in the list with the reason, and choosing it only shows that. */
  readonly unusable?: string | undefined;
}

/** Lets the user choose one. @throws Cancelled */
export async function askPick<T>(
  place: StepPlace,
  placeholder: string,
  items: readonly PickItem<T>[],
  /** The entry that is marked at first. */
  active?: PickItem<T>,
): Promise<T | Back> {
  const pick = createQuickPick<PickItem<T>>();
  const shown = items.map(withReason);
  pick.items = shown;
  pick.placeholder = placeholder;
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  const first = shown[active ? items.indexOf(active) : -1];
  if (first) pick.activeItems = [first];
  return ask(pick, place, () => {
    const [item] = pick.selectedItems;
    if (item?.unusable === undefined) return item?.value;
    pick.placeholder = item.unusable;
    pick.value = '';
    return undefined;
  });
}

function withReason<T>(item: PickItem<T>): PickItem<T> {
  if (item.unusable === undefined) return item;
  const label = item.label.replace(/^\$\([\w~-]+\) /, '');
  return { ...item, label: `$(circle-slash) ${label}`, detail: item.unusable };
}

/** What was chosen, and whether with the button in place of Enter. */
export interface ManyPicked<T> {
  readonly picked: readonly T[];
  readonly isByButton: boolean;
}

/**
 * Lets the user choose any number, and continue with Enter or with a button that means something else.
 * @throws Cancelled
 */
export async function askMany<T>(
  place: StepPlace,
  placeholder: string,
  items: readonly PickItem<T>[],
  iconPath: vscode.ThemeIcon,
  tooltip: string,
): Promise<ManyPicked<T> | Back> {
  const pick = createQuickPick<PickItem<T>>();
  pick.canSelectMany = true;
  pick.items = items;
  pick.placeholder = placeholder;
  pick.selectedItems = items.filter(({ picked }) => picked === true);
  const answer = (isByButton: boolean) => ({
    picked: pick.selectedItems.map(({ value }) => value),
    isByButton,
  });
  return ask(pick, place, () => answer(false), {
    button: { iconPath, tooltip },
    answer: () => answer(true),
  });
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
  const box = createInputBox();
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
async function ask<T>(
  prompt: Prompt,
  place: StepPlace,
  answer: () => T | undefined,
  other?: { readonly button: vscode.QuickInputButton; readonly answer: () => T },
): Promise<T | Back> {
  prompt.title = place.title;
  prompt.step = place.step;
  prompt.totalSteps = place.totalSteps;
  prompt.buttons = [
    ...(place.canGoBack ? [vscode.QuickInputButtons.Back] : []),
    ...(other ? [other.button] : []),
  ];
  try {
    return await new Promise<T | Back>((resolve, reject) => {
      prompt.onDidTriggerButton((button) => resolve(button === other?.button ? other.answer() : back));
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
