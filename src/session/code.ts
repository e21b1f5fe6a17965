import type { Git, ObjectId } from '../git';
import { installedCode, mapSources, outage, outageBlobs } from '../moodle';
import type { CodeTree, InstalledCode } from '../moodle';
import { SessionError } from './error';
import type { OutageAnswer } from './types';

/** The components of a commit's tree, sorted: `mod_quiz`, `block_html`, … */
export async function componentsAt(git: Git, commit: ObjectId, signal: AbortSignal): Promise<string[]> {
  return [...(await installedAt(git, commit, signal)).plugins.keys()].sort();
}

/** What is installed in a commit's tree, and where its components live. */
export async function installedAt(git: Git, commit: ObjectId, signal: AbortSignal): Promise<InstalledCode> {
  const tree = await readTree(git, commit, signal);
  return installedCode(tree, await readTexts(git, new Set(mapSources(tree).map(({ blob }) => blob)), signal));
}

/**
 * Whether deploying `to` over `from` needs an outage.
 * @throws SessionError `unknown-commit` naming the one that is no commit here
 */
export async function answerOutage(git: Git, from: string, to: string, signal: AbortSignal): Promise<OutageAnswer> {
  const asCommit = (name: string): string => `${name}^{commit}`;
  const commits = await git.readObjects([from, to].map(asCommit), signal);
  const ids = [from, to].map((name) => {
    const commit = commits.get(asCommit(name));
    if (commit === undefined) throw new SessionError('unknown-commit', { given: name });
    return commit.id;
  });
  const [before, after] = await Promise.all(ids.map((id) => readTree(git, id, signal)));
  if (!before || !after) throw new RangeError('two names give two trees');
  return outage(before, after, await readTexts(git, outageBlobs(before, after), signal));
}

async function readTree(git: Git, commit: ObjectId, signal: AbortSignal): Promise<CodeTree> {
  const files = new Map<string, ObjectId>();
  const submodules = new Map<string, ObjectId>();
  for (const [path, { type, id }] of await git.listTree(commit, signal)) {
    if (type === 'commit') submodules.set(path, id);
    else files.set(path, id);
  }
  return { files, submodules };
}

async function readTexts(
  git: Git,
  blobs: ReadonlySet<ObjectId>,
  signal: AbortSignal,
): Promise<ReadonlyMap<ObjectId, string>> {
  const objects = await git.readObjects(blobs, signal);
  return new Map([...objects].map(([id, { content }]) => [id, content.toString('utf8')]));
}
