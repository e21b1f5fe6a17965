import type { Git, ObjectId } from '../git';
import type { Assessment } from '../release';
import { SessionError } from './error';
import type { Comparison } from './types';

/**
 * What a change does against what it is cut from, without the changes it is stacked on, or how its branch differs from
 * its predecessor. Against the predecessor only the files either of them touches are shown: the rest is upstream's.
 * @throws SessionError `no-counterpart` when there is nothing to compare with
 */
export async function compareWith(
  git: Git,
  change: Assessment,
  against: 'base' | 'predecessor',
  signal: AbortSignal,
): Promise<Comparison> {
  const right = change.refs.find(({ name }) => name === change.truth)?.tip ?? change.predecessor?.tip;
  const left = against === 'base' ? await cutFrom(git, change, signal) : change.predecessor?.tip;
  if (right === undefined || left === undefined) throw new SessionError('no-counterpart', { given: change.key });
  const files = await git.changedPaths(left, right, signal);
  if (against === 'base' || change.branch === null) return { left, right, files };
  const touched = await touchedPaths(git, change, signal);
  return { left, right, files: files.filter(({ path }) => touched.has(path)) };
}

/** The base; of a change stacked on another the commit of that one it goes on from. */
async function cutFrom(git: Git, change: Assessment, signal: AbortSignal): Promise<ObjectId | undefined> {
  const [first] = change.commits;
  if (change.stackedOn === null || first === undefined) return change.base?.commit;
  const parent = `${first.id}^`;
  return (await git.readObjects([parent], signal)).get(parent)?.id;
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
