import type { ObjectId, UpstreamGraph } from '../git/types';
import { compareVersions } from '../moodle';
import type { Arranged, Arrangement, Candidate } from './arrange';
import { isMerge, newestRelease, twinCandidates } from './equivalents';
import type { Equivalents, Sought } from './equivalents';

/** The commits of branches on their targets' lines, to be looked for in the point releases that came since. */
export function adoptionsSought(arranged: Arranged): readonly Sought[] {
  return arranged.arrangements.flatMap((arrangement) => soughtIn(arrangement, arranged));
}

function soughtIn(arrangement: Arrangement, arranged: Arranged): readonly Sought[] {
  const target = newestRelease(arrangement, arranged);
  if (target === null) return [];
  return arrangement.candidates.flatMap(({ here }) => {
    const base = here === null ? null : arranged.facts.graph.base(here.tip);
    if (here === null || base === null || base === target) return [];
    return ownOf(here).map((commit) => ({ commit, base, target }));
  });
}

function ownOf({ own }: NonNullable<Candidate['here']>): readonly Sought['commit'][] {
  return own.filter((commit) => !isMerge(commit));
}

/**
 * By key of the change, the first release of the target's line that has the patches of all commits of its branch, and has
 * not taken one back in git's own words.
 */
export function adoptions(
  arranged: Arranged,
  arrangement: Arrangement,
  { upstream, paths, patchIds }: Pick<Equivalents, 'upstream' | 'paths' | 'patchIds'>,
): ReadonlyMap<string, string> {
  const same = twinCandidates(soughtIn(arrangement, arranged), upstream, paths);
  const twinsOf = (id: ObjectId): readonly ObjectId[] => {
    const patch = patchIds.get(id);
    return patch === undefined ? [] : (same.get(id) ?? []).filter((twin) => patchIds.get(twin) === patch);
  };
  const releases = arranged.tags.all
    .filter(({ line, version }) => line === arrangement.target.line && version.pre === null)
    .sort((a, b) => compareVersions(a.version, b.version));
  return new Map(
    arrangement.candidates.flatMap(({ identity, here }) => {
      const twins = here === null ? [] : ownOf(here).map(({ id }) => twinsOf(id));
      if (twins.length === 0 || twins.some((each) => each.length === 0)) return [];
      const found = releases.find(({ commit }) => twins.every((each) => has(commit, each, upstream)));
      return found === undefined ? [] : [[identity.key, found.tag] as const];
    }),
  );
}

/** Whether a release has one of these commits, and none that says it is its revert. */
function has(release: ObjectId, twins: readonly ObjectId[], upstream: UpstreamGraph): boolean {
  const reached = upstream.reachable(release);
  const subjectOf = (id: ObjectId): string => upstream.log.commits.get(id)?.subject ?? '';
  const reverts = new Set(twins.map((id) => `Revert "${subjectOf(id)}"`));
  return twins.some((id) => reached.has(id)) && ![...reached].some((id) => reverts.has(subjectOf(id)));
}
