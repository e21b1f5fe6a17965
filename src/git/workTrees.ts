import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { GitReader } from './reader';
import type { ObjectId, Repository, WorkTree } from './types';

/** A file in the git directory of a scratch work tree of ours. */
export const SCRATCH_MARK = 'moodle-release-scratch';

interface CheckedOut {
  readonly workTrees: readonly (WorkTree & { readonly isScratch: boolean })[];
  /** Of the work tree the repository was opened in. */
  readonly head: { readonly branch: string | null; readonly commit: ObjectId | null };
}

/**
 * Work trees and what is checked out in each, by one `worktree list`; rebase, bisect and merge from the files git keeps
 * in each work tree's git directory (gitrepository-layout, builtin/branch.c: what makes git refuse to move a branch).
 */
export async function readWorkTrees(git: GitReader, repository: Repository, signal?: AbortSignal): Promise<CheckedOut> {
  const { stdout } = await git.read(['worktree', 'list', '--porcelain', '-z'], {}, signal);
  const listed = parseWorkTrees(stdout.toString('utf8'));
  const folders = await linkedGitDirs(repository);
  const workTrees = await Promise.all(
    listed.map(async ({ path, branch }) => {
      const gitDir = folders.get(path) ?? repository.commonDir;
      const state = await stateOf(gitDir);
      const isScratch = existsSync(join(gitDir, SCRATCH_MARK));
      return { path, branch: branch ?? state.branch, busy: state.busy, isScratch };
    }),
  );
  const here = listed.find(({ path }) => path === repository.root);
  const head = here ? { branch: here.branch, commit: here.commit } : await bareHead(repository);
  return { workTrees, head };
}

interface Listed {
  readonly path: string;
  readonly branch: string | null;
  readonly commit: ObjectId | null;
}

function parseWorkTrees(text: string): readonly Listed[] {
  return text.split('\0\0').flatMap((entry) => {
    const attributes = new Map(
      entry.split('\0').map((line) => {
        const space = line.indexOf(' ');
        return space < 0 ? [line, ''] : [line.slice(0, space), line.slice(space + 1)];
      }),
    );
    const path = attributes.get('worktree');
    if (path === undefined || attributes.has('bare')) return [];
    const head = attributes.get('HEAD') ?? '';
    return [{ path, branch: attributes.get('branch') ?? null, commit: /[^0]/.test(head) ? head : null }];
  });
}

/** The git directories of a repository, each once: the shared one, that it was opened in, and those of linked work trees. */
export async function gitDirsOf({ commonDir, gitDir }: Repository): Promise<readonly string[]> {
  const folder = join(commonDir, 'worktrees');
  const names = await readdir(folder).catch((): string[] => []);
  return [...new Set([commonDir, gitDir, ...names.map((name) => join(folder, name))])];
}

/** Git directories of linked work trees, by the path of the work tree. */
async function linkedGitDirs(repository: Repository): Promise<ReadonlyMap<string, string>> {
  const found = await Promise.all(
    (await gitDirsOf(repository)).map(async (folder): Promise<[string, string] | null> => {
      const pointer = await text(join(folder, 'gitdir'));
      return pointer === null ? null : [dirname(pointer), folder];
    }),
  );
  return new Map(found.filter((pair) => pair !== null));
}

async function stateOf(gitDir: string): Promise<Pick<WorkTree, 'branch' | 'busy'>> {
  for (const folder of ['rebase-merge', 'rebase-apply']) {
    const name = await text(join(gitDir, folder, 'head-name'));
    if (name !== null) return { busy: 'rebase', branch: name.startsWith('refs/') ? name : null };
  }
  if (existsSync(join(gitDir, 'BISECT_LOG'))) {
    const start = await text(join(gitDir, 'BISECT_START'));
    const detached = start === null || /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(start);
    return { busy: 'bisect', branch: detached ? null : `refs/heads/${start.replace(/^refs\/heads\//, '')}` };
  }
  if (existsSync(join(gitDir, 'MERGE_HEAD'))) return { busy: 'merge', branch: null };
  if (existsSync(join(gitDir, 'CHERRY_PICK_HEAD'))) return { busy: 'cherry-pick', branch: null };
  if (existsSync(join(gitDir, 'REVERT_HEAD'))) return { busy: 'revert', branch: null };
  return { busy: null, branch: null };
}

/** A bare repository has no work tree to ask; its HEAD is a name in a file. */
async function bareHead(repository: Repository): Promise<CheckedOut['head']> {
  const head = await text(join(repository.gitDir, 'HEAD'));
  const branch = head === null ? null : (/^ref: (refs\/heads\/.+)$/.exec(head)?.[1] ?? null);
  return { branch, commit: null };
}

async function text(path: string): Promise<string | null> {
  const content = await readFile(path, 'utf8').catch((): null => null);
  return content === null ? null : content.trim();
}
