import type { AssembleRecipe } from '../assemble/assembleTypes';
import type { Recipe, Relocation } from '../carry/carryTypes';
import type { ImportRecipe, ImportSource } from '../import/importTypes';
import type { RefEffects } from './refsEffect';
import type { ObjectId, Signature } from '../types';

/** One branch carried: the recipe, the ref its tip becomes, and what the preview came to. */
export interface CarryMove extends Recipe {
  /** Full name, `refs/heads/…`, of the branch that is made or moved. */
  readonly newBranch: string;
  /** What it has to be before; null when it is made. */
  readonly old: ObjectId | null;
  /** Run computes it again and compares: the tip before signing. */
  readonly expect: { readonly tree: ObjectId; readonly tip: ObjectId };
}

/**
 * Carries branches that are known to be clean: computes them again, compares, brings their objects in and moves all refs
 * in one transaction, the old values kept under `backupPrefix`. Its inverse is `refs`.
 */
export interface CarryEffect {
  readonly kind: 'carry';
  readonly moves: readonly CarryMove[];
  readonly backupPrefix: string;
}

/** What each ref became; other ids than expected only where commits are signed. */
export interface CarryOutcome {
  readonly refs: readonly { readonly ref: string; readonly old: ObjectId | null; readonly tip: ObjectId }[];
}

/**
 * Assembles a role branch: merges the list once more, compares, brings the commits in and moves the ref, the old value
 * kept under `backupPrefix`. A merge that conflicted in the preview conflicts again and is left out. Its inverse is `refs`.
 */
export interface AssembleEffect extends AssembleRecipe {
  readonly kind: 'assemble';
  /** Full name, `refs/heads/…`, of the role branch. */
  readonly ref: string;
  /** What it has to be before; null when it is made. */
  readonly old: ObjectId | null;
  /** Run computes it again and compares: the tip before signing. */
  readonly expect: { readonly tree: ObjectId; readonly tip: ObjectId };
  readonly backupPrefix: string;
}

/**
 * Carries one branch with a person's help. Run carries it in memory when nothing conflicts (any more); else it waits until the
 * scratch work tree has come to the end of the recipe, or the branch is left out. Its inverse is `refs`.
 */
export interface ResolveEffect {
  readonly kind: 'resolve';
  readonly branch: string;
  /** A commit, or the full name of the ref whose commit it is when the step begins: what it is stacked on. */
  readonly onto: ObjectId | { readonly ref: string };
  readonly commits: readonly ObjectId[];
  readonly drop: readonly ObjectId[];
  readonly committer: Signature;
  /** As of a recipe. */
  readonly picked?: NonNullable<Recipe['picked']>;
  /**
   * Files moved as a recipe's are, those of them that the branch then adds at `from`: what a conflict comes to is not known
   * before.
   */
  readonly relocate?: readonly Relocation[];
  readonly newBranch: string;
  readonly old: ObjectId | null;
  readonly backupPrefix: string;
}

export interface ResolveOutcome {
  readonly ref: string;
  readonly old: ObjectId | null;
  /** Null: the branch was left out, and nothing was moved. */
  readonly tip: ObjectId | null;
  /** Commits a person left out on the way. */
  readonly skipped: readonly ObjectId[];
}

/**
 * Merges with a person's help. Run merges in memory when nothing conflicts (any more); else it waits until the scratch work
 * tree has come to the end of the merges, or the branch is left out. `skip` there leaves the one branch out that it stopped
 * at. Its outcome is a `resolve`'s, `skipped` with the tips that were left out; its inverse is `refs`.
 */
export interface SettleEffect extends Omit<AssembleRecipe, 'start'> {
  readonly kind: 'settle';
  /** Full name, `refs/heads/…`, of the role branch. */
  readonly ref: string;
  /** A commit, or the full name of the ref whose commit it is when the step begins. */
  readonly start: ObjectId | { readonly ref: string };
  /** What the ref has to be before; null when it is made; by its name: what an earlier step of the plan has made of it. */
  readonly old: ObjectId | { readonly ref: string } | null;
  readonly backupPrefix: string;
}

/** What a person helps with, in a scratch work tree. */
export type HelpedEffect = ResolveEffect | SettleEffect;

/** Makes an annotated tag. Its inverse is `refs`. */
export interface TagEffect {
  readonly kind: 'tag';
  /** Full name, `refs/tags/…`; it must not be there. */
  readonly ref: string;
  /** The commit; with `ref` (full name) what that is when the step begins, and `expect` what it is without signing. */
  readonly target: ObjectId | { readonly ref: string; readonly expect: ObjectId };
  readonly message: string;
  readonly by: Signature;
  /** The tag object's id before signing. */
  readonly expect: ObjectId;
  readonly backupPrefix: string;
}

export interface TagOutcome {
  /** The tag object; another than expected only where tags or commits are signed. */
  readonly tag: ObjectId;
}

/**
 * Writes down for git (rerere) how a person resolved the conflicts of merges that are in history. It has no inverse: what
 * is on record stays.
 */
export interface LearnEffect {
  readonly kind: 'learn';
  /** Oldest first: where two settle one conflict, the later one counts. */
  readonly merges: readonly ObjectId[];
}

export interface LearnOutcome {
  /** How many resolutions these merges hold; some may have been on record before. */
  readonly resolutions: number;
}

/** Commits files to a branch of its own, `moodle-release`, without a work tree. Its inverse is `refs`. */
export interface FilesEffect {
  readonly kind: 'files';
  /** Full name. */
  readonly ref: string;
  /** What the ref has to be before; null when it is made. */
  readonly old: ObjectId | null;
  /** Parents of the commit: usually `old` alone; also a colleague's tip that is merged by file. Empty for the first. */
  readonly parents: readonly ObjectId[];
  /** Whole texts by path, null deletes; every other file is the first parent's. */
  readonly files: readonly { readonly path: string; readonly text: string | null }[];
  readonly message: string;
  /** Author and committer. */
  readonly by: Signature;
  readonly expect: { readonly tree: ObjectId; readonly tip: ObjectId };
  readonly backupPrefix: string;
}

export interface FilesOutcome {
  readonly tip: ObjectId;
}

/**
 * Commits third-party code: the files of the parent's tree, with one folder replaced by the publisher's. Run reads the
 * source again and compares. Its outcome is a `files`'s, its inverse is `refs`.
 */
export interface ImportEffect extends ImportRecipe {
  readonly kind: 'import';
  /** Full name, `refs/moodle-release/imports/…`. */
  readonly ref: string;
  /** What the ref has to be before; null when it is made. */
  readonly old: ObjectId | null;
  readonly source: ImportSource;
  readonly expect: { readonly tree: ObjectId; readonly tip: ObjectId };
  readonly backupPrefix: string;
}

/**
 * `push --atomic --force-with-lease=<ref>:<old>` for each ref, read back afterwards. Irreversible: no inverse. A resource
 * is `<remote> <ref>`, read by one `ls-remote` a remote.
 */
export interface PushEffect {
  readonly kind: 'push';
  readonly remote: string;
  readonly updates: readonly PushUpdate[];
}

export interface PushUpdate {
  /** Full name on the remote, `refs/heads/…` or `refs/tags/…`. */
  readonly ref: string;
  /** What the remote has to have; null: it must not be there. */
  readonly old: ObjectId | null;
  /** Null deletes it. */
  readonly new: ObjectId | null;
}

export interface PushOutcome {
  /** The remote-tracking refs git moved with it. */
  readonly tracking: readonly { readonly ref: string; readonly id: ObjectId | null }[];
}

/** Sets what branches track: `branch.<name>.remote` and `.merge`. Its inverse is `tracking`. Resource: the branch's short name. */
export interface TrackingEffect {
  readonly kind: 'tracking';
  readonly branches: readonly {
    /** Short name of a local branch. */
    readonly branch: string;
    readonly old: Tracked | null;
    readonly new: Tracked | null;
  }[];
}

export interface Tracked {
  readonly remote: string;
  /** Full name there. */
  readonly merge: string;
}

export type TrackingOutcome = Readonly<Record<string, never>>;

export interface CarryEffects {
  readonly carry: { readonly effect: CarryEffect; readonly outcome: CarryOutcome };
}
export interface AssembleEffects {
  readonly assemble: { readonly effect: AssembleEffect; readonly outcome: CarryOutcome };
}
export interface ResolveEffects {
  readonly resolve: { readonly effect: ResolveEffect; readonly outcome: ResolveOutcome };
}
export interface TagEffects {
  readonly tag: { readonly effect: TagEffect; readonly outcome: TagOutcome };
}
export interface SettleEffects {
  readonly settle: { readonly effect: SettleEffect; readonly outcome: ResolveOutcome };
}
export interface LearnEffects {
  readonly learn: { readonly effect: LearnEffect; readonly outcome: LearnOutcome };
}
export interface FilesEffects {
  readonly files: { readonly effect: FilesEffect; readonly outcome: FilesOutcome };
}
export interface ImportEffects {
  readonly import: { readonly effect: ImportEffect; readonly outcome: FilesOutcome };
}
export interface PushEffects {
  readonly push: { readonly effect: PushEffect; readonly outcome: PushOutcome };
}
export interface TrackingEffects {
  readonly tracking: { readonly effect: TrackingEffect; readonly outcome: TrackingOutcome };
}

/** Everything this room can do to a repository. */
export type GitEffects = RefEffects &
  CarryEffects &
  AssembleEffects &
  ResolveEffects &
  SettleEffects &
  TagEffects &
  LearnEffects &
  FilesEffects &
  ImportEffects &
  PushEffects &
  TrackingEffects;
export type GitEffect = GitEffects[keyof GitEffects]['effect'];

/** A step of a plan whose branch is being carried, or merged into, by a person in a work tree of its own. */
export interface Scratch {
  readonly plan: string;
  readonly step: string;
  /** What is done in it, one after the other: commits are picked, or branches merged. */
  readonly does: 'pick' | 'merge';
  /** Absolute path of the work tree, mode 0700; null while none was made. */
  readonly folder: string | null;
  /**
   * `not-begun`: no work tree yet. `conflict`: files are unmerged. `resolved`: none is any more, the commit can be made.
   * `finished`: all is picked or merged; resume moves the ref. `left-out`: resume ends the step without moving anything.
   */
  readonly state: 'not-begun' | 'conflict' | 'resolved' | 'finished' | 'left-out';
  /** The commit it stopped at; of a merge the branch's tip, and its name for a subject. Null when it is at none. */
  readonly commit: { readonly id: ObjectId; readonly subject: string } | null;
  /** Which of the commits or merges that is, from 1, and how many there are. */
  readonly number: number;
  readonly of: number;
  readonly files: readonly {
    /** Relative to the folder. */
    readonly path: string;
    /** Which sides there are: `both-modified`, … as `git status` calls them. */
    readonly kind:
      | 'both-modified'
      | 'both-added'
      | 'both-deleted'
      | 'deleted-by-us'
      | 'deleted-by-them'
      | 'added-by-us'
      | 'added-by-them';
    /** Staged by the person, or without markers any more. */
    readonly resolved: boolean;
  }[];
  readonly skipped: readonly ObjectId[];
}

/** The scratch work trees of plans. Every method throws `GitError`. */
export interface Scratches {
  /** Looks, and changes nothing. */
  look(
    place: { readonly plan: string; readonly step: string },
    effect: HelpedEffect,
    signal?: AbortSignal,
  ): Promise<Scratch>;
  /** Makes the work tree if there is none and goes as far as git can, which is to the first conflict. */
  begin(
    place: { readonly plan: string; readonly step: string },
    effect: HelpedEffect,
    signal?: AbortSignal,
  ): Promise<Scratch>;
  /** Stages what has no markers any more, makes the commit and goes on to the next conflict or the end. `conflict` again when markers are left. */
  proceed(
    place: { readonly plan: string; readonly step: string },
    effect: HelpedEffect,
    signal?: AbortSignal,
  ): Promise<Scratch>;
  /** Leaves out the commit, or the one branch, it stopped at. */
  skip(
    place: { readonly plan: string; readonly step: string },
    effect: HelpedEffect,
    signal?: AbortSignal,
  ): Promise<Scratch>;
  /** Leaves the branch that is made or moved out: what was resolved is thrown away (rerere keeps it). */
  leaveOut(
    place: { readonly plan: string; readonly step: string },
    effect: HelpedEffect,
    signal?: AbortSignal,
  ): Promise<Scratch>;
  /** Removes the work trees of a plan, or all of plans that are not among `kept`. */
  remove(plans: readonly string[] | { readonly allBut: readonly string[] }): Promise<void>;
}
