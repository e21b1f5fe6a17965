import type { Commit, ObjectId } from '../../git/types';
import { isMerge } from '../equivalents';
import { authorship } from '../missing';
import { commitsBeside } from './adopt';
import type { AssemblingFacts, ChosenMerges } from './types';

/** Commits of a role branch that no change of it and no merge of the list has, and what becomes of them in a rebuild. */
export interface Beside {
  /** Nobody has said what is to become of them. */
  readonly lost: readonly Commit[];
  readonly declined: readonly Commit[];
  /** A commit of a listed change or of the release stands for them. */
  readonly kept: readonly Commit[];
}

/**
 * What a rebuild would leave behind. A commit of a change stands for another by the same patch, or by the same author, date
 * and subject, which is what picking leaves of it; one of the release by its patch.
 */
export function besideIn(facts: AssemblingFacts, chosen: ChosenMerges): Beside {
  const { list, patchIds, released = [] } = facts;
  const beside = besideOf(facts, chosen);
  if (beside.length === 0) return { lost: [], declined: [], kept: [] };
  const unwanted = new Set(list?.declined);
  const listed = commitsOf(facts, chosen);
  const authored = new Set(listed.map(authorship));
  const patched = new Set([...listed.map(({ id }) => id), ...released].flatMap((id) => patchIds?.get(id) ?? []));
  const isKept = (commit: Commit): boolean =>
    authored.has(authorship(commit)) || patched.has(patchIds?.get(commit.id) ?? '');
  const others = beside.filter(({ id }) => !unwanted.has(id));
  return {
    lost: others.filter((commit) => !isKept(commit)),
    declined: beside.filter(({ id }) => unwanted.has(id)),
    kept: others.filter(isKept),
  };
}

/** Commits whose paths, and where these agree whose patches, tell whether anything is lost; empty where nothing could be. */
export function soughtInChanges(
  facts: AssemblingFacts,
  chosen: ChosenMerges,
): { readonly beside: readonly ObjectId[]; readonly listed: readonly ObjectId[] } {
  const beside = besideIn(facts, chosen).lost.map(({ id }) => id);
  return { beside, listed: beside.length === 0 ? [] : commitsOf(facts, chosen).map(({ id }) => id) };
}

function besideOf({ wanted, role, arranged }: AssemblingFacts, { merges }: ChosenMerges): readonly Commit[] {
  if (role === null || wanted.how !== 'rebuild') return [];
  const tips = [...role.changes, ...merges].map(({ tip }) => tip);
  return commitsBeside(tips, role, arranged);
}

function commitsOf({ arranged }: AssemblingFacts, { merges }: ChosenMerges): readonly Commit[] {
  const own = merges.flatMap(({ tip }) => arranged.facts.graph.own(tip));
  return [...new Set(own)].filter((commit) => !isMerge(commit));
}
