import * as vscode from 'vscode';
import { Cancelled } from './cancelled.ts';

/** A step went back to the one before it. */
export const back = Symbol('back');

/** What a step needs to show where it stands. */
export interface StepPosition {
  readonly title: string;
  /** Its number among the steps of a flow; undefined for one that is asked by itself. */
  readonly step?: number;
  readonly totalSteps?: number;
  /** Whether there is something to go back to; without it, wherever a step comes before. */
  readonly hasBack?: boolean;
}

/** One step of a flow: asks, and adds its answer to what was answered before. */
export type Step<Answers> = (
  answers: Partial<Answers>,
  position: StepPosition,
) => Promise<Partial<Answers> | typeof back>;

/**
 * Runs steps in order; Back returns to the previous one with its answer kept, Escape cancels the whole flow. Begins with
 * what is known already, and at the step of that index.
 */
export async function multiStep<Answers>(
  title: string,
  steps: readonly Step<Answers>[],
  known: Partial<Answers> = {},
  first = 0,
): Promise<Answers> {
  let answers = known;
  let index = first;
  for (let step = steps[index]; step; step = steps[index]) {
    const result = await step(answers, { title, step: index + 1, totalSteps: steps.length });
    if (result === back) index = Math.max(0, index - 1);
    else {
      answers = { ...answers, ...result };
      index++;
    }
  }
  return answers as Answers;
}

/** What an input step asks. */
export interface InputQuestion {
  readonly prompt: string;
  readonly value?: string;
  readonly placeholder?: string;
  readonly password?: boolean;
  /** A sentence when the text is not acceptable. */
  readonly validate?: (text: string) => string | undefined;
}

/** Asks for a line of text; the sentence of a failed check stands under the field and nothing is accepted. */
export async function askText(
  question: InputQuestion,
  position?: StepPosition,
): Promise<string | typeof back> {
  const input = vscode.window.createInputBox();
  prepare(input, position);
  input.prompt = question.prompt;
  input.value = question.value ?? '';
  input.placeholder = question.placeholder;
  input.password = question.password ?? false;
  return shown(input, (settle) => {
    const validate = () => (input.validationMessage = question.validate?.(input.value.trim()));
    input.onDidChangeValue(() => {
      // A complaint appears on Enter and then follows the typing, so that nobody is scolded for a half-typed URL.
      if (input.validationMessage) validate();
    });
    input.onDidAccept(() => {
      if (!validate()) settle(input.value.trim());
    });
  });
}

/** Asks to pick one item. */
export async function askPick<T extends vscode.QuickPickItem>(
  items: readonly T[],
  placeholder: string,
  position?: StepPosition,
): Promise<T | typeof back> {
  const pick = pickAmong(items, placeholder, position);
  return shown(pick, (settle) => {
    pick.onDidAccept(() => {
      const [item] = pick.selectedItems;
      if (item) settle(item);
    });
  });
}

/** Asks to pick several items; at least one is needed. */
export async function askPicks<T extends vscode.QuickPickItem>(
  items: readonly T[],
  selected: readonly T[],
  placeholder: string,
  position?: StepPosition,
): Promise<readonly T[] | typeof back> {
  const pick = pickAmong(items, placeholder, position);
  pick.canSelectMany = true;
  pick.selectedItems = selected;
  return shown(pick, (settle) => {
    pick.onDidAccept(() => {
      if (pick.selectedItems.length > 0) settle(pick.selectedItems);
      else pick.placeholder = vscode.l10n.t('Select at least one, then press Enter.');
    });
  });
}

function pickAmong<T extends vscode.QuickPickItem>(
  items: readonly T[],
  placeholder: string,
  position: StepPosition | undefined,
): vscode.QuickPick<T> {
  const pick = vscode.window.createQuickPick<T>();
  prepare(pick, position);
  pick.items = items;
  pick.placeholder = placeholder;
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  return pick;
}

/** Sets up what all steps have in common. */
export function prepare(
  input: vscode.InputBox | vscode.QuickPick<vscode.QuickPickItem>,
  position: StepPosition | undefined,
): void {
  // A pasted key or URL often lives in another window: losing the focus must not lose the input.
  input.ignoreFocusOut = true;
  if (!position) return;
  input.title = position.title;
  input.step = position.step;
  input.totalSteps = position.totalSteps;
  if (position.hasBack ?? (position.step ?? 1) > 1) input.buttons = [vscode.QuickInputButtons.Back];
}

/** Shows an input until it is answered, gone back from, or left; it is disposed in any case. */
export function shown<T>(
  input: vscode.InputBox | vscode.QuickPick<vscode.QuickPickItem>,
  listen: (settle: (answer: T) => void) => void,
): Promise<T | typeof back> {
  return new Promise<T | typeof back>((resolve, reject) => {
    listen(resolve);
    input.onDidTriggerButton(() => resolve(back));
    input.onDidHide(() => reject(new Cancelled()));
    input.show();
  }).finally(() => input.dispose());
}

/** The answer of a flow with a single step, where going back means leaving. */
export function only<T>(answer: T | typeof back): T {
  if (answer === back) throw new Cancelled();
  return answer;
}
