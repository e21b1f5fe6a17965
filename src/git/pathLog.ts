import { idList, isObjectId } from './commits';
import type { ObjectId, UpstreamCommit } from './types';

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

/**
 * Arguments of `git log` for records that `parsePathLog` reads: each commit with the paths it touches.
 * @param merges `off`: without paths; `combined`: with those that differ from every parent.
 */
export const pathLog = (merges: 'off' | 'combined'): readonly string[] => [
  '-c',
  'log.showRoot=true',
  'log',
  '--stdin',
  '-z',
  `--format=tformat:${MARK}%H%x00%T%x00%P%x00%s`,
  '--name-only',
  `--diff-merges=${merges}`,
  '--no-notes',
  '--no-decorate',
  '--encoding=UTF-8',
  ...PINNED_DIFF,
];

export interface LoggedCommit extends UpstreamCommit {
  readonly tree: ObjectId;
}

/** Commits out of the output of `git log` with `pathLog`, in its order. */
export function parsePathLog(output: Buffer): readonly LoggedCommit[] {
  const tokens = output.toString('utf8').split('\0');
  const commits: LoggedCommit[] = [];
  for (let at = 0; at < tokens.length - 1;) {
    const [mark = '', tree = '', parents = '', subject = ''] = tokens.slice(at, at + 4);
    const id = mark.slice(MARK.length);
    if (!isObjectId(id) || !isObjectId(tree)) return commits;
    at += 4;
    // git sets the list of paths off by a newline, that of a merge by an empty field.
    if (tokens[at] === '') at += 1;
    const paths: string[] = [];
    for (let path = tokens[at]; path !== undefined && path !== '' && !path.startsWith(MARK); path = tokens[at]) {
      paths.push(paths.length === 0 && path.startsWith('\n') ? path.slice(1) : path);
      at += 1;
    }
    commits.push({ id, tree, parents: idList(parents), subject, pathKey: paths.sort().join('\0') });
  }
  return commits;
}
