import { attributeBearings, saysHowToMerge } from '../carry/carryAttributes';
import type { CarryContext } from '../carry/carry';
import { replayablePaths } from '../carry/carryReplay';
import { asVariables, isOff, readMergeSettings } from '../carry/carrySettings';
import type { MergeSettings } from '../carry/carrySettings';
import { conflictImage } from './conflictImage';
import type { ConflictImage } from './conflictImage';
import { learnInWorkTree } from './learnInWorkTree';
import type { Learnt, Resolution, UnlearntReason } from './learnTypes';
import { mergeAll } from '../mergeTree';
import type { Merged, Stage } from '../mergeTree';
import { readObjects } from '../objects';
import type { GitObject } from '../objects';
import { pathText } from '../pathText';
import { readerIn, withQuarantine } from '../quarantine';
import { Resolutions } from './resolutions';
import { parseShape } from '../shapes';
import { readTreeChanges } from '../treeChanges';
import type { TreeChange } from '../treeChanges';
import { expectId } from '../trees';
import type { ObjectId } from '../types';

/** A merge of two commits, and the trees of all three. */
interface Merge {
  readonly merge: ObjectId;
  readonly tree: ObjectId;
  readonly parents: readonly [ObjectId, ObjectId];
  readonly parentTrees: readonly [ObjectId, ObjectId];
}

/** A merge whose tree is not what git makes of it. */
interface Shaped extends Merge {
  readonly made: Merged;
  /** What the person made of git's tree, each path as text. */
  readonly changes: ReadonlyMap<string, TreeChange['entry']>;
  /** What sets the merge apart from each of its parents. */
  readonly beside: readonly [ReadonlySet<string>, ReadonlySet<string>];
}

interface Lesson {
  readonly resolutions: readonly Resolution[];
  readonly unlearnt: Learnt['unlearnt'];
}

/**
 * What merges tell of how a person settled their conflicts: what git would have recorded, had rerere been on. All are made
 * again in memory, by seven processes at most; one on which attributes or settings bear is made by git in a work tree of
 * its own, by four. Nothing is written.
 * @param merges oldest first: where two settle one conflict, the later one counts.
 * @throws GitError `cancelled`, `timeout`, `bad-name`
 */
export async function learn(
  context: CarryContext,
  merges: readonly ObjectId[],
  signal?: AbortSignal,
): Promise<readonly Learnt[]> {
  if (merges.length === 0) return [];
  const { git, repository, version } = context;
  const [settings, known] = await Promise.all([
    readMergeSettings(git, repository, version, signal),
    readMerges(context, merges.map(expectId), signal),
  ]);
  return withQuarantine(repository, async (quarantine) => {
    const input = { ...quarantine.input, env: { ...quarantine.input.env, ...asVariables(settings.pairs) } };
    const within = readerIn(quarantine, git);
    const questions = known.map(({ parents }) => parents.join(' '));
    const made = await mergeAll(git, input, questions, signal);
    const shaped = await readShapes(within, known, made, signal);
    const bearings = await attributeBearings(
      git,
      repository,
      shaped.map(({ parentTrees }) => parentTrees[0]),
      [],
      signal,
      (text) => saysHowToMerge(text) || /[ \t]eol=crlf(?:[ \t]|\r?$)/m.test(text),
    );
    const texts = await readTexts(within, shaped, signal);
    const imageOf = (content: Buffer): ConflictImage | null => conflictImage(content, repository.objectFormat);
    const lessons = new Map<ObjectId, Lesson>();
    for (const one of shaped) {
      const bears =
        settings.reason !== null || converts(settings) || bearings.has(one.parentTrees[0]) || hasOddName(one);
      const ground = { git, repository, quarantine, settings, resolutions: Resolutions.none };
      const lesson = lessonOf(one, texts, imageOf, bears);
      lessons.set(one.merge, bears ? await withWorkTreeLesson(lesson, one, ground, signal) : lesson);
    }
    const results = merges.map((merge): Learnt => {
      const one = known.find((each) => each.merge === merge);
      const answer = one === undefined ? undefined : made.get(one.parents.join(' '));
      const lesson = lessons.get(merge);
      if (lesson !== undefined) return { merge, result: 'shaped', ...lesson };
      return { merge, result: answer === undefined ? 'unknown' : 'same', resolutions: [], unlearnt: [] };
    });
    return settings.isReplaying ? withoutSuperseded(results) : results.map((each) => refused(each, 'rerere-off'));
  });
}

/** Whether a file in conflict has a name that is no UTF-8: nothing can be asked by it. */
function hasOddName({ made }: Shaped): boolean {
  return made.stages.some(({ path }) => path.startsWith('"'));
}

/** Whether lines end otherwise in a work tree than in objects: rerere goes by work trees. */
function converts({ inWorkTree }: MergeSettings): boolean {
  const value = new Map(inWorkTree).get('core.autocrlf') ?? 'false';
  return value !== 'input' && !isOff(value);
}

/** Merges of two commits that are here, by one `cat-file`. */
async function readMerges(
  { git }: CarryContext,
  merges: readonly ObjectId[],
  signal?: AbortSignal,
): Promise<readonly Merge[]> {
  const objects = await readObjects(
    git,
    merges.flatMap((id) => [id, `${id}^1`, `${id}^2`]),
    signal,
  );
  const shapeOf = (name: string): ReturnType<typeof parseShape> => {
    const found = objects.get(name);
    return found?.type === 'commit' ? parseShape(found.content.toString('latin1')) : undefined;
  };
  return merges.flatMap((merge): Merge[] => {
    const shape = shapeOf(merge);
    const trees = [shapeOf(`${merge}^1`)?.tree, shapeOf(`${merge}^2`)?.tree];
    const [[ours, theirs, more], [first, second]] = [shape?.parents ?? [], trees];
    if (shape === undefined || ours === undefined || theirs === undefined || more !== undefined) return [];
    if (first === undefined || second === undefined) return [];
    return [{ merge, tree: shape.tree, parents: [ours, theirs], parentTrees: [first, second] }];
  });
}

/** Those that a person shaped, with what they changed, by one `diff-tree`. */
async function readShapes(
  git: Parameters<typeof readTreeChanges>[0],
  merges: readonly Merge[],
  made: ReadonlyMap<string, Merged>,
  signal?: AbortSignal,
): Promise<readonly Shaped[]> {
  const candidates = merges.flatMap((one) => {
    const answer = made.get(one.parents.join(' '));
    return answer === undefined || (answer.clean && answer.tree === one.tree) ? [] : [{ ...one, made: answer }];
  });
  const pairs = candidates.flatMap(({ tree, parentTrees, made: { tree: from } }) =>
    [from, ...parentTrees].map((each) => ({ from: each, to: tree })),
  );
  const changes = await readTreeChanges(git, pairs, signal);
  const asText = (index: number): readonly (readonly [string, TreeChange['entry']])[] =>
    (changes[index] ?? []).map(({ path, entry }) => [pathText(path), entry] as const);
  return candidates.map((one, index) => ({
    ...one,
    changes: new Map(asText(3 * index)),
    beside: [new Set(new Map(asText(3 * index + 1)).keys()), new Set(new Map(asText(3 * index + 2)).keys())],
  }));
}

/** What git and the person made of files in conflict, by one `cat-file`. */
async function readTexts(
  git: Parameters<typeof readObjects>[0],
  shaped: readonly Shaped[],
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, GitObject>> {
  const names = shaped.flatMap(({ made, changes }) =>
    replayablePaths(made.stages).flatMap((path) => [`${made.tree}:${path}`, changes.get(path)?.id ?? '']),
  );
  return names.length === 0 ? new Map() : readObjects(git, names, signal);
}

/** @param bears whether git has to be asked what it meets in a work tree. */
function lessonOf(
  { made, changes, beside }: Shaped,
  texts: ReadonlyMap<string, GitObject>,
  imageOf: (content: Buffer) => ConflictImage | null,
  bears: boolean,
): Lesson {
  const resolutions: Resolution[] = [];
  const unlearnt: Learnt['unlearnt'][number][] = [];
  const replayable = new Set(replayablePaths(made.stages));
  const conflicts = new Set(made.stages.map(({ path }) => path));
  for (const path of [...conflicts].sort()) {
    const learnt = ((): UnlearntReason | Resolution => {
      if (!replayable.has(path)) return unlikeFiles(made.stages.filter((stage) => stage.path === path));
      const entry = changes.get(path);
      if (entry === null) return 'deleted';
      if (entry?.mode.startsWith('100') === false) return 'mode';
      if (entry !== undefined && bears) return 'attributes';
      const before = texts.get(`${made.tree}:${path}`)?.content;
      const after = entry === undefined ? before : texts.get(entry.id)?.content;
      if (before === undefined || after === undefined) return 'too-large';
      const image = imageOf(before);
      if (image === null) return 'no-text';
      if (hasMarkers(after)) return 'markers';
      return { path, id: image.id, preimage: image.image, postimage: after };
    })();
    if (typeof learnt === 'string') unlearnt.push({ path, why: learnt });
    else resolutions.push(learnt);
    if (isOtherMode(made.stages, path, changes.get(path)?.mode)) unlearnt.push({ path, why: 'mode' });
  }
  for (const path of changes.keys()) {
    if (conflicts.has(path)) continue;
    const isOneSide = beside.some((side) => !side.has(path));
    unlearnt.push({ path, why: isOneSide ? 'one-side' : 'outside-conflict' });
  }
  return { resolutions, unlearnt: unlearnt.sort(byPath) };
}

/** Why rerere leaves a conflict alone. */
function unlikeFiles(stages: readonly Stage[]): UnlearntReason {
  return stages.every(({ mode }) => mode.startsWith('100')) ? 'not-both-sides' : 'no-text';
}

/** A line rerere takes for the opening of a conflict, and so for one that is not settled. */
function hasMarkers(content: Buffer): boolean {
  return /^<{7} /m.test(content.toString('latin1'));
}

/** Whether a file in conflict has another mode than git gives it. */
function isOtherMode(stages: readonly Stage[], path: string, mode: string | undefined): boolean {
  const modeOf = (stage: Stage['stage']): string | undefined =>
    stages.find((each) => each.path === path && each.stage === stage)?.mode;
  const [base, ours, theirs] = [modeOf(1), modeOf(2), modeOf(3)];
  if (mode?.startsWith('100') !== true || ours === undefined || theirs === undefined) return false;
  return mode !== (ours === base ? theirs : ours);
}

/** What git records of it in a work tree, in the place of what memory had to leave open. */
async function withWorkTreeLesson(
  { resolutions, unlearnt }: Lesson,
  { merge, parents }: Merge,
  ground: Parameters<typeof learnInWorkTree>[0],
  signal?: AbortSignal,
): Promise<Lesson> {
  const open = unlearnt.filter(({ why }) => why === 'attributes').map(({ path }) => path);
  if (open.length === 0) return { resolutions, unlearnt };
  const learnt = await learnInWorkTree(ground, merge, parents, open, signal);
  const paths = new Set(learnt.map(({ path }) => path));
  return {
    resolutions: learnt,
    unlearnt: unlearnt.filter(({ path, why }) => why !== 'attributes' || !paths.has(path)),
  };
}

/** git would replay the first of two resolutions of one conflict; what a person did last is what they want. */
function withoutSuperseded(learnt: readonly Learnt[]): readonly Learnt[] {
  const later = new Map<string, Resolution>();
  return learnt
    .toReversed()
    .map((one): Learnt => {
      const superseded = one.resolutions.filter((each) => {
        const key = `${each.id} ${Buffer.from(each.preimage).toString('latin1')}`;
        const before = later.get(key);
        if (before === undefined) later.set(key, each);
        return before !== undefined && !Buffer.from(before.postimage).equals(each.postimage);
      });
      return refusing(one, superseded, 'superseded');
    })
    .toReversed();
}

function refused(learnt: Learnt, why: UnlearntReason): Learnt {
  return refusing(learnt, learnt.resolutions, why);
}

function refusing(learnt: Learnt, some: readonly Resolution[], why: UnlearntReason): Learnt {
  if (some.length === 0) return learnt;
  const unlearnt = [...learnt.unlearnt, ...some.map(({ path }) => ({ path, why }))].sort(byPath);
  return { ...learnt, resolutions: learnt.resolutions.filter((each) => !some.includes(each)), unlearnt };
}

function byPath(one: { readonly path: string }, other: { readonly path: string }): number {
  return one.path < other.path ? -1 : one.path > other.path ? 1 : 0;
}
