import { attributeBearings } from './carryAttributes';
import type { Bearing } from './carryAttributes';
import { parseSource } from './carryCommit';
import type { SourceCommit } from './carryCommit';
import { Move } from './carryMove';
import { addedPaths, relocate } from './carryRelocation';
import { replayAnswers } from './carryReplay';
import { asVariables, readMergeSettings } from './carrySettings';
import type { Carried, Recipe, WorkTreeReason } from './carryTypes';
import { carryInWorkTree } from './carryWorkTree';
import { GitError } from '../error';
import { mergeAll } from '../mergeTree';
import { readObjects } from '../objects';
import { readerIn, withQuarantine } from '../quarantine';
import type { Quarantine } from '../quarantine';
import type { GitReader } from '../reader';
import { Resolutions } from '../rerere/resolutions';
import type { ObjectId, Repository } from '../types';

/** Where recipes are carried. */
export interface CarryContext {
  readonly git: GitReader;
  readonly repository: Repository;
  /** Of git. */
  readonly version: string;
}

/** What is to be said besides. */
export interface CarryWanted {
  /** Which paths each clean result adds: one process more. */
  readonly added?: boolean;
}

/**
 * Carries branches as `git rebase --onto` would, in memory: all branches' first commits by one `merge-tree --stdin`, then
 * all second ones, so that the number of processes is that of the longest branch. The repository gains no object and
 * nothing it names is run. What memory cannot do exactly is done by git in a scratch work tree, and says so.
 * @returns what came of each recipe, in their order; its objects are gone.
 * @throws GitError `cancelled`, `timeout`, `bad-name` when two recipes have one name, `failed` for a committer git would not take.
 */
export async function carryAll(
  context: CarryContext,
  recipes: readonly Recipe[],
  signal?: AbortSignal,
  wanted?: CarryWanted,
): Promise<readonly Carried[]> {
  return withQuarantine(context.repository, (quarantine) => carryIn(quarantine, context, recipes, signal, wanted));
}

/** The same in a quarantine that outlives it, with the new commits. */
export async function carryIn(
  quarantine: Quarantine,
  { git, repository, version }: CarryContext,
  recipes: readonly Recipe[],
  signal?: AbortSignal,
  wanted: CarryWanted = {},
): Promise<readonly Carried[]> {
  const twice = recipes.find(({ branch }, index) => recipes.findIndex((each) => each.branch === branch) !== index);
  if (twice !== undefined) throw new GitError('bad-name', `two recipes are called ${twice.branch}`);
  const [settings, sources] = await Promise.all([
    readMergeSettings(git, repository, version, signal),
    readSources(git, recipes, signal),
  ]);
  const resolutions = settings.isReplaying ? await Resolutions.read(repository) : Resolutions.none;
  const ground = { git, repository, quarantine, settings, sources };
  const moves = new Map(recipes.map((recipe) => [recipe.branch, new Move(recipe, ground)]));
  const picked = recipes.flatMap(({ commits }) => commits).filter((id) => sources.has(id));
  const inspected = attributeBearings(git, repository, rootTrees(recipes, sources), picked, signal);
  // Whoever fails first is told of; this one may be second.
  inspected.catch(() => undefined);
  const env = { ...quarantine.input.env, ...asVariables(settings.pairs) };

  for (;;) {
    for (const move of moves.values()) begin(move, moves, ground.sources, settings.reason);
    const running = [...moves.values()].filter((move) => move.running);
    if (running.length === 0) break;
    const asked = running.flatMap((move) => {
      const question = move.workTree === null ? move.question() : null;
      return question === null ? [] : [{ move, question }];
    });
    const questions = asked.map(({ question }) => question);
    const merging = mergeAll(git, { ...quarantine.input, env }, questions, signal);
    const [merged, bearings] = await Promise.all([merging, inspected]);
    for (const { move, question } of asked) {
      const bearing = bearingOn(move, moves, bearings);
      if (bearing === 'bears') move.leaveMemory('attributes');
      else if (bearing === 'missing-object') move.lack('what .gitattributes say');
      else move.answer(question, merged.get(question));
    }
    const stopped = asked.map(({ move }) => move).filter((move) => move.stopped !== null);
    if (stopped.length > 0) await replayAnswers(stopped, ground, resolutions, signal);
    for (const move of running) {
      if (!move.picking || move.workTree === null || move.start === null) continue;
      const { picks, stop } = await carryInWorkTree({ ...ground, resolutions }, move.recipe, move.start, signal);
      move.take(picks, stop);
    }
    await relocate(
      running.filter(({ relocating }) => relocating),
      ground,
      signal,
    );
  }
  await inspected;
  const carried = [...moves.values()].map((move) => move.result());
  if (wanted.added !== true) return carried;
  const clean = carried.flatMap((each) => (each.result === 'clean' ? [each] : []));
  const pairs = clean.map(({ branch, tree }) => ({ from: moves.get(branch)?.start?.tree ?? tree, to: tree }));
  const added = await addedPaths(readerIn(quarantine, git), pairs, signal);
  return carried.map((each) => {
    const paths = added[clean.findIndex(({ branch }) => branch === each.branch)];
    return paths === undefined ? each : { ...each, added: paths };
  });
}

/** The commits, their parents and what they are put onto, by one `cat-file`; absent: what is not here. */
async function readSources(
  git: GitReader,
  recipes: readonly Recipe[],
  signal?: AbortSignal,
): Promise<ReadonlyMap<ObjectId, SourceCommit>> {
  const commits = recipes.flatMap((recipe) => recipe.commits);
  const names = [...commits, ...commits.map((id) => `${id}^1`), ...recipes.map(({ onto }) => onto)];
  const found = await readObjects(
    git,
    names.filter((name) => typeof name === 'string'),
    signal,
  );
  const sources = new Map<ObjectId, SourceCommit>();
  for (const { id, type, content } of found.values()) {
    const source = type === 'commit' ? parseSource(id, content) : null;
    if (source !== null) sources.set(id, source);
  }
  return sources;
}

function rootTrees(recipes: readonly Recipe[], sources: ReadonlyMap<ObjectId, SourceCommit>): readonly ObjectId[] {
  return recipes.flatMap(({ onto }) => (typeof onto === 'string' ? (sources.get(onto)?.tree ?? []) : []));
}

/** Lets a move begin when there is what it is put onto. */
function begin(
  move: Move,
  moves: ReadonlyMap<string, Move>,
  sources: ReadonlyMap<ObjectId, SourceCommit>,
  workTree: WorkTreeReason | null,
): void {
  if (move.begun) return;
  const { onto } = move.recipe;
  if (typeof onto !== 'string') {
    const start = moves.get(onto.branch)?.end ?? null;
    if (start !== null) move.begin(start, workTree);
    return;
  }
  const tree = sources.get(onto)?.tree;
  if (tree === undefined) move.lack(onto);
  else move.begin({ tip: onto, tree }, workTree);
}

/** What attributes mean for a move: those it starts from, those it writes, and those of what it is stacked on. */
function bearingOn(
  { recipe, start }: Move,
  moves: ReadonlyMap<string, Move>,
  bearings: ReadonlyMap<ObjectId, Bearing>,
): Bearing | undefined {
  const { onto, commits } = recipe;
  const own = [...(start === null ? [] : [start.tree]), ...commits].find((id) => bearings.has(id));
  if (own !== undefined) return bearings.get(own);
  const below = typeof onto === 'string' ? undefined : moves.get(onto.branch);
  return below === undefined ? undefined : bearingOn(below, moves, bearings);
}
