import { groupChanges } from '../../present';
import type { Group, GroupBy } from '../../present';
import type { Assessment, MissingCommit, OwnCommit, Status, Unparsed } from '../../release/types';

/** One item of the Branches view. Ids are made of what a thing is called, never of what is true of it now. */
export type BranchNode =
  | { readonly kind: 'group'; readonly id: string; readonly group: Group; readonly children: readonly BranchNode[] }
  | {
      readonly kind: 'change';
      readonly id: string;
      readonly change: Assessment;
      readonly children: readonly BranchNode[];
    }
  | { readonly kind: 'commit'; readonly id: string; readonly commit: OwnCommit }
  | { readonly kind: 'missing'; readonly id: string; readonly commit: MissingCommit }
  | { readonly kind: 'unparsed-group'; readonly id: string; readonly children: readonly UnparsedNode[] }
  | UnparsedNode;
export interface UnparsedNode {
  readonly kind: 'unparsed';
  readonly id: string;
  readonly unparsed: Unparsed;
}

/** The whole tree for a status. The filter narrows the changes and the names that do not parse alike. */
export function branchNodes(status: Status, by: GroupBy, filter: string): readonly BranchNode[] {
  const words = filter.toLowerCase().split(/\s+/);
  const unparsed = status.unparsed
    .filter(({ name }) => words.every((word) => name.toLowerCase().includes(word)))
    .map((one): UnparsedNode => ({ kind: 'unparsed', id: `unparsed/${one.ref}`, unparsed: one }));
  const groups = groupChanges(status, by, filter).map(groupNode);
  return unparsed.length === 0 ? groups : [...groups, { kind: 'unparsed-group', id: 'unparsed', children: unparsed }];
}

function groupNode(group: Group): BranchNode {
  const children = [...group.groups.map(groupNode), ...group.changes.map(changeNode)];
  return { kind: 'group', id: `group/${group.id}`, group, children };
}

/** A change stands in one group, so that its id does not need the group's: it stays selected when its state changes. */
function changeNode(change: Assessment): BranchNode {
  const id = `change/${change.key}/${change.target}`;
  const own = change.commits.map((commit): BranchNode => ({ kind: 'commit', id: `${id}/${commit.id}`, commit }));
  const missing = change.missing.map((commit): BranchNode => ({
    kind: 'missing',
    id: `${id}/missing/${commit.id}`,
    commit,
  }));
  return { kind: 'change', id, change, children: [...own, ...missing] };
}
