import type { DecisionKind } from '../config/types';
import type { Assessment } from '../release/types';
import { isToMove } from './states';
import { display, refName, shortId } from './text';

/** A word as a POSIX shell reads it, for a person to copy; branch names may hold `;` and `$`. */
export function shellWord(word: string): string {
  return /^[\w./@^+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/**
 * What a person may do next about a change, as lines for a terminal; where several are given, some are alternatives.
 * @param onto the line or release that was chosen as target; undefined where it is the one the verbs take by themselves
 */
export function nextLines(change: Assessment, onto: string | undefined): string[] {
  const { where, state, key } = change;
  if (where === 'diverged') return isToMove(state) || isToPush(change) ? colleagueLines(change) : [];
  if (state === 'external') return verbLine('import', change.component, '--from', '…', '--line', change.target);
  if (!isToMove(state)) return isToPush(change) && change.branch !== null ? verbLine('push', change.branch) : [];
  return [
    ...(isMovable(change) ? verbLine('rebase', key, ...ontoWords(onto)) : []),
    ...decisionLines(change, onto),
    // Whose it is can only be said on the target that holds by itself.
    ...(change.owner === null && onto === undefined ? verbLine('take', key) : []),
  ];
}

/** Leaves out what upstream probably has, and nothing else. */
export function leaveOutLines({ key, probable }: Assessment, onto: string | undefined): string[] {
  return decideLine(key, 'left-out', onto, commitWords(probable));
}

/** Whether a rebase can take it: what has no history in common with Moodle is cut from nothing. */
export function isMovable({ reason }: Assessment): boolean {
  return reason.code !== 'no-common-history';
}

/** Whether its branch waits for nothing but a push. */
export function isToPush({ state, also, branch }: Assessment): boolean {
  return branch !== null && (state === 'new' || state === 'carried') && also.includes('not-pushed');
}

/** The decision that may be taken instead of moving it. */
function decisionLines(change: Assessment, onto: string | undefined): string[] {
  const { key, state, also, branch, missing, probable } = change;
  if (state === 'pending') return decideLine(key, 'dropped', onto);
  if (state === 'off-base') return isMovable(change) ? decideLine(key, 'exception-base', onto) : [];
  if (state !== 'partial' || branch === null || also.includes('empty')) return [];
  // By itself the verb takes what is missing, and what upstream probably has along with it.
  return decideLine(key, 'left-out', onto, probable.length === 0 ? [] : commitWords(missing));
}

function decideLine(
  key: string,
  decision: DecisionKind,
  onto: string | undefined,
  commits: readonly string[] = [],
): string[] {
  return verbLine('decide', key, decision, ...ontoWords(onto), ...commits, '--because', '…');
}

/** Shows the commits a colleague has pushed to the branch; none when it is on no remote. */
function colleagueLines({ refs }: Assessment): string[] {
  const remote = refs.find((ref) => ref.remote !== null);
  const local = refs.find((ref) => ref.remote === null);
  if (remote === undefined || local === undefined) return [];
  return line('git', 'log', '--oneline', `${refName(local.name)}..${refName(remote.name)}`);
}

function ontoWords(onto: string | undefined): readonly string[] {
  return onto === undefined ? [] : ['--onto', onto];
}

function commitWords(commits: readonly { readonly id: string }[]): readonly string[] {
  return commits.flatMap(({ id }) => ['--commit', shortId(id)]);
}

function verbLine(...words: readonly string[]): string[] {
  return line('moodle-release', ...words);
}

/** None where a word cannot be shown as it is: the line would name something else. */
function line(...words: readonly string[]): string[] {
  return words.every((word) => display(word, 1000) === word) ? [words.map(shellWord).join(' ')] : [];
}
