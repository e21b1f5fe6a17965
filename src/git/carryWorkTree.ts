import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { asVariables } from './carrySettings';
import type { MergeSettings } from './carrySettings';
import { conflictOf } from './carryConflict';
import type { Place, Stop } from './carryMove';
import type { Pick, Recipe, UnknownReason } from './carryTypes';
import { GitError, isMissing } from './error';
import { parseStage } from './mergeTree';
import { isolated, makeGitDir } from './quarantine';
import type { Quarantine } from './quarantine';
import type { GitReader, ReadInput } from './reader';
import { copyResolutions } from './resolutions';
import type { ObjectId, Repository } from './types';

interface Ground {
  readonly git: GitReader;
  readonly repository: Repository;
  readonly quarantine: Quarantine;
  readonly settings: MergeSettings;
  /** Ids of the conflicts whose resolutions are replayed. */
  readonly resolutions: ReadonlySet<string>;
}

/** Commits what is staged with the author, the date and the message of another commit. */
export function committing(commit: ObjectId): readonly string[] {
  return ['commit', '--quiet', '--no-verify', '--cleanup=verbatim', '--allow-empty-message', '-C', commit];
}

/**
 * Picks a recipe's commits by `git cherry-pick`, two processes a commit, in a git directory and a work tree of their own
 * inside the quarantine. Only `.gitattributes` are checked out: git merges in memory and reads nothing else. No hook,
 * filter or merge driver of the repository's is run; where a driver would be, the result is unknown. rerere replays on a
 * copy of its record.
 */
export async function carryInWorkTree(
  ground: Ground,
  recipe: Recipe,
  start: Place,
  signal?: AbortSignal,
): Promise<{ readonly picks: readonly Pick[]; readonly stop: Stop | null }> {
  const { git, quarantine } = ground;
  const gitDir = await mkdtemp(join(quarantine.folder, 'work-'));
  const picks: Pick[] = [];
  try {
    const input = await scratch(gitDir, ground, recipe);
    const ask = (...args: string[]): Promise<{ readonly code: number; readonly stdout: Buffer }> =>
      git.read(args, { ...input, answers: [1] }, signal);
    await git.read(['checkout', '--quiet', '--force', '--detach', start.tip], input, signal);
    let tree = start.tree;
    const arrive = async (from: ObjectId, how: { readonly resolved?: true }): Promise<void> => {
      const answer = await git.read(['rev-parse', 'HEAD', 'HEAD^{tree}'], input, signal);
      const [to = '', made = ''] = answer.stdout.toString('latin1').split('\n');
      tree = made;
      picks.push({ from, to, tree, ...how });
    };
    for (const from of recipe.commits) {
      if (recipe.drop.includes(from)) {
        picks.push({ from, to: null, why: 'dropped', tree });
        continue;
      }
      const { code } = await ask('cherry-pick', '--ff', '--allow-empty', '--allow-empty-message', from);
      if (code === 0) {
        await arrive(from, {});
      } else if ((await ask('diff-index', '--cached', '--quiet', 'HEAD', '--')).code === 0) {
        await git.read(['cherry-pick', '--quit'], input, signal);
        picks.push({ from, to: null, why: 'became-empty', tree });
      } else {
        const { stdout } = await ask('ls-files', '--unmerged', '-z');
        // Of `~<id> (<subject>)`, by which it names a file that clashes with a directory, the id is enough.
        const label = new RegExp(`~${from} \\(.*\\)`, 's');
        const entries = stdout.toString('latin1').split('\0');
        const stages = entries.map((entry) => entry.replace(label, `~${from}`)).flatMap(parseStage);
        if (stages.length > 0) return { picks, stop: { result: 'conflict', conflict: conflictOf(from, stages) } };
        await git.read(committing(from), input, signal);
        await arrive(from, { resolved: true });
      }
    }
    return { picks, stop: null };
  } catch (error) {
    if (!GitError.is(error) || error.reason === 'cancelled' || error.reason === 'timeout') throw error;
    return { picks, stop: { result: 'unknown', reason: reasonOf(error), detail: error.detail } };
  } finally {
    await rm(gitDir, { recursive: true, force: true });
  }
}

async function scratch(
  gitDir: string,
  { repository, quarantine, settings, resolutions }: Ground,
  { committer }: Recipe,
): Promise<ReadInput> {
  const workTree = join(gitDir, 'tree');
  await makeGitDir(gitDir, repository);
  await Promise.all([mkdir(workTree), mkdir(join(gitDir, 'info'))]);
  await writeFile(join(gitDir, 'info', 'sparse-checkout'), '.gitattributes\n');
  await copyFile(join(repository.commonDir, 'info', 'attributes'), join(gitDir, 'info', 'attributes')).catch(
    (error: unknown) => {
      if (!isMissing(error)) throw error;
    },
  );
  await copyResolutions(repository, resolutions, gitDir);
  return {
    cwd: workTree,
    env: {
      ...isolated(gitDir),
      GIT_ATTR_NOSYSTEM: undefined,
      GIT_OBJECT_DIRECTORY: quarantine.objects,
      GIT_WORK_TREE: workTree,
      GIT_COMMITTER_NAME: committer.name,
      GIT_COMMITTER_EMAIL: committer.email,
      GIT_COMMITTER_DATE: `@${committer.date}`,
      GIT_EDITOR: ':',
      ...asVariables([
        ...settings.pairs,
        ...settings.inWorkTree,
        ['core.bare', 'false'],
        ['core.sparseCheckout', 'true'],
        ['core.sparseCheckoutCone', 'false'],
        // Names of clashing files then hold whole ids.
        ['core.abbrev', 'no'],
        ['rerere.enabled', String(resolutions.size > 0)],
        ['rerere.autoUpdate', 'true'],
      ]),
    },
  };
}

function reasonOf(error: GitError): UnknownReason {
  if (error.reason === 'corrupt-object') return 'missing-object';
  return /custom merge driver .* lacks command line/.test(error.detail) ? 'merge-driver' : 'failed';
}
