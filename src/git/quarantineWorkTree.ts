import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { asVariables } from './carry/carrySettings';
import type { MergeSettings } from './carry/carrySettings';
import type { UnknownReason } from './carry/carryTypes';
import { GitError, isMissing } from './error';
import { isolated, makeGitDir } from './quarantine';
import type { Quarantine } from './quarantine';
import type { GitReader, ReadInput } from './reader';
import type { Resolutions } from './rerere/resolutions';
import type { Repository, Signature } from './types';

/** Where git merges in a work tree. */
export interface WorkTreeGround {
  readonly git: GitReader;
  readonly repository: Repository;
  readonly quarantine: Quarantine;
  readonly settings: MergeSettings;
  /** What is replayed. */
  readonly resolutions: Resolutions;
}

/** What makes a command work there. */
export type WorkTreeInput = Required<Pick<ReadInput, 'cwd' | 'env'>>;

/**
 * Makes a git directory and a work tree of their own inside the quarantine for as long as `use` lasts, and hands over what
 * makes a command work there. Only `.gitattributes` are checked out: git merges in memory and reads nothing else. No hook,
 * filter or merge driver of the repository's is run. rerere replays on a copy of its record.
 */
export async function withWorkTree<T>(
  ground: WorkTreeGround,
  committer: Signature,
  use: (input: WorkTreeInput) => Promise<T>,
): Promise<T> {
  const gitDir = await mkdtemp(join(ground.quarantine.folder, 'work-'));
  try {
    return await use(await prepare(gitDir, ground, committer));
  } finally {
    await rm(gitDir, { recursive: true, force: true });
  }
}

/** What a failure there means for the result; what is no failure of git's is thrown again. */
export function unknownOf(error: unknown): { readonly reason: UnknownReason; readonly detail: string } {
  if (!GitError.is(error) || error.reason === 'cancelled' || error.reason === 'timeout') throw error;
  return { reason: reasonOf(error), detail: error.detail };
}

async function prepare(
  gitDir: string,
  { repository, quarantine, settings, resolutions }: WorkTreeGround,
  committer: Signature,
): Promise<WorkTreeInput> {
  const workTree = join(gitDir, 'tree');
  await makeGitDir(gitDir, repository);
  await Promise.all([mkdir(workTree), mkdir(join(gitDir, 'info'))]);
  await writeFile(join(gitDir, 'info', 'sparse-checkout'), '.gitattributes\n');
  await copyFile(join(repository.commonDir, 'info', 'attributes'), join(gitDir, 'info', 'attributes')).catch(
    (error: unknown) => {
      if (!isMissing(error)) throw error;
    },
  );
  await resolutions.copyInto(gitDir);
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
        ['rerere.enabled', String(!resolutions.isEmpty)],
        ['rerere.autoUpdate', 'true'],
      ]),
    },
  };
}

function reasonOf(error: GitError): UnknownReason {
  if (error.reason === 'corrupt-object') return 'missing-object';
  return /custom merge driver .* lacks command line/.test(error.detail) ? 'merge-driver' : 'failed';
}
