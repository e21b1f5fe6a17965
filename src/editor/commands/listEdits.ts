import { t } from '@vscode/l10n';
import type { ListEdit } from '../../config';
import { keyLabel, shortId } from '../../present';
import type { AssemblyEntry } from '../../session/assemblyTypes';
import type { Desk } from '../desk';
import { some } from './decide';
import { entriesFor } from './listEntries';
import type { ListEntries } from './listEntries';
import { preview } from './preview';
import { choose, type } from './questions';
import { requestFor } from './roles';
import type { RoleChoice } from './roles';
import { valueOf } from './sequence';

/** Leaves entries out for now, with the reason. */
export async function hold(desk: Desk, args: readonly unknown[]): Promise<void> {
  await leaveOut(desk, args, { title: t('Hold'), edit: 'hold', prompt: t('Why is it to wait? The team reads this.') });
}

/** Keeps entries out of the branch, with the reason. */
export async function exclude(desk: Desk, args: readonly unknown[]): Promise<void> {
  const prompt = t('Why is it not to be in this branch? The team reads this.');
  await leaveOut(desk, args, { title: t('Exclude'), edit: 'exclude', prompt });
}

/** Merges one entry at a commit that is asked for, or several at the commits they would be merged at now. */
export async function pin(desk: Desk, args: readonly unknown[]): Promise<void> {
  const title = t('Pin');
  const found = await entriesFor(desk, args, { title, fit: ({ tip }) => tip !== null });
  const [only, ...others] = found.flatMap(({ entries }) => entries);
  if (only === undefined) return;
  const asked = others.length === 0 ? await askCommit(title, only) : null;
  if (asked === undefined) return;
  await showEdits(desk, found, ({ change, tip }) => [{ edit: 'pin', change, commit: asked ?? tip }]);
}

export async function unpin(desk: Desk, args: readonly unknown[]): Promise<void> {
  const found = await entriesFor(desk, args, { title: t('Unpin'), fit: isPinned });
  await showEdits(desk, found, ({ change }) => [{ edit: 'pin', change, commit: null }]);
}

/** Takes away whatever is said of entries, so that they are merged at the tips of their branches. */
export async function clearEntry(desk: Desk, args: readonly unknown[]): Promise<void> {
  const title = t('Clear Hold, Exclusion and Pin');
  const found = await entriesFor(desk, args, { title, fit: (entry) => isLeftByList(entry) || isPinned(entry) });
  await showEdits(desk, found, (entry) => {
    const { change, left } = entry;
    const because = null;
    return [
      ...(left?.why === 'held' ? [{ edit: 'hold' as const, change, because }] : []),
      ...(left?.why === 'excluded' ? [{ edit: 'exclude' as const, change, because }] : []),
      ...(isPinned(entry) ? [{ edit: 'pin' as const, change, commit: null }] : []),
    ];
  });
}

export async function removeFromList(desk: Desk, args: readonly unknown[]): Promise<void> {
  const found = await entriesFor(desk, args, { title: t('Remove from List') });
  await showEdits(desk, found, ({ change }) => [{ edit: 'remove', change }]);
}

function isPinned({ pin: commit }: AssemblyEntry): boolean {
  return commit !== null;
}

/** What a decision has dropped, no list can clear. */
function isLeftByList({ left }: AssemblyEntry): boolean {
  return left !== null && left.why !== 'dropped';
}

interface LeavingOut {
  readonly title: string;
  readonly edit: 'hold' | 'exclude';
  readonly prompt: string;
}

async function leaveOut(desk: Desk, args: readonly unknown[], { title, edit, prompt }: LeavingOut): Promise<void> {
  const found = await entriesFor(desk, args, { title });
  const [first] = found.flatMap(({ entries }) => entries);
  if (first === undefined) return;
  const because = valueOf(await type({ title, prompt, value: first.left?.because ?? '', check: some }));
  if (because === undefined) return;
  await showEdits(desk, found, ({ change }) => [{ edit, change, because: because.trim() }]);
}

/** A commit, or null for the one it would be merged at now; undefined when the person would rather not. */
async function askCommit(title: string, { change, tip, pin: now }: AssemblyEntry): Promise<string | null | undefined> {
  const described = [
    ...(tip === null ? [] : [{ commit: tip, description: t('what would be merged now') }]),
    ...(now === null || now === tip ? [] : [{ commit: now, description: t('where it is pinned') }]),
  ];
  return valueOf(
    await choose<string | null>({
      title,
      placeholder: t('Which commit of {0}?', keyLabel(change)),
      choices: described.map(({ commit, description }) => ({ label: shortId(commit), description, choice: commit })),
      typed: (text) =>
        commitId.test(text.trim())
          ? { label: text.trim(), description: t('as it was typed'), choice: text.trim() }
          : undefined,
    }),
  );
}

const commitId = /^[0-9a-f]{7,64}$/;

async function showEdits(
  desk: Desk,
  found: readonly ListEntries[],
  editsOf: (entry: AssemblyEntry) => readonly ListEdit[],
): Promise<void> {
  for (const list of found) await showEdit(desk, list, list.entries.flatMap(editsOf));
}

/** Shows the plan that edits one list; nothing is written yet. */
export async function showEdit(desk: Desk, list: Pick<RoleChoice, 'place'>, edits: readonly ListEdit[]): Promise<void> {
  await preview(desk, t('Planning'), (plans, signal) => plans.editList({ ...requestFor(list), edits }, signal));
}
