import { t } from '@vscode/l10n';
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
  const meant = itemsOf(args).flatMap((item) => ('change' in item ? [item.change] : []));
  if (meant.length > 0) return all.filter((change) => meant.some((one) => isSame(one, change)));
  const choices = all.map((change) => ({
    label: `$(${stateWords(change.state).icon}) ${changeLabel(change)}`,
    description: changeDescription(change),
    detail: display(changeName(change)),
    choice: change,
  }));
  const chosen = valueOf(await choose({ title, placeholder: t('Which change?'), choices }));
  return chosen === undefined ? [] : [chosen];
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

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
