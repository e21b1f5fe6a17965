import { COMMIT_FIELD_COUNT, COMMIT_FIELDS, commitOf, idList, isObjectId } from './commits';
import type { Commit, ObjectId, UpstreamCommit } from './types';

/** No path can hold `//`, so a record's first field cannot be taken for one. */
const MARK = '//';

/** Configuration may not change what counts as a difference: the answers are kept by object id. */
export const PINNED_DIFF = [
  '--no-renames',
  '--no-ext-diff',
  '--no-textconv',
  '--ignore-submodules=none',
  '--no-relative',
  '-O/dev/null',
];

/** What upstream's commits are known by; ours have all the fields of a commit. */
const SHORT_FIELDS = ['%H', '%T', '%P', '%s'];

/**
 * Arguments of `git log` for records that `parsePathLog` reads: each commit with the paths it touches.
 * @param merges `off`: without paths; `combined`: with those that differ from every parent.
 */
export function pathLog(merges: 'off' | 'combined'): readonly string[] {
  return logWith(SHORT_FIELDS.join('%x00'), merges);
}

/** The same for `parseCommitLog`, with author and committer. */
export const COMMIT_LOG = [...logWith(COMMIT_FIELDS, 'combined'), '--date=raw'];

function logWith(fields: string, merges: 'off' | 'combined'): readonly string[] {
  return [
    '-c',
    'log.showRoot=true',
    'log',
    '--stdin',
    '-z',
    `--format=tformat:${MARK}${fields}`,
    '--name-only',
    `--diff-merges=${merges}`,
    '--no-notes',
    '--no-decorate',
    '--encoding=UTF-8',
    ...PINNED_DIFF,
  ];
}

export interface LoggedCommit extends UpstreamCommit {
  readonly tree: ObjectId;
}

/** Commits out of the output of `git log` with `pathLog`, in its order. */
export function parsePathLog(output: Buffer): readonly LoggedCommit[] {
  return [...records(output, SHORT_FIELDS.length)].map(
    ({ fields: [id = '', tree = '', parents = '', subject = ''], pathKey }) => ({
      id,
      tree,
      parents: idList(parents),
      subject,
      pathKey,
    }),
  );
}

/** Commits out of the output of `git log` with `COMMIT_LOG`, and the paths they touch. */
export function parseCommitLog(output: Buffer): readonly { readonly commit: Commit; readonly pathKey: string }[] {
  return [...records(output, COMMIT_FIELD_COUNT)].map(({ fields, pathKey }) => ({ commit: commitOf(fields), pathKey }));
}

function* records(
  output: Buffer,
  count: number,
): Generator<{ readonly fields: readonly string[]; readonly pathKey: string }> {
  const tokens = output.toString('utf8').split('\0');
  for (let at = 0; at < tokens.length - 1;) {
    const [mark = '', tree = '', ...rest] = tokens.slice(at, at + count);
    const id = mark.slice(MARK.length);
    if (!isObjectId(id) || !isObjectId(tree)) return;
    at += count;
    // git sets the list of paths off by a newline, that of a merge by an empty field.
    if (tokens[at] === '') at += 1;
    const paths: string[] = [];
    for (let path = tokens[at]; path !== undefined && path !== '' && !path.startsWith(MARK); path = tokens[at]) {
      paths.push(paths.length === 0 && path.startsWith('\n') ? path.slice(1) : path);
      at += 1;
    }
    yield { fields: [id, tree, ...rest], pathKey: paths.sort().join('\0') };
  }
}
