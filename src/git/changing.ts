import type { Effects } from '../plan';
import { carryAll } from './carry';
import { carryAndKeep, dropKeeps } from './carryKeep';
import type { Carried, Recipe } from './carryTypes';
import { gitReader } from './reader';
import { dropBackups, refsHandler } from './refsEffect';
import type { RefEffects } from './refsEffect';
import { openRepository } from './repository';
import type { Git, OpenOptions } from './repository';
import type { ObjectId } from './types';

/** What plans do with a repository; apart from reading it, so that who only looks does not load this. */
export interface ChangingGit extends Git {
  /**
   * Branches carried as `git rebase --onto` would, and nothing changed: as many processes as the longest branch has
   * commits, and four.
   */
  carry(recipes: readonly Recipe[], signal?: AbortSignal): Promise<readonly Carried[]>;
  /** The same, and what `choose` wants of it brought into the repository until `dropKeeps(note)`. */
  carryAndKeep(
    recipes: readonly Recipe[],
    note: string,
    choose: (carried: readonly Carried[]) => readonly ObjectId[],
    signal?: AbortSignal,
  ): Promise<readonly Carried[]>;
  /** Lets go of what was brought in under a note: refs hold it now, or nothing is to. No process. */
  dropKeeps(note: string): Promise<void>;
  /** How plans change this repository. */
  readonly effects: Effects<RefEffects>;
  /** Deletes what was kept to undo these plans. */
  dropBackups(plans: readonly string[], signal?: AbortSignal): Promise<void>;
}

/** Opens a repository as `openRepository` does, for plans. */
export async function openForPlans(folder: string, options: OpenOptions, signal?: AbortSignal): Promise<ChangingGit> {
  const opened = await openRepository(folder, options, signal);
  const { repository, version } = opened;
  const git = gitReader({
    runner: options.runner,
    git: options.git ?? 'git',
    folder: repository.root ?? repository.gitDir,
  });
  const context = { git, repository, version };
  return {
    ...opened,
    carry: (recipes, until) => carryAll(context, recipes, until),
    carryAndKeep: (recipes, note, choose, until) => carryAndKeep(context, recipes, note, choose, until),
    dropKeeps: (note) => dropKeeps(repository, note),
    effects: { refs: refsHandler(git, repository) },
    dropBackups: (plans, until) => dropBackups(git, plans, until),
  };
}
