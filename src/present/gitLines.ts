import type { Assessment, Target } from '../release/types';
import { display, refName, shortId } from './text';

/** A word as a POSIX shell reads it, for a person to copy; branch names may hold `;` and `$`. */
export function shellWord(word: string): string {
  return /^[\w./@^+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** The commands that carry a change to its target; none where one line would not be exact. */
export function rebaseLines(change: Assessment, target: Target | null): string[] {
  const { base, stackedOn, where, predecessor } = change;
  // A branch on another is cut from that one's commits, and a merged one has upstream's among its own.
  const isPlain = stackedOn === null && change.state !== 'merged' && !change.also.includes('merge-inside');
  if (target === null || target.base.commit === null || base === null || !isPlain) return [];
  const rebase = (branch: string): string =>
    line('git', 'rebase', '--onto', target.base.tag, base.tag ?? shortId(base.commit), branch);
  if (change.branch === null) {
    const name = nameOnTarget(change);
    return predecessor === null ? [] : [line('git', 'branch', name, shortId(predecessor.tip)), rebase(name)];
  }
  const counts = change.refs.find(({ name }) => name === change.truth);
  if (counts === undefined || where === 'diverged') return [];
  const { branch } = change;
  if (where === 'remote') return [line('git', 'branch', branch, shortId(counts.tip)), rebase(branch)];
  if (where === 'behind') return [line('git', 'switch', branch), 'git merge --ff-only', rebase(branch)];
  return [rebase(branch)];
}

/** Shows the commits a colleague has pushed to the branch; null when it is on no remote. */
export function colleagueLine(change: Assessment): string | null {
  const remote = change.refs.find((ref) => ref.remote !== null);
  const local = change.refs.find((ref) => ref.remote === null);
  return remote === undefined || local === undefined
    ? null
    : line('git', 'log', '--oneline', `${refName(local.name)}..${refName(remote.name)}`);
}

/** The name a change's branch would have on its target: as before but for the line; by the default scheme where it has none. */
export function nameOnTarget(change: Assessment): string {
  const { predecessor, target } = change;
  const ref = change.refs.find(({ name }) => name === predecessor?.branch);
  const before = ref && refName(ref.name).slice(ref.remote === null ? 0 : ref.remote.length + 1);
  const [, front, back] = before === undefined ? [] : around(before, predecessor?.line ?? '');
  if (front !== undefined && back !== undefined) return front + target + back;
  const { customer, type, component, shortname } = change;
  return [customer, target, type, component, ...(shortname === null ? [] : [shortname])].join('-');
}

/** What stands before and after a line written as a part of its own. */
function around(name: string, written: string): string[] {
  const at = new RegExp(`^(.*?[-_./])${written.replaceAll('.', '\\.')}([-_./].*)$`);
  return Array.from(at.exec(name) ?? []);
}

function line(...words: readonly string[]): string {
  return words.map((word) => shellWord(display(word))).join(' ');
}
