import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { changeLabel, display } from '../../present';
import type { Assessment } from '../../release/types';
import type { FoundFix } from '../../session/assemblyTypes';
import type { Desk } from '../desk';
import { searchFix } from './fixSearch';
import { linesOf } from './lines';
import { itemsOf, namesChanges } from './meant';
import { askBranchName } from './newBranchName';
import { preview } from './preview';
import { choose } from './questions';
import type { Choice } from './questions';
import { valueOf } from './sequence';
import { changesFor } from './targets';

type Home = { readonly to: readonly string[] } | { readonly toNew: string };

/** Searches a fix in upstream, asks where it is to go, and shows what picking it would come to. */
export async function pickFix(desk: Desk, args: readonly unknown[]): Promise<void> {
  const title = t('Pick a Fix');
  const isHere = ({ branch }: Assessment): boolean => branch !== null;
  const changes = itemsOf(args).some(namesChanges) ? await changesFor(desk, args, { title, fit: isHere }) : [];
  const line = changes[0]?.target ?? (await askLineOf(desk, title));
  if (line === undefined) return;
  const fix = await searchFix(desk, title, line);
  if (fix === undefined) return;
  const own = changes.filter(({ target }) => target === line);
  const home = own.length > 0 ? { to: own.map(({ key }) => key) } : await askHome(desk, title, fix, line);
  if (home === undefined) return;
  const cite = await askCite(title);
  if (cite === undefined) return;
  const what = fix.issue === null ? fix.commits.map(({ id }) => id) : [fix.issue];
  await preview(desk, t('Planning'), (plans, signal) => plans.pick({ what, ...home, cite, line }, signal));
}

/** The line a fix is for, newest first; not asked where there is one. */
async function askLineOf({ repository }: Desk, title: string): Promise<string | undefined> {
  const retired = new Set(repository.status?.lines.flatMap(({ life, line }) => (life === 'retired' ? [line] : [])));
  const lines = linesOf(repository.status).filter((line) => !retired.has(line));
  if (lines.length < 2) return lines[0];
  const choices = lines.map((line) => ({ label: display(line), choice: line }));
  return valueOf(await choose({ title, placeholder: t('For which line?'), choices }));
}

/** A new branch, or changes that have one on the line; those that have the fix already say so. */
async function askHome(desk: Desk, title: string, fix: FoundFix, line: string): Promise<Home | undefined> {
  const there = desk.repository.status?.changes.flatMap((change) => choicesOn(line, change, fix)) ?? [];
  const choices: Choice<string>[] = [
    {
      label: t('A new branch'),
      iconPath: new vscode.ThemeIcon('add'),
      detail: t('It starts at the agreed base of {0}.', display(line)),
      choice: fresh,
    },
    ...(there.length < 2
      ? []
      : [{ label: t('Several changes…'), iconPath: new vscode.ThemeIcon('list-selection'), choice: several }]),
    ...there,
  ];
  const chosen = valueOf(await choose({ title, placeholder: t('Where to?'), choices }));
  if (chosen === undefined) return undefined;
  if (chosen === fresh) {
    const named = await askBranchName(desk, title, { line, type: 'fix', shortname: fix.issue ?? '' });
    return named && { toNew: named.name };
  }
  if (chosen !== several) return { to: [chosen] };
  const placeHolder = t('Which changes?');
  const ticked = await vscode.window.showQuickPick(there, {
    title,
    placeHolder,
    canPickMany: true,
    matchOnDetail: true,
  });
  return ticked === undefined || ticked.length === 0 ? undefined : { to: ticked.map(({ choice }) => choice) };
}

/** Besides the keys of changes, which have slashes. */
const [fresh, several] = ['new', 'several'];

/** A change as it is on a line, which need not be its target. */
function choicesOn(line: string, change: Assessment, fix: FoundFix): readonly Choice<string>[] {
  return change.lines
    .filter((one) => one.line === line)
    .map(({ branch }) => ({
      label: changeLabel(change),
      description: fix.in.some((one) => one.change === change.key) ? t('has it already') : '',
      detail: display(branch),
      choice: change.key,
    }));
}

async function askCite(title: string): Promise<boolean | undefined> {
  const choices = [
    { label: t('Keep the message as it is'), choice: false },
    {
      label: t('Add where it was picked from'),
      detail: t('A line {0} at its end', '(cherry picked from commit …)'),
      choice: true,
    },
  ];
  return valueOf(await choose({ title, placeholder: t('What is its message to say?'), choices }));
}
