import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Answer, Place } from './sequence';

export interface Choice<T> extends vscode.QuickPickItem {
  readonly choice: T;
}

interface ChooseOptions<T> extends Place {
  readonly placeholder: string;
  readonly choices: readonly Choice<T>[];
  /** Makes a choice of what was typed, where something else than the offered may be meant. */
  readonly typed?: (text: string) => Choice<T> | undefined;
}

export function choose<T>({ choices, typed, ...options }: ChooseOptions<T>): Promise<Answer<T>> {
  const box = vscode.window.createQuickPick<Choice<T>>();
  box.items = choices;
  box.matchOnDescription = true;
  box.matchOnDetail = true;
  box.placeholder = options.placeholder;
  const listening = box.onDidChangeValue((text) => {
    const own = text !== '' && !choices.some(({ label }) => label === text) ? typed?.(text) : undefined;
    box.items = own === undefined ? choices : [...choices, { ...own, alwaysShow: true }];
  });
  // Enter may come before what was typed last has become a choice.
  return show(box, options, () => box.selectedItems[0]?.choice ?? typed?.(box.value)?.choice, listening);
}

interface TypeOptions extends Place {
  readonly prompt: string;
  /** Says what is wrong with a text, or what will come of it. */
  readonly check?: (text: string) => string | vscode.InputBoxValidationMessage | undefined;
  /** Told of each change of the text. */
  readonly onText?: (text: string) => void;
}

export function type({ check, onText, ...options }: TypeOptions): Promise<Answer<string>> {
  const box = vscode.window.createInputBox();
  box.prompt = options.prompt;
  // What the check says stands in the prompt's place.
  if (check !== undefined) box.placeholder = options.prompt;
  box.value = options.value ?? '';
  const update = (): void => {
    box.validationMessage = check?.(box.value);
  };
  update();
  const listening = box.onDidChangeValue((text) => {
    update();
    onText?.(text);
  });
  const accepted = (): string | undefined => (isRefused(box.validationMessage) ? undefined : box.value);
  return show(box, options, accepted, listening);
}

function isRefused(message: string | vscode.InputBoxValidationMessage | undefined): boolean {
  if (typeof message === 'object') return message.severity === vscode.InputBoxValidationSeverity.Error;
  return message !== undefined && message !== '';
}

type Box = vscode.QuickInput & {
  readonly onDidAccept: vscode.Event<void>;
  readonly onDidTriggerButton: vscode.Event<vscode.QuickInputButton>;
  buttons: readonly vscode.QuickInputButton[];
};

/** Shows a box until it is accepted with an answer, left by its Back button, or hidden. */
function show<T>(
  box: Box,
  place: Place,
  accepted: () => T | undefined,
  listening: vscode.Disposable,
): Promise<Answer<T>> {
  box.title = place.title;
  box.step = place.step;
  box.totalSteps = place.totalSteps;
  box.ignoreFocusOut = place.step !== undefined;
  if (place.step !== undefined && place.step > 1) box.buttons = [vscode.QuickInputButtons.Back];
  return new Promise<Answer<T>>((resolve) => {
    const end = (answer: Answer<T>): void => {
      resolve(answer);
      box.dispose();
      listening.dispose();
    };
    box.onDidAccept(() => {
      const value = accepted();
      if (value !== undefined) end({ value });
    });
    box.onDidTriggerButton(() => {
      end('back');
    });
    box.onDidHide(() => {
      end(undefined);
    });
    box.show();
  });
}

/** Says why a command does nothing. */
export function sayNothingFits(title: string): void {
  void vscode.window.showInformationMessage(t('{0}: there is nothing here that this can be done with.', title));
}

/** Asks before something is done; false when the person would rather not. */
export async function confirm(question: string, detail: string, yes: string): Promise<boolean> {
  const answer = await vscode.window.showInformationMessage(question, { modal: true, detail }, yes);
  return answer === yes;
}
