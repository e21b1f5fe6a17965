import { divide } from './divide';
import { GitError } from './error';
import { parsePathLog, pathLog, PINNED_DIFF } from './pathLog';
import { lines } from './reader';
import type { GitReader } from './reader';
import type { ObjectId } from './types';

/**
 * Paths each commit touches, sorted and joined by NUL, by one `log`; for a merge those that differ from every parent.
 * Commits whose trees cannot be read are absent.
 */
export async function readPathKeys(
  git: GitReader,
  commits: readonly ObjectId[],
  signal?: AbortSignal,
): Promise<ReadonlyMap<ObjectId, string>> {
  const args = [...pathLog('combined'), '--no-walk=unsorted'];
  const { answers } = await divide(commits, async (some) => {
    const { stdout } = await git.read(args, { stdin: lines(some) }, signal);
    return parsePathLog(stdout);
  });
  return new Map(answers.flat().map(({ id, pathKey }) => [id, pathKey]));
}

/** What a patch id is wanted of: a commit against its parent, or the other way round. */
export interface PatchQuestion {
  readonly key: string;
  /** A line for `diff-tree --stdin`: the commit that comes out, and what it is compared with if not its parent. */
  readonly after: ObjectId;
  readonly before?: ObjectId;
}

/** The question for the patch that takes `commit` back. */
export function reversal(key: string, commit: ObjectId, parent: ObjectId): PatchQuestion {
  // diff-tree takes further ids on a line for the parents, so this is the difference from the commit to its parent.
  return { key, after: parent, before: commit };
}

/** What would change the text of a patch and has no option of its own. */
const PINNED_PATCH = [
  'core.attributesFile=/dev/null',
  'core.bigFileThreshold=512m',
  'core.quotePath=true',
  // patch-id does not count an empty line, and reads on past the end of the hunk.
  'diff.suppressBlankEmpty=false',
].flatMap((setting) => ['-c', setting]);

const PATCHES = [
  ...PINNED_PATCH,
  ...['diff-tree', '--stdin', '-r', '--root', '-p', '--always', '--full-index', '--no-color', '--diff-algorithm=myers'],
  ...['--indent-heuristic', '-U3', '--inter-hunk-context=0', '--src-prefix=a/', '--dst-prefix=b/', ...PINNED_DIFF],
];

/**
 * `git patch-id --stable` of each question by its key, by one `diff-tree` and one `patch-id`; empty for an empty patch
 * and a merge. Absent: what cannot be read. White space does not count in a patch id.
 */
export async function readPatchIds(
  git: GitReader,
  questions: readonly PatchQuestion[],
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const { answers } = await divide(questions, async (some) => {
    const asked = some.map(({ after, before }) => (before === undefined ? after : `${after} ${before}`));
    const { stdout } = await git.read(PATCHES, { stdin: lines(asked) }, signal);
    return split(stdout, some);
  });
  const patches = answers.flat();
  if (patches.length === 0) return new Map();
  const { stdout } = await git.read(['patch-id', '--stable'], { stdin: labelled(patches) }, signal);
  const ids = new Map(patches.map(({ key }) => [key, '']));
  for (const line of stdout.toString('latin1').split('\n')) {
    const [patchId, label] = line.split(' ');
    const patch = patches[Number(label) - 1];
    if (patchId !== undefined && patch !== undefined) ids.set(patch.key, patchId);
  }
  return ids;
}

interface Patch {
  readonly key: string;
  readonly text: Buffer;
  /** Digits of an object id in this repository. */
  readonly digits: number;
}

/** Cuts the output at its headers: each is the id alone on a line, which no line of a patch is. */
function split(output: Buffer, questions: readonly PatchQuestion[]): readonly Patch[] {
  let at = 0;
  return questions.map(({ key, after }, index) => {
    const start = at + after.length + 1;
    if (output.toString('latin1', at, start) !== `${after}\n`)
      throw new GitError('failed', `diff-tree skipped ${after}`);
    const next = questions[index + 1];
    const end = next === undefined ? output.length : output.indexOf(`\n${next.after}\n`, start - 1) + 1;
    at = end;
    return { key, text: output.subarray(start, end), digits: after.length };
  });
}

/** The patches under labels of our own, since one commit can be asked for in both directions. */
function labelled(patches: readonly Patch[]): Buffer {
  return Buffer.concat(
    patches.flatMap(({ text, digits }, index) => [
      Buffer.from(`commit ${String(index + 1).padStart(digits, '0')}\n`),
      text,
    ]),
  );
}
