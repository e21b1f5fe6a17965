import type { Git } from '../git';
import type { Assessment } from '../release';
import { SessionError } from './error';
import type { Comparison } from './types';

/**
 * What a change does against its base, or how its branch differs from its predecessor. Against the predecessor only the
 * files either of them touches are shown: the rest is upstream's.
 * @throws SessionError `unknown-change` when there is nothing to compare with
 */
export async function compareWith(
  git: Git,
  change: Assessment,
  against: 'base' | 'predecessor',
  signal: AbortSignal,
): Promise<Comparison> {
  const right = change.commits.at(-1)?.id;
  const left = against === 'base' ? change.base?.commit : change.predecessor?.tip;
  if (right === undefined || left === undefined) throw new SessionError('unknown-change', { given: change.key });
  const files = await git.changedPaths(left, right, signal);
  if (against === 'base' || change.branch === null) return { left, right, files };
  const touched = await touchedPaths(git, change, signal);
  return { left, right, files: files.filter(({ path }) => touched.has(path)) };
}

async function touchedPaths(git: Git, change: Assessment, signal: AbortSignal): Promise<ReadonlySet<string>> {
  const ids = [
    ...change.commits.map(({ id }) => id),
    ...Object.keys(change.accounted),
    ...change.missing.map(({ id }) => id),
  ];
  const keys = await git.pathKeys(ids, signal);
  return new Set([...keys.values()].flatMap((key) => key.split('\0')));
}
