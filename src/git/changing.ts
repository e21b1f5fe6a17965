import type { Effects } from '../plan';
import { assemble } from './assemble/assemble';
import { assembleAgainst } from './assemble/assembleAgainst';
import type { AssembledAgainst } from './assemble/assembleAgainst';
import type { AssembleMore } from './assemble/assemble';
import { assembleHandler } from './effects/assembleEffect';
import { assembleAndKeep } from './assemble/assembleKeep';
import type { Assembled, AssembleRecipe, BranchTip, Clash } from './assemble/assembleTypes';
import { carryAll } from './carry/carry';
import type { CarryWanted } from './carry/carry';
import { readWishes } from './carry/carrySigning';
import { carryHandler } from './effects/carryEffect';
import { carryAndKeep, dropKeeps } from './carry/carryKeep';
import type { Carried, Recipe } from './carry/carryTypes';
import { readClashes } from './assemble/clashes';
import type { FilesEffect, GitEffects, Scratches, TagEffect } from './effects/effectTypes';
import { filesEffect, filesHandler } from './effects/filesEffect';
import { learnHandler } from './effects/learnEffect';
import { readHooks } from './hooks';
import { readIdentity } from './identity';
import type { Identity } from './identity';
import { importHandler } from './effects/importEffect';
import { importCode } from './import/importCode';
import type { ImportAnswer, ImportWanted } from './import/importCode';
import type { FoundCode, GivenSource } from './import/importTypes';
import { mergeByFile } from './effects/mergeByFile';
import type { FileMerge } from './effects/mergeByFile';
import { pushHandler } from './effects/pushEffect';
import { gitReader } from './reader';
import { dropBackups, refsHandler } from './effects/refsEffect';
import { readRemoteRefs, readRemoteTags } from './effects/remoteRefs';
import type { RemoteRef } from './effects/remoteRefs';
import type { Way } from './effects/remoteRefs';
import { openRepository } from './repository';
import { learn } from './rerere/learn';
import type { Learnt } from './rerere/learnTypes';
import type { Git, OpenOptions } from './repository';
import { resolveHandler } from './effects/resolveEffect';
import { ScratchDesk } from './scratch/scratches';
import { tagHandler } from './effects/tagEffect';
import { tagEffect } from './effects/tagObject';
import { settleHandler } from './effects/settleEffect';
import { trackingHandler } from './effects/trackingEffect';
import type { ObjectId, Repository } from './types';

/** What plans do with a repository; apart from reading it, so that who only looks does not load this. */
export interface ChangingGit extends Git {
  /**
   * Branches carried as `git rebase --onto` would, and nothing changed: as many processes as the longest branch has
   * commits, and four.
   */
  carry(recipes: readonly Recipe[], signal?: AbortSignal, wanted?: CarryWanted): Promise<readonly Carried[]>;
  /** The same, and what `choose` wants of it brought into the repository until `dropKeeps(note)`. */
  carryAndKeep(
    recipes: readonly Recipe[],
    note: string,
    choose: (carried: readonly Carried[]) => readonly ObjectId[],
    signal?: AbortSignal,
  ): Promise<readonly Carried[]>;
  /**
   * Branches merged one after the other as `git merge --no-ff` would, and nothing changed. `resolutions` are heeded as if
   * they were on rerere's record.
   */
  assemble(recipe: AssembleRecipe, signal?: AbortSignal, more?: AssembleMore): Promise<Assembled>;
  /** The same, and which paths differ from a commit's, which is their `before`. */
  assembleAgainst(
    recipe: AssembleRecipe,
    commit: ObjectId,
    signal?: AbortSignal,
    more?: AssembleMore,
  ): Promise<AssembledAgainst>;
  /** The same, and what was made brought into the repository, unsigned, until `dropKeeps(note)`. */
  assembleAndKeep(recipe: AssembleRecipe, note: string, signal?: AbortSignal): Promise<Assembled>;
  /**
   * What merges of history, oldest first, tell of how a person settled their conflicts; nothing is written. Seven processes
   * at most, whatever their number, and four for each on which attributes bear.
   */
  learn(merges: readonly ObjectId[], signal?: AbortSignal): Promise<readonly Learnt[]>;
  /** Which of these branches conflict with each other or with what they are merged into: six processes. */
  clashes(merges: readonly BranchTip[], start: ObjectId, signal?: AbortSignal): Promise<readonly Clash[]>;
  /** Lets go of what was brought in under a note: refs hold it now, or nothing is to. No process. */
  dropKeeps(note: string): Promise<void>;
  /**
   * What refs (`refs/heads/…`, `refs/tags/…`) are where a remote is pushed to, or fetched from, null where there is none:
   * two processes, of a fetch one.
   * @throws GitError `no-remote`, `several-addresses`, `unreachable`
   */
  remoteRefs(
    remote: string,
    refs: readonly string[],
    signal?: AbortSignal,
    way?: Way,
  ): Promise<ReadonlyMap<string, ObjectId | null>>;
  /** All tags of where a remote is pushed to, and these refs, as far as they are there: two processes. */
  remoteTags(remote: string, refs: readonly string[], signal?: AbortSignal): Promise<ReadonlyMap<string, RemoteRef>>;
  /**
   * The effect that commits files to a branch, with what the commit will be; nothing is kept of it. Equal inputs, equal
   * effects.
   * @throws GitError `bad-name`, `corrupt-object`
   */
  filesEffect(wanted: Omit<FilesEffect, 'kind' | 'expect'>, signal?: AbortSignal): Promise<FilesEffect>;
  /**
   * The effect that makes an annotated tag, with the id its object will have before it is signed. No process.
   * @throws GitError `failed` for a tagger git would not take
   */
  tagEffect(wanted: Omit<TagEffect, 'kind' | 'expect'>): TagEffect;
  /** Whether commits and tags are signed here, and so get other ids than plans say. One process. */
  signing(signal?: AbortSignal): Promise<{ readonly commits: boolean; readonly tags: boolean }>;
  /**
   * Reads third-party code and makes the commit that `choose` wants of it, kept here until `dropKeeps(note)`: its effect,
   * or why the code cannot be taken.
   */
  importCode(
    given: GivenSource,
    note: string,
    choose: (found: FoundCode) => ImportWanted | null,
    signal?: AbortSignal,
  ): Promise<ImportAnswer>;
  /** What of ours is to be laid over theirs, file by file; `base` is the commit both come from, if any. */
  mergeByFile(ours: ObjectId, theirs: ObjectId, base: ObjectId | null, signal?: AbortSignal): Promise<FileMerge>;
  /** Who git would name as committer; null where it would refuse. One process. */
  identity(signal?: AbortSignal): Promise<Identity | null>;
  /** Names of hooks that would have run by hand and are not run by plans. One process. */
  hooks(signal?: AbortSignal): Promise<readonly string[]>;
  /** How plans change this repository. */
  readonly effects: Effects<GitEffects>;
  /** Where a person resolves what conflicts. */
  readonly scratches: Scratches;
  /** Deletes what was kept to undo these plans. */
  dropBackups(plans: readonly string[], signal?: AbortSignal): Promise<void>;
}

export interface PlansOptions extends OpenOptions {
  /** Where the person's own state of this repository lies: scratch work trees. None is made when absent. */
  readonly stateFolder?: string | ((repository: Repository) => string);
}

/** Opens a repository as `openRepository` does, for plans. */
export async function openForPlans(folder: string, options: PlansOptions, signal?: AbortSignal): Promise<ChangingGit> {
  return forPlans(await openRepository(folder, options, signal), options);
}

/** An open repository, for plans; `options` are those it was opened with. No process. */
export function forPlans(opened: Git, options: PlansOptions): ChangingGit {
  const { repository, version } = opened;
  const git = gitReader({
    runner: options.runner,
    git: options.git ?? 'git',
    folder: repository.root ?? repository.gitDir,
  });
  const context = { git, repository, version };
  const porcelain = {
    git: options.git ?? 'git',
    repository,
    ...(options.log === undefined ? {} : { log: options.log }),
  };
  const { stateFolder = null } = options;
  const scratches = new ScratchDesk(context, typeof stateFolder === 'function' ? stateFolder(repository) : stateFolder);
  const carry = carryHandler(context);
  const assembling = assembleHandler(context);
  return {
    ...opened,
    carry: (recipes, until, wanted) => carryAll(context, recipes, until, wanted),
    carryAndKeep: (recipes, note, choose, until) => carryAndKeep(context, recipes, note, choose, until),
    assemble: (recipe, until, more) => assemble(context, recipe, until, more),
    assembleAgainst: (recipe, commit, until, more) => assembleAgainst(context, recipe, commit, until, more),
    learn: (merges, until) => learn(context, merges, until),
    assembleAndKeep: (recipe, note, until) => assembleAndKeep(context, recipe, note, until),
    clashes: (merges, start, until) => readClashes(context, merges, start, until),
    dropKeeps: (note) => dropKeeps(repository, note),
    filesEffect: (wanted, until) => filesEffect(git, repository, wanted, until),
    tagEffect: (wanted) => tagEffect(repository, wanted),
    signing: (until) => readWishes(git, until),
    importCode: (given, note, choose, until) => importCode(git, repository, given, note, choose, until),
    mergeByFile: (ours, theirs, base, until) => mergeByFile(git, ours, theirs, base, until),
    identity: (until) => readIdentity(git, until),
    hooks: (until) => readHooks(git, repository, until),
    remoteRefs: (remote, refs, until, way) => readRemoteRefs(git, porcelain, remote, refs, until, way),
    remoteTags: (remote, refs, until) => readRemoteTags(git, porcelain, remote, refs, until),
    effects: {
      refs: refsHandler(git, repository),
      carry,
      assemble: assembling,
      push: pushHandler(git, porcelain),
      learn: learnHandler(context),
      files: filesHandler(git, repository),
      import: importHandler(git, repository),
      tag: tagHandler(git, repository),
      tracking: trackingHandler(git, repository),
      resolve: resolveHandler(context, scratches, carry),
      settle: settleHandler(context, scratches, assembling),
    },
    scratches,
    dropBackups: (plans, until) => dropBackups(git, plans, until),
  };
}
