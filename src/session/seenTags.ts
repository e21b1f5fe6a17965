import { GitError } from '../git';
import type { ChangingGit } from '../git';
import type { RemoteFacts, SeenTag } from '../release';

/** Milliseconds after which a remote that does not answer counts as not asked: nobody is to wait for a preview. */
const PATIENCE = 10_000;

/** What the remotes Moodle comes from say of one tag; those that cannot be reached say nothing. One process each. */
export async function readSeenTags(
  git: ChangingGit,
  remotes: readonly RemoteFacts[],
  ref: string,
  signal: AbortSignal,
): Promise<readonly SeenTag[]> {
  const upstream = remotes.filter(({ role, note }) => role === 'upstream' || note === 'upstream-stand-in');
  const answers = await Promise.all(upstream.map(({ name }) => readSeenTag(git, name, ref, signal)));
  return answers.flatMap((answer) => answer ?? []);
}

async function readSeenTag(
  git: ChangingGit,
  remote: string,
  ref: string,
  signal: AbortSignal,
): Promise<SeenTag | null> {
  try {
    const until = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE)]);
    const found = await git.remoteRefs(remote, [ref], until, 'fetch');
    return { remote, id: found.get(ref) ?? null };
  } catch (error) {
    if (signal.aborted || !GitError.is(error)) throw error;
    return null;
  }
}
