import type { Edit } from './sketch';
import { guard, libraryOf, limit, php, pluginFiles, folderOf, write } from './moodleTree';
import type { UpstreamFix } from './upstream';

/** One row of the table of changes: what it is, how it is made, what must be seen. Both the stream and the truth come from it. */
export interface Row {
  /** `customer/type/component[/shortname]`. */
  readonly change: string;
  /** What happened to it, and why that is the state it is in. */
  readonly about: string;
  readonly before?: Before;
  readonly now?: Now;
  readonly upstream?: readonly UpstreamFix[];
  readonly decision?: DecisionRecipe;
  readonly see: Expectation;
}

/** One commit of a change. */
export interface Recipe {
  readonly subject: string;
  readonly edits: readonly Edit[];
}

/** On the line before the target. */
export interface Before {
  readonly work: readonly Recipe[];
  /** The furthest place its merge has reached; `release` is in the last local release. */
  readonly reached: 'nothing' | 'testing' | 'deployment' | 'release';
  /** Newest commits merged nowhere yet. */
  readonly unmerged?: number;
  /** Newest commits merged by a second merge, after the first release. */
  readonly mergedLater?: number;
  /** Key of the change whose tip it starts from. */
  readonly stackedOn?: string;
  /** Its second commit came in by a merge of a colleague's branch. */
  readonly mergeInside?: boolean;
  /** Where the branch is by now; `lost` when only the merges remember it. */
  readonly branch?: 'both' | 'remote' | 'lost';
  /** How a person settled the conflict when it was merged. */
  readonly resolution?: readonly Edit[];
}

/** On the target line. */
export interface Now {
  /** Release tag, or another named point of upstream, it is cut from. */
  readonly from?: string;
  /**
   * `moved`: the commits below on `from`. `copied`: the old branch under the new name. `copied-and-merged`: that, with the
   * new release merged in. `unrelated`: a history of its own.
   */
  readonly how?: 'moved' | 'copied' | 'copied-and-merged' | 'unrelated';
  /** A number carries that commit of `before` as it is; `again` carries it with what a person made of the conflict. */
  readonly commits?: readonly (number | { readonly again: number; readonly edits: readonly Edit[] } | Recipe)[];
  readonly stackedOn?: string;
  readonly mergeInside?: boolean;
  /** Branch name where it does not follow the scheme. */
  readonly name?: string;
  /** Key of a change on a retired line whose branch it is a copy of. */
  readonly copyOf?: string;
  readonly where: Where;
  readonly onPublicToo?: boolean;
  readonly inTesting?: boolean;
}

export type Where = 'local' | 'remote' | 'both' | 'ahead' | 'behind' | 'diverged' | 'remote-gone';

export interface DecisionRecipe {
  readonly decision: 'dropped' | 'external' | 'exception-base' | 'squashed' | 'left-out' | 'owner';
  readonly because: string;
  /** Commits of `before` it accounts for, by place. */
  readonly commits?: readonly number[];
  readonly base?: string;
}

export type ExpectedState =
  | 'dropped'
  | 'unknown'
  | 'external'
  | 'off-base'
  | 'merged'
  | 'stale'
  | 'adopted'
  | 'partial'
  | 'pending'
  | 'new'
  | 'carried';

export type ExpectedFlag =
  | ExpectedState
  | 'other-base'
  | 'empty'
  | 'branch-lost'
  | 'twin-differs'
  | 'twin-changed-since'
  | 'changed-while-moving'
  | 'probable'
  | 'exception-base'
  | 'merge-inside'
  | 'not-pushed';

export interface Expectation {
  readonly state: ExpectedState;
  readonly also?: readonly ExpectedFlag[];
  /** Code of the reason, where the state alone leaves a choice. */
  readonly reason?: string;
  readonly adoption?: { readonly kind: 'none' | 'some' | 'all' | 'probable'; readonly n: number; readonly m: number };
  /** Commits of the predecessor that nothing accounts for, by place. */
  readonly missing?: readonly number[];
  readonly alarms?: readonly ('dropped-out' | 'not-in-deployment' | 'not-pushed')[];
  readonly owner?: string;
}

/** A plugin of their own: the import, then one commit for each further thing done to it. */
export function plugin(component: string, ...then: readonly string[]): Recipe[] {
  return [
    { subject: `${component}: Add the plugin`, edits: pluginFiles(component, '2013060300', '2013051400') },
    ...then.map((subject, n) => ({
      subject: `${component}: ${subject}`,
      edits: [write(`${folderOf(component)}/classes/step${n + 1}.php`, php(`// ${subject}.\n`))],
    })),
  ];
}

/** One commit that changes how many records a function reads. */
export function hack(
  subject: string,
  component: string,
  noun: string,
  from: string | number,
  to: string | number,
): Recipe {
  return { subject, edits: [limit(component, noun, from, to)] };
}

/** One commit that adds a condition to a function. */
export function check(subject: string, component: string, noun: string, text: string): Recipe {
  return { subject, edits: [guard(component, noun, text)] };
}

/** A fix of upstream's. */
export function fix(week: number, subject: string, edits: readonly Edit[]): UpstreamFix {
  return { week, subject, edits };
}

/** The same edit in the file's new place. */
export function inFile(edits: readonly Edit[], component: string, path: string): Edit[] {
  return edits.map((edit) => (edit.path === libraryOf(component) ? { ...edit, path } : edit));
}
