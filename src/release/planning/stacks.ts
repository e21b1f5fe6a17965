import type { ObjectId, Signature } from '../../git/types';
import type { Remark } from '../../plan';
import type { Candidate } from '../arrange';
import type { Assessment } from '../types';
import type { Draft } from './draft';
import type { CarryItem } from './types';

interface Place {
  readonly recipe: CarryItem['recipe']['onto'];
  readonly name: string;
  readonly stands: CarryItem['stands'];
}

/**
 * Says what each draft is put onto and orders them, each after the one it is stacked on: that one's new tip where it moves
 * too, its tip on the target where it is there already, else whatever that one would be put onto.
 */
export function stack(
  drafts: readonly Draft[],
  candidates: readonly Candidate[],
  assessed: ReadonlyMap<string, Assessment>,
  committer: Signature,
): { readonly items: readonly CarryItem[]; readonly warnings: readonly Remark[] } {
  const moving = new Map(drafts.map((draft) => [draft.candidate.identity.key, draft]));
  const all = new Map(candidates.map((candidate) => [candidate.identity.key, candidate]));
  const items = new Map<string, CarryItem>();
  const warnings: Remark[] = [];

  const place = (draft: Draft): Place | null => {
    const { here, target } = draft.candidate;
    if (draft.how === 'top-up') {
      if (here === null) return null;
      const base = assessed.get(here.identity.key)?.base?.tag ?? target.base.tag;
      return { recipe: here.tip, name: base, stands: [] };
    }
    const parent = standing(draft.parent);
    if (parent !== null) return parent;
    if (target.base.commit === null) return null;
    return { recipe: target.base.commit, name: target.base.tag, stands: [] };
  };
  const standing = (key: string | null, passed: ReadonlySet<string> = new Set()): Place | null => {
    if (key === null || passed.has(key)) return null;
    const draft = moving.get(key);
    if (draft !== undefined) return { recipe: { branch: draft.newBranch }, name: key, stands: [] };
    const candidate = all.get(key);
    const here = candidate?.here ?? null;
    if (here !== null && staysThere(assessed.get(key))) {
      return { recipe: here.tip, name: key, stands: [{ ref: here.truth.ref.name, tip: here.tip }] };
    }
    return standing((here ?? candidate?.predecessor?.branch)?.stackedOn ?? null, new Set([...passed, key]));
  };
  const add = (draft: Draft): void => {
    const { key } = draft.candidate.identity;
    const onto = items.has(key) ? null : place(draft);
    if (onto === null) return;
    const below = typeof onto.recipe === 'string' ? undefined : moving.get(onto.name);
    if (below !== undefined) add(below);
    if (draft.how !== 'top-up' && draft.parent !== null && onto.name !== draft.parent) {
      warnings.push(leftBelow(key, draft.parent, onto.name));
    }
    items.set(key, itemOf(draft, onto, committer));
  };
  drafts.forEach(add);
  return { items: [...items.values()], warnings: [...warnings, ...leftAbove(items, candidates)] };
}

/** Branches that stay on what a rewritten one was: with its old tip goes what says that they are stacked on it. */
function leftAbove(items: ReadonlyMap<string, CarryItem>, candidates: readonly Candidate[]): readonly Remark[] {
  const rewritten = (key: string): boolean => items.get(key)?.how === 'move';
  return candidates.flatMap(({ identity: { key }, here }): Remark[] => {
    const below = here?.stackedOn ?? null;
    if (below === null || !rewritten(below) || rewritten(key)) return [];
    const text = `It is stacked on ${below}, which is rewritten, and stays on what that was. Carry both at once.`;
    return [{ code: 'child-left', text, about: key }];
  });
}

/** Whether a branch on the target is fit to be built on. */
export function staysThere(assessment: Assessment | undefined): boolean {
  const state = assessment?.state;
  return state === 'carried' || state === 'partial' || state === 'new';
}

function leftBelow(key: string, parent: string, onto: string): Remark {
  return {
    code: 'parent-left',
    text: `${parent}, which it is stacked on, is not carried: it goes onto ${onto}.`,
    about: key,
  };
}

function itemOf(draft: Draft, onto: Place, committer: Signature): CarryItem {
  const { candidate, commits, dropped, newBranch } = draft;
  return {
    change: candidate.identity.key,
    target: candidate.target,
    recipe: {
      branch: newBranch,
      onto: onto.recipe,
      commits: ids(commits),
      drop: dropped.map(({ commit }) => commit),
      committer,
    },
    how: draft.how,
    source: draft.source,
    base: draft.base,
    newBranch,
    old: draft.old,
    onto: onto.name,
    dropped,
    merges: draft.merges,
    commits,
    wrongBase: draft.wrongBase,
    probable: draft.probable,
    stands: onto.stands,
  };
}

function ids(commits: readonly { readonly id: ObjectId }[]): readonly ObjectId[] {
  return commits.map(({ id }) => id);
}
