import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { changeDescription, changeLabel, changeName, display, stateWords } from '../../present';
import type { Assessment, Unparsed } from '../../release/types';
import type { Desk } from '../desk';
import { isMeant, isObject, itemsOf, namesChanges } from './meant';
import { choose, sayNothingFits } from './questions';
import { valueOf } from './sequence';

interface Wanted {
  /** Title of the question. */
  readonly title: string;
  /** Those the command can be used on. */
  readonly fit?: (change: Assessment) => boolean;
}

/**
 * The changes a command is for: those of the items it was called on, else the one the person picks.
 * Nothing is taken from the arguments but which changes of the status are meant.
 */
export async function changesFor(
  desk: Desk,
  args: readonly unknown[],
  { title, fit }: Wanted,
): Promise<readonly Assessment[]> {
  const all = desk.repository.status?.changes.filter((change) => fit?.(change) ?? true) ?? [];
  const meant = itemsOf(args).filter(namesChanges);
  const fitting = meant.length === 0 ? all : all.filter((change) => meant.some((item) => isMeant(item, change)));
  if (fitting.length === 0) sayNothingFits(title);
  if (meant.length > 0 || fitting.length === 0) return fitting;
  const choices = all.map((change) => ({ ...choiceOf(change), choice: change }));
  const chosen = valueOf(await choose({ title, placeholder: t('Which change?'), choices }));
  return chosen === undefined ? [] : [chosen];
}

/** The same, but the person may pick several; those that are `ticked` already are the likely ones, and come first. */
export async function severalFor(
  desk: Desk,
  args: readonly unknown[],
  { title, fit, ticked = () => false }: Wanted & { readonly ticked?: (change: Assessment) => boolean },
): Promise<readonly Assessment[]> {
  const wanted = { title, ...(fit && { fit }) };
  if (itemsOf(args).some(namesChanges)) return changesFor(desk, args, wanted);
  const all = desk.repository.status?.changes.filter((change) => fit?.(change) ?? true) ?? [];
  if (all.length === 0) {
    sayNothingFits(title);
    return [];
  }
  const ordered = [...all.filter(ticked), ...all.filter((change) => !ticked(change))];
  const chosen = await vscode.window.showQuickPick(
    ordered.map((change) => ({ ...choiceOf(change), picked: ticked(change), change })),
    { title, placeHolder: t('Which changes?'), canPickMany: true, matchOnDescription: true, matchOnDetail: true },
  );
  return chosen?.map(({ change }) => change) ?? [];
}

function choiceOf(change: Assessment): vscode.QuickPickItem {
  return {
    label: changeLabel(change),
    // As a picture: in the label its name would be read out.
    iconPath: new vscode.ThemeIcon(stateWords(change.state).icon),
    description: changeDescription(change),
    detail: display(changeName(change)),
  };
}

/** The branches with unread names a command is for: those of the items, else the one the person picks. */
export async function unparsedFor(desk: Desk, args: readonly unknown[], title: string): Promise<readonly Unparsed[]> {
  const all = desk.repository.status?.unparsed ?? [];
  const meant = itemsOf(args).flatMap((item) => ('unparsed' in item ? [item.unparsed] : []));
  if (meant.length > 0)
    return all.filter(({ ref }) => meant.some((one) => isObject(one) && 'ref' in one && one.ref === ref));
  const choices = all.map((one) => ({ label: display(one.name), choice: one }));
  const chosen = valueOf(await choose({ title, placeholder: t('Which branch?'), choices }));
  return chosen === undefined ? [] : [chosen];
}
