import type { ObjectId, Snapshot, WorkTree } from '../../git/types';
import { formatBranchName, parseBranchName, SchemeError } from '../../scheme';
import type { Scheme } from '../../scheme';
import type { Candidate } from '../arrange';

const HEADS = 'refs/heads/';

/** Name of a full name below refs/heads/. */
export function shortOf(ref: string): string {
  return ref.startsWith(HEADS) ? ref.slice(HEADS.length) : ref;
}

export function branchRef(short: string): string {
  return HEADS + short;
}

/** The branch a change has on the target line, or gets: full name, and what the local one is now. */
export function branchOnTarget(
  { here, predecessor, identity, target }: Candidate,
  scheme: Scheme,
): { readonly ref: string; readonly old: ObjectId | null } | null {
  if (here) {
    const local = here.refs.find(({ remote }) => remote === null);
    return local ? { ref: local.name, old: local.tip } : { ref: branchRef(here.truth.ref.short), old: null };
  }
  const before = predecessor?.branch ? parseBranchName(predecessor.branch.truth.ref.short, scheme) : null;
  const name = nameFor(
    { ...identity, line: target.line, ...(before === null ? {} : { written: before.written }) },
    scheme,
  );
  return name === null ? null : { ref: branchRef(name), old: null };
}

/** Null when the scheme cannot write such a name, or would read it as something else. */
export function nameFor(
  parts: Candidate['identity'] & Pick<Parameters<typeof formatBranchName>[0], 'line' | 'written'>,
  scheme: Scheme,
): string | null {
  try {
    const name = formatBranchName({ ...parts, kind: 'change' }, scheme);
    const read = parseBranchName(name, scheme);
    return read.key === parts.key && read.line === parts.line ? name : null;
  } catch (error) {
    if (error instanceof SchemeError) return null;
    throw error;
  }
}

/** A work tree that has a branch, and what is under way there. */
export type CheckedOut = Pick<WorkTree, 'path' | 'busy'>;

/** Why a branch cannot be moved or renamed while a work tree has it, and what to do there. */
export function checkedOutText(short: string, { path, busy }: CheckedOut): string {
  return busy === null
    ? `${short} is checked out in ${path}. Check out another branch there first, or none: git -C ${quoted(path)} switch --detach`
    : `${short} is under ${busy} in ${path}. Finish or abort that there first.`;
}

/** A path as a POSIX shell reads it. */
function quoted(path: string): string {
  return /^[\w./@+-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}

/** What stands in the way of making or moving branches. */
export class Obstacles {
  private readonly names: Set<string>;
  private readonly folders: Set<string>;
  private readonly taken = new Set<string>();
  private readonly checkedOut: ReadonlyMap<string, CheckedOut>;

  /** @param waiting by full name, the plans in which branches wait for a person */
  constructor(
    { refs, workTrees }: Snapshot,
    private readonly waiting: ReadonlyMap<string, string>,
  ) {
    this.names = new Set(refs.filter(({ kind }) => kind === 'local').map(({ name }) => name));
    this.folders = new Set([...this.names].flatMap(foldersOf));
    this.checkedOut = new Map(workTrees.flatMap((one) => (one.branch === null ? [] : [[one.branch, one]])));
  }

  /** Takes a name for a branch, or says why it cannot be made or moved. */
  claim(ref: string, old: ObjectId | null): { readonly code: string; readonly text: string } | null {
    const short = shortOf(ref);
    if (this.taken.has(ref))
      return { code: 'exists', text: `Another change of this plan becomes ${short} too. Name one of the two.` };
    if (old === null) {
      const isThere = this.names.has(ref);
      // git keeps refs as files: `a` and `a/b` cannot both be.
      const clash =
        foldersOf(ref).find((folder) => this.names.has(folder)) ?? (this.folders.has(ref) ? ref : undefined);
      if (isThere)
        return {
          code: 'exists',
          text: `A branch ${short} is there already, and is none of this change. Rename it first.`,
        };
      if (clash !== undefined)
        return { code: 'exists', text: `git cannot have ${short} beside ${shortOf(clash)}. Rename that one first.` };
    }
    const plan = this.waiting.get(ref);
    if (plan !== undefined) {
      return {
        code: 'waits',
        text: `${short} waits for you in ${plan}. Go on with that, or leave the branch out there.`,
      };
    }
    const workTree = this.checkedOut.get(ref);
    if (old !== null && workTree !== undefined) return { code: 'checked-out', text: checkedOutText(short, workTree) };
    this.taken.add(ref);
    for (const folder of foldersOf(ref)) this.folders.add(folder);
    this.names.add(ref);
    return null;
  }
}

function foldersOf(ref: string): string[] {
  const parts = ref.slice(HEADS.length).split('/');
  return parts.slice(1).map((_, index) => HEADS + parts.slice(0, index + 1).join('/'));
}
