/** What is true of a tree item, as far as a menu asks. `contextValue` and the menus' `when` are both made from these. */
export const tags = [
  'group',
  'change',
  /** A change with a branch on the target line. */
  'branch',
  /** A change that is on an earlier line too. */
  'predecessor',
  /** A change that has to move, or a group that has such. */
  'to-move',
  /** A change somebody has taken. */
  'owned',
  /** A change whose branch is here, and checked out nowhere. */
  'free',
  'commit',
  /** A commit of a role branch that is in no change and not upstream. */
  'loose',
  'role',
  /** A role branch that is put together by a list, or that has no list yet. */
  'listed',
  'unlisted',
  /** One change of a list, and what is said of it there. */
  'entry',
  'set-apart',
  'pinned',
  /** An entry that the role branch lacks, or a part of it. */
  'to-merge',
  /** A change that could be on a list. */
  'addable',
  /** A role branch that releases are made from. */
  'tagged',
  /** A release of Moodle that is out and not contained. */
  'news',
  'unparsed',
  'alarm',
  /** What waits for a person, and one branch of it. */
  'waiting',
  'conflict',
  /** A branch in conflict whose work tree is there; all its files are resolved, or not yet. */
  'begun',
  'resolved',
  'unresolved',
  /** A file in conflict. */
  'conflict-file',
  /** A plan that was run, and what can be done with it or one of its sections. */
  'plan',
  'section',
  'undoable',
  'resumable',
] as const;
export type Tag = (typeof tags)[number];

/** The `contextValue` of an item: its tags sorted, each between semicolons. */
export function contextValue(having: Iterable<Tag>): string {
  return `;${[...new Set(having)].sort().join(';')};`;
}

/** The `when` expression that holds for items having every one of `wanted`. */
export function hasTags(wanted: readonly Tag[]): string {
  return wanted.map((tag) => `viewItem =~ /;${tag};/`).join(' && ');
}
