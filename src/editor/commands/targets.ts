import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { changeDescription, changeLabel, changeName, display, stateWords } from '../../present';
import type { Assessment, Unparsed } from '../../release/types';
import type { Desk } from '../desk';
import { choose } from './questions';
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
  if (meant.length > 0) return all.filter((change) => meant.some((item) => isMeant(item, change)));
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
  const ordered = [...all.filter(ticked), ...all.filter((change) => !ticked(change))];
  const chosen = await vscode.window.showQuickPick(
    ordered.map((change) => ({ ...choiceOf(change), picked: ticked(change), change })),
    { title, placeHolder: t('Which changes?'), canPickMany: true, matchOnDescription: true, matchOnDetail: true },
  );
  return chosen?.map(({ change }) => change) ?? [];
}

function choiceOf(change: Assessment): vscode.QuickPickItem {
  return {
    label: `$(${stateWords(change.state).icon}) ${changeLabel(change)}`,
    description: changeDescription(change),
    detail: display(changeName(change)),
  };
}

/** Whether something a command was called with says which changes are meant: a change, a group of them, or their names. */
function namesChanges(item: object): boolean {
  return 'change' in item || 'group' in item || ('changes' in item && Array.isArray(item.changes));
}

function isMeant(item: object, change: Assessment): boolean {
  if ('change' in item) return isSame(item.change, change);
  if ('group' in item) return isObject(item.group) && isIn(item.group, change);
  if (!('changes' in item) || !Array.isArray(item.changes)) return false;
  return item.changes.includes(change.key) || item.changes.includes(changeName(change));
}

/** A group has changes, or groups that have. */
function isIn(group: object, change: Assessment): boolean {
  const changes: readonly unknown[] = 'changes' in group && Array.isArray(group.changes) ? group.changes : [];
  const groups: readonly unknown[] = 'groups' in group && Array.isArray(group.groups) ? group.groups : [];
  return changes.some((one) => isSame(one, change)) || groups.some((one) => isObject(one) && isIn(one, change));
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

/** The tree items among what VS Code hands a command: the one it was called on, and all selected ones if it is among them. */
export function itemsOf([item, selected]: readonly unknown[]): readonly object[] {
  return (Array.isArray(selected) ? selected : [item]).filter(isObject);
}

function isSame(one: unknown, change: Assessment): boolean {
  return isObject(one) && 'key' in one && one.key === change.key && 'target' in one && one.target === change.target;
}

export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
