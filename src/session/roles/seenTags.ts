import { GitError } from '../../git';
import type { ChangingGit } from '../../git';
import type { Remark } from '../../plan';
import { compareTag } from '../../release';
import type { RemoteFacts, SeenTag } from '../../release';
import type { Reading } from '../ground';

/** Milliseconds after which a remote that does not answer counts as not asked: nobody is to wait for a preview. */
const PATIENCE = 10_000;

/**
 * Holds releases of Moodle that are to be used against what the remotes Moodle comes from say of their tags. Other names
 * are passed over.
 */
export async function compareTags(
  git: ChangingGit,
  { named, arranged }: Pick<Reading, 'named' | 'arranged'>,
  names: readonly string[],
  signal: AbortSignal,
): Promise<ReturnType<typeof compareTag>> {
  const { snapshot, remotes } = named;
  const tags = snapshot.refs.filter(({ kind, short }) => {
    return kind === 'tag' && names.includes(short) && arranged.tags.named(short) !== undefined;
  });
  const compared = await Promise.all(
    tags.map(async ({ name, short, id }) => compareTag(short, id, await readSeenTags(git, remotes, name, signal))),
  );
  return {
    refusal: compared.find(({ refusal }) => refusal !== null)?.refusal ?? null,
    warnings: compared.flatMap(({ warnings }): readonly Remark[] => warnings),
  };
}

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
