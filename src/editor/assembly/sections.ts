import type { Assessment, LooseCommit, MergedChange, MissingCommit, RoleBranch } from '../../release/types';
import type { AssemblyEntry, AssemblyState } from '../../session/assemblyTypes';
import type { RolePlace } from './places';

/** What stands below a role branch. */
export type SectionNode =
  | { readonly kind: 'release'; readonly id: string; readonly place: RolePlace; readonly role: RoleBranch }
  | { readonly kind: Section; readonly id: string; readonly children: readonly SectionNode[] }
  | ListNode
  | EntryNode
  | { readonly kind: 'not-adopted'; readonly id: string; readonly place: RolePlace }
  | { readonly kind: 'list-problem'; readonly id: string; readonly state: AssemblyState }
  | (Held & {
      readonly kind: 'merged';
      readonly key: string;
      readonly merged: MergedChange;
      readonly isOffList: boolean;
    })
  | (Held & { readonly kind: 'lacking'; readonly key: string })
  | { readonly kind: 'loose'; readonly id: string; readonly place: RolePlace; readonly commit: LooseCommit }
  | { readonly kind: 'shaped'; readonly id: string; readonly commit: MissingCommit };
export type Section = 'changes' | 'loose-commits' | 'shaped-merges' | 'lacks';
interface Held {
  readonly id: string;
  readonly place: RolePlace;
  readonly change: Assessment | undefined;
}
export interface ListNode {
  readonly kind: 'list';
  readonly id: string;
  readonly place: RolePlace;
  readonly state: AssemblyState;
  readonly children: readonly EntryNode[];
}
/** One change of a list. */
export interface EntryNode extends Held {
  readonly kind: 'entry';
  readonly entry: AssemblyEntry;
  readonly state: AssemblyState;
  /** Commits its branch has that the role branch lacks; 0 where that is not known. */
  readonly behind: number;
}

export type Named = ReadonlyMap<string, Assessment>;

interface Facts {
  readonly place: RolePlace;
  readonly role: RoleBranch | undefined;
  readonly state: AssemblyState | undefined;
  readonly named: Named;
}

/** The parts that a role branch has: its release, its list, and what the list does not account for. */
export function roleSections(id: string, facts: Facts & { readonly role: RoleBranch }): readonly SectionNode[] {
  const { place, role, state, named } = facts;
  if (role.unreadable) return listNodes(id, facts);
  const section = (kind: Section, children: readonly SectionNode[]): readonly SectionNode[] =>
    children.length === 0 ? [] : [{ kind, id: `${id}/${kind}`, children }];
  const listed = new Set(state?.list?.merges.map(({ change }) => change));
  const isAdopted = state !== undefined && state.list !== null;
  return [
    { kind: 'release', id: `${id}/release`, place, role },
    ...listNodes(id, facts),
    ...section(
      'changes',
      role.changes
        .filter(({ key }) => !listed.has(key))
        .map((merged) => ({
          kind: 'merged',
          // A change may have been merged more than once.
          id: `${id}/changes/${merged.key}/${merged.tip}`,
          place,
          key: merged.key,
          merged,
          isOffList: isAdopted,
          change: named.get(merged.key),
        })),
    ),
    ...section(
      'lacks',
      role.lacks.map((key) => ({ kind: 'lacking', id: `${id}/lacks/${key}`, place, key, change: named.get(key) })),
    ),
    ...section(
      'loose-commits',
      role.loose.map((commit) => ({ kind: 'loose', id: `${id}/loose/${commit.id}`, place, commit })),
    ),
    ...section(
      'shaped-merges',
      role.shaped.map((commit) => ({ kind: 'shaped', id: `${id}/shaped/${commit.id}`, commit })),
    ),
  ];
}

/** The list, what is wrong with its file, or that there is none; nothing until that is known. */
export function listNodes(id: string, { place, role, state, named }: Facts): readonly SectionNode[] {
  if (state === undefined) return [];
  if (state.list === null) {
    if (state.problems.length > 0) return [{ kind: 'list-problem', id: `${id}/list-problem`, state }];
    return [{ kind: 'not-adopted', id: `${id}/not-adopted`, place }];
  }
  const behind = new Map(role?.changes.map((merged) => [merged.key, merged.behind]));
  const children = state.entries.map((entry): EntryNode => {
    const { change: key } = entry;
    // The same wherever in the list it stands: it stays selected when it is moved.
    const own = { id: `${id}/list/${key}`, place, entry, state, change: named.get(key) };
    return { kind: 'entry', ...own, behind: behind.get(key) ?? 0 };
  });
  return [{ kind: 'list', id: `${id}/list`, place, state, children }];
}
