import { identity } from '../carry/carryCommit';
import type { BranchTip } from './assembleTypes';
import type { ObjectId, Signature } from '../types';

/** What a commit that is made here says. */
export interface MadeCommit {
  readonly tree: ObjectId;
  readonly parents: readonly ObjectId[];
  /** Author and committer. */
  readonly by: Signature;
  readonly message: string;
}

const REBUILD = 'Rebuild {into}';

/** The message of a merge, as `git merge -m` stores it; without a template the title git gives it (git-fmt-merge-msg(1)). */
export function mergeMessage(
  template: string | undefined,
  { branch, kind }: Pick<BranchTip, 'branch' | 'kind'>,
  into: string,
): string {
  const what = kind === undefined ? 'branch' : kind === 'tag' ? 'tag' : 'remote-tracking branch';
  return stripped(filled(template ?? `Merge ${what} '{branch}' into {into}`, { branch, into }));
}

export function rebuildMessage(into: string): string {
  return stripped(filled(REBUILD, { into }));
}

/**
 * A commit as git stores it.
 * @throws GitError `failed` for a person git would not take.
 */
export function madeCommit({ tree, parents, by, message }: MadeCommit): Buffer {
  const who = identity(by);
  const header = [`tree ${tree}`, ...parents.map((parent) => `parent ${parent}`), `author ${who}`, `committer ${who}`];
  return Buffer.from(`${header.join('\n')}\n\n${message}`);
}

function filled(template: string, names: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/g, (all, name: string) => names[name] ?? all);
}

/** Without blank lines around it or more than one in a row, and without blanks at the end of lines (git-stripspace(1)). */
function stripped(text: string): string {
  const lines = text.split('\n').map((line) => line.replace(/[ \t\r]+$/, ''));
  const body = lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .replace(/^\n+|\n+$/g, '');
  return body === '' ? '' : `${body}\n`;
}
