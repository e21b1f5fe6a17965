import { t } from '@vscode/l10n';
import type * as vscode from 'vscode';
import { display } from '../../present';
import type { BranchChoices } from '../../session/types';
import { choose, type } from './questions';
import type { Choice } from './questions';
import type { Answer, Place, Question } from './sequence';

/** What is known of a new branch so far; what was not asked yet is empty. */
export interface Draft {
  readonly customer: string;
  readonly line: string;
  readonly type: string;
  readonly component: string;
  readonly shortname: string;
  /** What there is to choose from, once the line is known. */
  readonly choices?: BranchChoices;
}

/** Asks for the line; what else there is to choose from depends on it. */
export function askLine(
  lines: readonly string[],
  choicesOf: (line: string) => Promise<BranchChoices>,
): Question<Draft> {
  return async (known, place) => {
    const placeholder = t('The line it is for');
    const answer = await choose({ ...place, placeholder, choices: lines.map(choiceOf), typed: choiceOf });
    if (typeof answer !== 'object') return answer;
    return { value: { ...known, line: answer.value, choices: await choicesOf(answer.value) } };
  };
}

export const askCustomer: Question<Draft> = (known, place) =>
  pick(known, 'customer', { ...place, placeholder: t('The customer it is for'), choices: known.choices?.customers });

export const askType: Question<Draft> = (known, place) =>
  pick(known, 'type', { ...place, placeholder: t('What kind of change is it?'), choices: known.choices?.types });

/** A plugin of the tree, or one that is not there yet. */
export const askComponent: Question<Draft> = (known, place) =>
  pick(known, 'component', {
    ...place,
    placeholder: t('The plugin it changes, or core, core_… or set_…'),
    choices: known.choices?.components,
  });

export function askShortname(check: (draft: Draft) => vscode.InputBoxValidationMessage): Question<Draft> {
  return async (known, place) => {
    const answer = await type({
      ...place,
      value: known.shortname,
      prompt: t('A short name, where one component has several changes; else leave it empty'),
      check: (shortname) => check({ ...known, shortname }),
    });
    return typeof answer === 'object' ? { value: { ...known, shortname: answer.value } } : answer;
  };
}

interface Pick extends Place {
  readonly placeholder: string;
  readonly choices: readonly string[] | undefined;
}

async function pick(
  known: Draft,
  part: 'customer' | 'type' | 'component',
  { choices = [], ...place }: Pick,
): Promise<Answer<Draft>> {
  const answer = await choose({
    ...place,
    choices: choices.map(choiceOf),
    ...(part !== 'type' && { typed: choiceOf }),
  });
  return typeof answer === 'object' ? { value: { ...known, [part]: answer.value } } : answer;
}

function choiceOf(text: string): Choice<string> {
  return { label: display(text), choice: text };
}
