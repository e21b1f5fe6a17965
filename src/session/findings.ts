import type { Cache, Commit, Git, ObjectId } from '../git';
import {
  adoptionsSought,
  commitsToCompare,
  originCandidates,
  replaysNeeded,
  reversalCandidates,
  roleFacts,
  soughtCommits,
  twinCandidates,
  twinsByPatch,
  upstreamEnds,
} from '../release';
import type { Arranged, Findings } from '../release';
import { readAbsences } from './absences';

/**
 * Asks git for what the history does not say, each question only about what the answers before left open: upstream's
 * log, the paths of our commits, patch ids where paths agree, replays where patch ids agree.
 */
export async function gatherFindings(
  git: Git,
  cache: Cache,
  arranged: Arranged,
  signal?: AbortSignal,
): Promise<Findings> {
  const roles = roleFacts(arranged);
  const sought = soughtCommits(arranged);
  const loose = ids(roles.flatMap((role) => role.loose));
  const merges = ids(roles.flatMap((role) => role.merges));
  const pairs = arranged.arrangements
    .flatMap(({ candidates }) => candidates)
    .flatMap(({ here, predecessor }) =>
      here && predecessor ? [{ here: arranged.facts.graph.own(here.tip), predecessor: predecessor.own }] : [],
    );
  const own = ids(
    arranged.arrangements
      .flatMap(({ candidates }) => candidates)
      .flatMap(({ here, predecessor }) => [...(here?.own ?? []), ...(predecessor?.own ?? [])]),
  );
  const ends = upstreamEnds(arranged, roles);
  const both = [
    git.upstreamLog(ends.targets, ends.bases, signal),
    git.pathKeys([...own, ...loose, ...merges], signal),
  ] as const;
  // Both have ended when one is told to have failed.
  await Promise.allSettled(both);
  const [upstream, paths] = await Promise.all(both);

  const candidates = twinCandidates(sought, upstream, paths);
  const adopted = twinCandidates(adoptionsSought(arranged), upstream, paths);
  const origins = originCandidates(loose, upstream, paths);
  const compared = [
    ...ids(pairs.flatMap(({ predecessor, here }) => commitsToCompare(predecessor, here))),
    ...[candidates, adopted, origins].flatMap((twins) => [...twins].flatMap(([ours, theirs]) => [ours, ...theirs])),
  ];
  const { patchIds, reversed } = await git.patchIds(compared, reversalCandidates(candidates), signal);

  // A merge in which some file differs from both its sides may have been shaped by a person: git makes it again.
  const suspects = merges.filter((id) => paths.get(id));
  const verified = replaysNeeded(sought, twinsByPatch(candidates, patchIds));
  const { replays, remade } = await git.replays(verified, suspects, signal);
  return {
    equivalents: { upstream, paths, patchIds, replays, reversed },
    roles: {
      upstream,
      shaped: new Set(remade.filter(({ result }) => result === 'differs').map(({ merge }) => merge)),
      origin: twinsByPatch(origins, patchIds),
      paths,
    },
    absences: await readAbsences(git, cache, arranged, paths, signal),
  };
}

function ids(commits: readonly Commit[]): ObjectId[] {
  return commits.map(({ id }) => id);
}
