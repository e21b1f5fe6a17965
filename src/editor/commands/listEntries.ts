import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { clashesOf, display, entryDescription, entryIcon, keyLabel } from '../../present';
import type { AssemblyEntry, AssemblyState } from '../../session/assemblyTypes';
import { placeOf } from '../assembly/places';
import type { Desk } from '../desk';
import { isObject, itemsOf } from './meant';
import { sayNothingFits } from './questions';
import { isPlaceMeant, namesPlace, roleFor } from './roles';
import type { RoleChoice } from './roles';

/** Entries of one list, in its order. */
export interface ListEntries extends Pick<RoleChoice, 'place'> {
  readonly state: AssemblyState;
  readonly entries: readonly AssemblyEntry[];
}

interface Wanted {
  /** Title of the question. */
  readonly title: string;
  /** Those the command can be used on. */
  readonly fit?: (entry: AssemblyEntry) => boolean;
}

/** The entries a command is for, list by list: those of the items it was called on, else those the person picks. */
export async function entriesFor(
  desk: Desk,
  args: readonly unknown[],
  { title, fit = () => true }: Wanted,
): Promise<readonly ListEntries[]> {
  const items = itemsOf(args).filter(namesEntry);
  if (items.length > 0) {
    const found = await entriesMeant(desk, args, fit);
    if (found.length === 0) sayNothingFits(title);
    return found;
  }
  const choice = await roleFor(desk, args, { title, fit: ({ state }) => state?.entries.some(fit) === true });
  const state = choice?.state;
  if (state === undefined) return [];
  const choices = state.entries.filter(fit).map((entry) => ({ ...choiceOf(state, entry), entry }));
  const placeHolder = t('Which changes of the list?');
  const chosen = await vscode.window.showQuickPick(choices, { title, placeHolder, canPickMany: true, ...matching });
  const entries = chosen?.map(({ entry }) => entry) ?? [];
  return entries.length === 0 ? [] : [{ place: placeOf(state), state, entries }];
}

/** The entries among the items a command was called on, list by list. Nothing is taken from the items but which are meant. */
export async function entriesMeant(
  { lists }: Desk,
  args: readonly unknown[],
  fit: (entry: AssemblyEntry) => boolean = () => true,
): Promise<readonly ListEntries[]> {
  const items = itemsOf(args).filter(namesEntry);
  if (items.length === 0) return [];
  return (await lists.read())
    .map((state): ListEntries => {
      const own = items.filter((item) => isPlaceMeant(item, state));
      const isMeant = ({ change }: AssemblyEntry): boolean => own.some(({ entry }) => changeOf(entry) === change);
      return { place: placeOf(state), state, entries: state.entries.filter((one) => isMeant(one) && fit(one)) };
    })
    .filter(({ entries }) => entries.length > 0);
}

const matching = { matchOnDescription: true, matchOnDetail: true };

export function namesEntry(item: object): item is { readonly place: object; readonly entry: object } {
  return namesPlace(item) && 'entry' in item && isObject(item.entry);
}

export function changeOf(entry: object): unknown {
  return 'change' in entry ? entry.change : undefined;
}

export function choiceOf(state: AssemblyState, entry: AssemblyEntry): vscode.QuickPickItem {
  const facts = { entry, behind: 0, clashes: clashesOf(state, entry.change) };
  return {
    label: keyLabel(entry.change),
    iconPath: new vscode.ThemeIcon(entryIcon(facts).icon),
    description: entryDescription(facts),
    detail: display(entry.branch ?? entry.change),
  };
}
