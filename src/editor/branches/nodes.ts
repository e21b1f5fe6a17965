import { changeLabel, changeLabelBelowComponent, groupChanges } from '../../present';
import type { ConflictFile, Group, GroupBy } from '../../present';
import type { Assessment, MissingCommit, OwnCommit, Status, Unparsed } from '../../release/types';
import type { Conflict } from '../../session/planTypes';

/** One item of the Branches view. Ids are made of what a thing is called, never of what is true of it now. */
export type BranchNode =
  | { readonly kind: 'group'; readonly id: string; readonly group: Group; readonly children: readonly BranchNode[] }
  | {
      readonly kind: 'change';
      readonly id: string;
      readonly label: string;
      readonly change: Assessment;
      readonly children: readonly BranchNode[];
    }
  | { readonly kind: 'commit'; readonly id: string; readonly commit: OwnCommit }
  | { readonly kind: 'missing'; readonly id: string; readonly commit: MissingCommit }
  | { readonly kind: 'unparsed-group'; readonly id: string; readonly children: readonly UnparsedNode[] }
  | UnparsedNode
  | { readonly kind: 'waiting'; readonly id: string; readonly children: readonly ConflictNode[] }
  | ConflictNode
  | ConflictFileNode;
/** A branch that waits for a person. */
export interface ConflictNode {
  readonly kind: 'conflict';
  readonly id: string;
  readonly conflict: Conflict;
  readonly children: readonly ConflictFileNode[];
}
export interface ConflictFileNode {
  readonly kind: 'conflict-file';
  readonly id: string;
  readonly conflict: Conflict;
  readonly file: ConflictFile;
}
export interface UnparsedNode {
  readonly kind: 'unparsed';
  readonly id: string;
  readonly unparsed: Unparsed;
}

/** How the person wants to see the branches. The filter narrows the changes and the names that do not parse alike. */
export interface Wish {
  readonly by: GroupBy;
  readonly filter: string;
}

/** The whole tree for a status: what waits for the person, the changes in groups, the names that do not parse. */
export function branchNodes(
  status: Status,
  { by, filter }: Wish,
  conflicts: readonly Conflict[] = [],
): readonly BranchNode[] {
  const words = filter.toLowerCase().split(/\s+/);
  const unparsed = status.unparsed
    .filter(({ name }) => words.every((word) => name.toLowerCase().includes(word)))
    .map((one): UnparsedNode => ({ kind: 'unparsed', id: `unparsed/${one.ref}`, unparsed: one }));
  return [
    ...(conflicts.length === 0
      ? []
      : [{ kind: 'waiting' as const, id: 'waiting', children: conflicts.map(conflictNode) }]),
    ...groupChanges(status, by, filter).map((group) => groupNode(group, by)),
    ...(unparsed.length === 0 ? [] : [{ kind: 'unparsed-group' as const, id: 'unparsed', children: unparsed }]),
  ];
}

function conflictNode(conflict: Conflict): ConflictNode {
  // Another id once there are files: VS Code leaves an item closed that had nothing below it.
  const id = `conflict/${conflict.plan}/${conflict.step}/${conflict.scratch.files.length === 0 ? '' : 'files'}`;
  const children = conflict.scratch.files.map((file): ConflictFileNode => {
    return { kind: 'conflict-file', id: `${id}/${file.path}`, conflict, file };
  });
  return { kind: 'conflict', id, conflict, children };
}

function groupNode(group: Group, by: GroupBy): BranchNode {
  const groups = group.groups.map((each) => groupNode(each, by));
  const children = [...groups, ...group.changes.map((change) => changeNode(change, by))];
  return { kind: 'group', id: `group/${group.id}`, group, children };
}

/** A change stands in one group, so that its id does not need the group's: it stays selected when its state changes. */
function changeNode(change: Assessment, by: GroupBy): BranchNode {
  const id = `change/${change.key}/${change.target}`;
  const own = change.commits.map((commit): BranchNode => ({ kind: 'commit', id: `${id}/${commit.id}`, commit }));
  const missing = change.missing.map((commit): BranchNode => ({
    kind: 'missing',
    id: `${id}/missing/${commit.id}`,
    commit,
  }));
  const label = by === 'component' ? changeLabelBelowComponent(change) : changeLabel(change);
  return { kind: 'change', id, label, change, children: [...own, ...missing] };
}
