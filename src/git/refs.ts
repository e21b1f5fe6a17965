import { GitError } from './error';
import { lines } from './reader';
import type { GitReader } from './reader';
import { divide } from './divide';
import type { ObjectId, Ref } from './types';

const NAMESPACES = ['refs/heads', 'refs/remotes', 'refs/tags'];
const NAMES = ['%(refname)', '%(objectname)', '%(symref)', '%(upstream)'];
const OBJECTS = ['%(objecttype)', '%(*objecttype)', '%(*objectname)'];

/** One line of for-each-ref. */
interface Listed {
  readonly name: string;
  readonly id: ObjectId;
  readonly symbolic: string;
  readonly upstream: string;
  readonly type: string;
  /** What an annotated tag points at; git 2.39 looks one tag deep. */
  readonly peeledType: string;
  readonly peeled: ObjectId;
}

/**
 * All branches, remote-tracking refs and tags, by one `for-each-ref`.
 * @param remotes names of the configured remotes (or the promise of them): a remote's name may hold a slash.
 * A ref whose object is missing or broken makes git say nothing at all; then they are listed by name and asked for one
 * by one, and the broken ones have `commit: null`.
 */
export async function readRefs(
  git: GitReader,
  remotes: PromiseLike<readonly string[]> | readonly string[],
  signal?: AbortSignal,
): Promise<readonly Ref[]> {
  let listed: readonly Listed[];
  try {
    listed = await list(git, [...NAMES, ...OBJECTS], signal);
  } catch (error) {
    if (!GitError.is(error, 'corrupt-object')) throw error;
    listed = await withTypes(git, await list(git, NAMES, signal), signal);
  }
  const nested = listed.filter((ref) => ref.type === 'tag' && (ref.peeledType === 'tag' || ref.peeledType === ''));
  const commits = nested.length === 0 ? new Map<ObjectId, ObjectId>() : await peel(git, nested, signal);
  const known = new Set(listed.map((ref) => ref.name));
  const longestFirst = [...(await remotes)].sort((a, b) => b.length - a.length);
  return listed.flatMap((ref) => {
    const place = placeOf(ref.name, longestFirst);
    if (place === null) return [];
    const tracking = ref.upstream === '' ? null : { ref: ref.upstream, gone: !known.has(ref.upstream) };
    return [
      {
        name: ref.name,
        ...place,
        id: ref.id,
        commit: commitOf(ref) ?? commits.get(ref.id) ?? null,
        symbolic: ref.symbolic === '' ? null : ref.symbolic,
        tracking,
      },
    ];
  });
}

async function list(git: GitReader, fields: readonly string[], signal?: AbortSignal): Promise<readonly Listed[]> {
  const { stdout } = await git.read(['for-each-ref', `--format=${fields.join('%00')}`, ...NAMESPACES], {}, signal);
  // A ref name cannot hold a newline (git-check-ref-format), and the NULs keep the rest apart.
  return stdout
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [name = '', id = '', symbolic = '', upstream = '', type = '', peeledType = '', peeled = ''] =
        line.split('\0');
      return { name, id, symbolic, upstream, type, peeledType, peeled };
    });
}

/** Types of the objects, `missing` for the broken; an id alone is answered even when the object is not readable. */
async function withTypes(git: GitReader, refs: readonly Listed[], signal?: AbortSignal): Promise<readonly Listed[]> {
  const answers = await check(
    git,
    refs.map((ref) => ref.id),
    signal,
  );
  return refs.map((ref, index) => ({ ...ref, type: answers[index]?.type ?? 'missing' }));
}

/** The commits nested tags come down to. */
async function peel(
  git: GitReader,
  tags: readonly Listed[],
  signal?: AbortSignal,
): Promise<ReadonlyMap<ObjectId, ObjectId>> {
  const ids = [...new Set(tags.map(({ id }) => id))];
  const { answers } = await divide(ids, async (some) => {
    const names = some.map((id) => `${id}^{commit}`);
    const found = await check(git, names, signal);
    return some.flatMap((id, index): [ObjectId, ObjectId][] => {
      const answer = found[index];
      return answer?.type === 'commit' ? [[id, answer.id]] : [];
    });
  });
  return new Map(answers.flat());
}

async function check(
  git: GitReader,
  names: readonly string[],
  signal?: AbortSignal,
): Promise<readonly { id: ObjectId; type: string }[]> {
  const { stdout } = await git.read(['cat-file', '--batch-check'], { stdin: lines(names) }, signal);
  return stdout
    .toString('utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => {
      const [id = '', type = ''] = line.split(' ');
      return { id, type };
    });
}

function commitOf(ref: Listed): ObjectId | null {
  if (ref.type === 'commit') return ref.id;
  return ref.type === 'tag' && ref.peeledType === 'commit' ? ref.peeled : null;
}

function placeOf(name: string, remotes: readonly string[]): Pick<Ref, 'kind' | 'remote' | 'short'> | null {
  const rest = /^refs\/(heads|tags|remotes)\/(.+)$/s.exec(name);
  const [, namespace, path] = rest ?? [];
  if (path === undefined) return null;
  if (namespace === 'heads') return { kind: 'local', remote: null, short: path };
  if (namespace === 'tags') return { kind: 'tag', remote: null, short: path };
  const remote = remotes.find((each) => path.startsWith(`${each}/`)) ?? path.split('/', 1)[0] ?? path;
  return { kind: 'remote', remote, short: path.slice(remote.length + 1) };
}
