import type { ObjectId, Snapshot } from '../../git/types';
import { parseReleaseTag, parseStableBranch } from '../../moodle';
import { boundsOf } from '../remotes';
import type { RemoteFacts } from '../types';

const MAIN = /^(?:main|master)$/;

/**
 * Where upstream may have fixed something for a line: its branches and releases but for those of older lines, the nearest to
 * the line first. Without an upstream remote the branches that stand in for it.
 * @param branch Moodle's branch number of the line
 */
export function upstreamTips(snapshot: Snapshot, remotes: readonly RemoteFacts[], branch: number): readonly ObjectId[] {
  const { bounds, standIns } = boundsOf(snapshot, remotes);
  const upstream = new Set([...bounds, ...standIns]);
  const found = snapshot.refs.flatMap(({ kind, short, commit, remote }) => {
    if (commit === null || !upstream.has(commit) || (remote === null && kind !== 'tag')) return [];
    const release = kind === 'tag' ? parseReleaseTag(short) : null;
    const line = release?.line ?? parseStableBranch(short);
    if (kind === 'tag' && release === null) return [];
    // Of one line the branch says more than its releases.
    const distance = line === null ? (MAIN.test(short) ? 1e6 : 1e6 + 1) : line.branch + (release === null ? 0 : 0.5);
    return distance < branch ? [] : [{ commit, distance, name: short }];
  });
  const nearest = found.sort((a, b) => a.distance - b.distance || (a.name < b.name ? 1 : -1));
  return [...new Set(nearest.map(({ commit }) => commit))];
}
