import type { ObjectId, Snapshot } from '../../git/types';
import { compareVersions, parseReleaseTag, parseStableBranch } from '../../moodle';
import { boundsOf } from '../remotes';
import type { RemoteFacts } from '../types';

const MAIN = /^(?:main|master)$/;

/**
 * Where upstream may have fixed something for a line: its branches but for those of older lines, the nearest to the line
 * first; of a line without a branch here the newest release. Without an upstream remote the branches that stand in for it.
 * @param branch Moodle's branch number of the line
 */
export function upstreamTips(snapshot: Snapshot, remotes: readonly RemoteFacts[], branch: number): readonly ObjectId[] {
  const { bounds, standIns } = boundsOf(snapshot, remotes);
  const upstream = new Set([...bounds, ...standIns]);
  const here = snapshot.refs.flatMap(({ commit, ...ref }) =>
    commit !== null && upstream.has(commit) ? [{ ...ref, commit }] : [],
  );
  const branches = here.flatMap(({ remote, short, commit }) => {
    const line = parseStableBranch(short)?.branch ?? (MAIN.test(short) ? LAST : LAST + 1);
    return remote === null ? [] : [{ line, commit, short }];
  });
  const releases = here
    .flatMap(({ kind, short, commit }) => {
      const release = kind === 'tag' ? parseReleaseTag(short) : null;
      return release === null || branches.some(({ line }) => line === release.line.branch)
        ? []
        : [{ line: release.line.branch, version: release.version, commit, short }];
    })
    .sort((a, b) => compareVersions(b.version, a.version))
    .filter(({ line }, at, all) => all.findIndex((one) => one.line === line) === at);
  const nearest = [...branches, ...releases]
    .filter(({ line }) => line >= branch)
    .sort((a, b) => a.line - b.line || (a.short < b.short ? -1 : 1));
  return [...new Set(nearest.map(({ commit }) => commit))];
}

/** After every line. */
const LAST = 1_000_000;
