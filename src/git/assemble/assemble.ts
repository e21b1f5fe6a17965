import { availableParallelism } from 'node:os';
import { attributeBearings } from '../carry/carryAttributes';
import type { CarryContext } from '../carry/carry';
import { Chain } from './assembleChain';
import { rebuildMessage } from './assembleCommit';
import { foresee, writeForeseen } from './assembleForesight';
import type { Foresight, ForesightGround } from './assembleForesight';
import { readSides } from './assembleSides';
import type { Side } from './assembleSides';
import type { Assembled, AssembleRecipe } from './assembleTypes';
import { mergeInWorkTree } from './assembleWorkTree';
import { answersTo } from '../carry/carryReplay';
import { asVariables, readMergeSettings } from '../carry/carrySettings';
import type { Place } from '../carry/carryMove';
import type { WorkTreeReason } from '../carry/carryTypes';
import { GitError } from '../error';
import { mergeAll } from '../mergeTree';
import type { Merged } from '../mergeTree';
import { withQuarantine } from '../quarantine';
import type { Quarantine } from '../quarantine';
import type { WorkTreeGround } from '../quarantineWorkTree';
import { Resolutions } from '../rerere/resolutions';
import type { Recorded } from '../rerere/resolutions';
import type { ObjectId } from '../types';
import { expectId } from '../trees';

const SUBMODULE = '160000';

/** What is heeded besides the repository. */
export interface AssembleMore {
  /** As if they were on rerere's record, after what is there. */
  readonly resolutions?: readonly Recorded[];
}

/**
 * Merges branches one after the other as `git merge --no-ff` would, in memory; one that conflicts is left out. The chain
 * is foreseen, written, and then held against git by one `merge-tree --stdin`, which makes every merge from its real
 * parents; where git comes to something else, what follows is written and asked again. The repository gains no object
 * and nothing it names is run. What memory cannot do exactly is done by git in a scratch work tree, and says so.
 * @throws GitError `cancelled`, `timeout`, `corrupt-object` when the start is not here, `bad-name` when two branches have one
 *   name, `failed` for a committer git would not take.
 */
export async function assemble(
  context: CarryContext,
  recipe: AssembleRecipe,
  signal?: AbortSignal,
  more?: AssembleMore,
): Promise<Assembled> {
  return withQuarantine(context.repository, (quarantine) => assembleIn(quarantine, context, recipe, signal, more));
}

/** The same in a quarantine that outlives it, with the new commits. */
export async function assembleIn(
  quarantine: Quarantine,
  { git, repository, version }: CarryContext,
  recipe: AssembleRecipe,
  signal?: AbortSignal,
  { resolutions = [] }: AssembleMore = {},
): Promise<Assembled> {
  const names = recipe.merges.map(({ branch }) => branch);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new GitError('bad-name', `${twice} is on the list twice`);
  const [settings, known] = await Promise.all([
    readMergeSettings(git, repository, version, signal),
    readSides(git, repository, recipe, signal),
  ]);
  const bearings = attributeBearings(git, repository, [known.startTree], [], signal);
  // Whoever fails first is told of; this one may be second.
  bearings.catch(() => undefined);
  const recorded = settings.isReplaying ? await Resolutions.read(repository, resolutions) : Resolutions.none;
  const env = { ...quarantine.input.env, ...asVariables(settings.pairs) };
  const merging: Quarantine = { ...quarantine, input: { ...quarantine.input, env } };
  const ground = { git, repository, quarantine: merging, recipe, lanes: lanesFor(known.sides) };
  const inWorkTree = { git, repository, quarantine, settings, resolutions: recorded };
  const chain = new Chain(recipe, known, ground);
  const { sides } = known;
  const mergeable = settings.reason === null ? sides.filter((side) => chain.obstacle(side, chain.held) === null) : [];
  const foresight = await foresee(ground, chain.at, mergeable, signal);
  const atStart = (await bearings).get(known.startTree);
  if (atStart === 'missing-object') throw new GitError('corrupt-object', 'what .gitattributes say is not here');
  const first = sides.findIndex(({ bears }) => bears);
  const inMemory = settings.reason !== null || atStart === 'bears' ? 0 : first < 0 ? sides.length : first;

  while (chain.left.length > 0) {
    const asked = chain.left.slice(0, Math.max(0, inMemory - chain.merges.length));
    if (asked.length > 0) await mergeForeseen(chain, asked, foresight, { ...ground, inWorkTree, recorded }, signal);
    else await mergeNext(chain, settings.reason ?? 'attributes', inWorkTree, recipe, signal);
  }
  if (recipe.over !== undefined) chain.commitOver(expectId(recipe.over), rebuildMessage(recipe.into));
  return { merges: chain.merges, ...chain.at };
}

/** Files between a branch and what it is merged into from which on looking for renames is most of a merge. */
const FAR = 1000;
/** More of them only wait for each other's disk. */
const MOST_LANES = 4;

function lanesFor(sides: readonly Side[]): number {
  const isFar = sides.some(({ changes, startChanges }) => Math.max(changes.length, startChanges.size) >= FAR);
  return isFar ? Math.min(availableParallelism(), MOST_LANES) : 1;
}

/** One merge that is to be made. */
interface Foreseen {
  readonly side: Side;
  readonly obstacle: ReturnType<Chain['obstacle']>;
  readonly question: string;
  /** The commit it is made into. */
  readonly ours: ObjectId;
  /** The chain's tip after it; null where that is not foreseen. */
  readonly then: ObjectId | null;
}

interface Ground extends ForesightGround {
  readonly inWorkTree: WorkTreeGround;
  readonly recorded: Resolutions;
}

/** Makes merges as far as git agrees with what was foreseen, and one more. */
async function mergeForeseen(
  chain: Chain,
  sides: readonly Side[],
  foresight: Foresight,
  ground: Ground,
  signal?: AbortSignal,
): Promise<void> {
  const foreseen = await layOut(chain, sides, foresight, ground, signal);
  const questions = foreseen.flatMap(({ obstacle, question }) => (obstacle === null ? [question] : []));
  const merged = await mergeAll(ground.git, ground.quarantine.input, questions, signal, ground.lanes);
  for (const { side, obstacle, question, ours, then } of foreseen) {
    if (obstacle !== null) {
      chain.pass(obstacle);
      continue;
    }
    await settle(chain, side, ours, merged.get(question), ground, signal);
    // What follows was asked of another commit.
    if (chain.at.tip !== then) return;
  }
}

/** The merges as foreseen, each with the commit it is made into: as far as the chain could be written. */
async function layOut(
  chain: Chain,
  sides: readonly Side[],
  foresight: Foresight,
  ground: Ground,
  signal?: AbortSignal,
): Promise<readonly Foreseen[]> {
  const held = new Set(chain.held);
  const planned = sides.map((side) => {
    const obstacle = chain.obstacle(side, held);
    const changes = obstacle === null ? (foresight.get(side) ?? null) : null;
    if (changes !== null) chain.hold(side, held);
    return { side, obstacle, changes };
  });
  const arriving = planned.flatMap(({ side, changes }) => (changes === null ? [] : [{ side, changes }]));
  const alone = planned.filter(({ obstacle }) => obstacle === null).length < 2;
  const places = alone ? [] : await writeForeseen(ground, chain.at, arriving, signal);
  const laid: Foreseen[] = [];
  let at: Place = chain.at;
  let next = 0;
  for (const { side, obstacle, changes } of planned) {
    const place = changes === null ? undefined : places[next++];
    const question = `${at.tip} ${side.tip}`;
    const isForeseen = changes === null || place !== undefined;
    laid.push({ side, obstacle, question, ours: at.tip, then: isForeseen ? (place ?? at).tip : null });
    if (!isForeseen) break;
    at = place ?? at;
  }
  return laid;
}

/** Takes git's answer for the next merge of the list. */
async function settle(
  chain: Chain,
  side: Side,
  ours: ObjectId,
  merged: Merged | undefined,
  { inWorkTree, recorded, recipe }: Ground,
  signal?: AbortSignal,
): Promise<void> {
  if (merged === undefined) {
    const detail = `an object needed for ${side.branch} is not here`;
    chain.end({ result: 'unknown', reason: 'missing-object', detail }, null);
    return;
  }
  const { clean, tree } = merged;
  if (clean) {
    chain.end({ result: 'merged', tree, resolved: false, bySection: false }, null);
    return;
  }
  if (merged.stages.some(({ mode }) => mode === SUBMODULE)) {
    await mergeNext(chain, 'submodule', inWorkTree, recipe, signal);
    return;
  }
  // git calls a file that clashes with a directory after its side.
  const stages = merged.stages.map((stage) => ({ ...stage, path: stage.path.replace(`~${ours}`, '~HEAD') }));
  const [answer] = await answersTo([{ stages, tree }], inWorkTree, recorded, signal);
  const resolutions = answer?.resolutions ?? null;
  if (resolutions !== null) {
    const ending = await mergeInWorkTree({ ...inWorkTree, resolutions }, recipe.committer, ours, side.tip, signal);
    if (ending.result === 'merged') {
      chain.end(ending, null);
      return;
    }
  }
  const open = answer?.open ?? [];
  // What rerere has on record it may still not replay.
  chain.end({ result: 'conflict', stages: open.length === 0 ? stages : open }, null);
}

/** Makes the next merge of the list by git in a work tree. */
async function mergeNext(
  chain: Chain,
  reason: WorkTreeReason,
  ground: WorkTreeGround,
  { committer }: AssembleRecipe,
  signal?: AbortSignal,
): Promise<void> {
  const [side] = chain.left;
  if (side === undefined) return;
  const obstacle = chain.obstacle(side, chain.held);
  if (obstacle !== null) chain.pass(obstacle);
  else chain.end(await mergeInWorkTree(ground, committer, chain.at.tip, side.tip, signal), reason);
}
