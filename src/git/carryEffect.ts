import * as z from 'zod/mini';
import type { Handler, Inspection, Interrupted, RunContext } from '../plan';
import type { CarryContext } from './carry';
import { carryAndKeep, dropKeeps } from './carryKeep';
import { signCommits, readSigning, unsignedIds } from './carrySigning';
import type { Carried } from './carryTypes';
import { isObjectId } from './commits';
import { areUnique, backupFolder, localBranch, objectId, relocations, signature } from './effectShapes';
import type { CarryEffect, CarryMove, CarryOutcome } from './effectTypes';
import { GitError } from './error';
import { readObjects } from './objects';
import { readerIn } from './quarantine';
import type { Quarantine } from './quarantine';
import { lockedValues } from './refLocks';
import { backupPrefix } from './refName';
import { refsHandler } from './refsEffect';
import type { RefsEffect } from './refsEffect';
import { readRefStates } from './refTransaction';
import { parseShape } from './shapes';
import type { ObjectId } from './types';

const move = z.strictObject({
  branch: z.string(),
  onto: z.union([objectId, z.strictObject({ branch: z.string() })]),
  commits: z.array(objectId),
  drop: z.array(objectId),
  committer: signature,
  relocate: z.optional(relocations),
  newBranch: localBranch,
  old: z.nullable(objectId),
  expect: z.strictObject({ tree: objectId, tip: objectId }),
});
const effectShape = z.strictObject({
  kind: z.literal('carry'),
  moves: z.array(move.check(z.refine(({ old, expect }) => old !== expect.tip))).check(
    z.minLength(1),
    z.refine((moves) => areUnique(moves.map(({ branch }) => branch))),
    z.refine((moves) => areUnique(moves.map(({ newBranch }) => newBranch))),
    z.refine((moves) => {
      const names = new Set(moves.map(({ branch }) => branch));
      return moves.every(({ onto }) => typeof onto === 'string' || names.has(onto.branch));
    }),
  ),
  backupPrefix: backupFolder,
});
const outcomeShape = z.strictObject({
  refs: z.array(z.strictObject({ ref: localBranch, old: z.nullable(objectId), tip: objectId })).check(z.minLength(1)),
});

/**
 * How `carry` effects meet the repository. What it leaves are refs, so facts about them are of `refs`. What it throws is a
 * `GitError`.
 */
export function carryHandler(context: CarryContext): Handler<CarryEffect, CarryOutcome> {
  return new CarryHandler(context);
}

/** Moves its refs as a `refs` effect whose new values are the tips, once their commits are in the repository. */
class CarryHandler implements Handler<CarryEffect, CarryOutcome> {
  readonly #refs: Handler<RefsEffect>;

  constructor(private readonly context: CarryContext) {
    this.#refs = refsHandler(context.git, context.repository);
  }

  parseEffect(value: unknown): CarryEffect | null {
    const { data } = effectShape.safeParse(value);
    if (data === undefined) return null;
    return {
      ...data,
      moves: data.moves.map(({ relocate, ...rest }) => (relocate === undefined ? rest : { ...rest, relocate })),
    };
  }

  parseOutcome(value: unknown): CarryOutcome | null {
    return outcomeShape.safeParse(value).data ?? null;
  }

  read(resources: readonly string[], signal?: AbortSignal): Promise<ReadonlyMap<string, string | null>> {
    return this.#refs.read(resources, signal);
  }

  async run(effect: CarryEffect, context: RunContext): Promise<{ outcome: CarryOutcome }> {
    const refs = await this.#bringIn(effect, new Map(), context);
    await this.#refs.run(refs, context);
    return { outcome: await this.#end(refs, context, null) };
  }

  async inspect(effect: CarryEffect, signal?: AbortSignal): Promise<Inspection<CarryOutcome>> {
    const { refs } = await this.#found(effect, signal);
    const inspection = await this.#refs.inspect(refs, signal);
    if (inspection.state === 'done') return { state: 'done', outcome: outcomeOf(refs) };
    return inspection.state === 'unknown' ? { ...inspection, assumed: outcomeOf(refs) } : inspection;
  }

  /** Signed commits that refs or locks already hold are used again: signing twice gives two ids. */
  async finish(effect: CarryEffect, interrupted: Interrupted, context: RunContext): Promise<CarryOutcome> {
    const { refs: found, signed } = await this.#found(effect);
    const { state } = await this.#refs.inspect(found);
    const refs = state === 'done' ? found : await this.#bringIn(effect, signed, context);
    await this.#refs.finish(refs, interrupted, context);
    return this.#end(refs, context, interrupted);
  }

  async revert(effect: CarryEffect, interrupted: Interrupted, context: RunContext): Promise<void> {
    const { refs } = await this.#found(effect);
    await this.#refs.revert(refs, interrupted, context);
    await this.#end(refs, context, interrupted);
  }

  async clear(effect: CarryEffect, interrupted: Interrupted, context: RunContext): Promise<void> {
    const { refs } = await this.#found(effect);
    await this.#refs.clear(refs, interrupted, context);
    await this.#end(refs, context, interrupted);
  }

  inverse(_: CarryEffect, outcome: CarryOutcome, place: { plan: string; step: string }): RefsEffect {
    const updates = outcome.refs.map(({ ref, old, tip }) => ({ ref, old: tip, new: old }));
    return { kind: 'refs', updates, backupPrefix: backupPrefix(place) };
  }

  leaves(_: CarryEffect, { refs }: CarryOutcome): readonly { of: 'refs'; resource: string; id: ObjectId }[] {
    return refs.map(({ ref, tip }) => ({ of: 'refs', resource: ref, id: tip }));
  }

  /** Carries once more, compares, signs where that is wished, and answers which refs are to move where. */
  async #bringIn(
    effect: CarryEffect,
    known: ReadonlyMap<ObjectId, ObjectId>,
    { plan, signal, started }: RunContext,
  ): Promise<RefsEffect> {
    const { moves } = effect;
    let signed: ReadonlyMap<ObjectId, ObjectId> = new Map();
    const tipOf = ({ expect }: CarryMove): ObjectId => signed.get(expect.tip) ?? expect.tip;
    const choose = async (carried: readonly Carried[], quarantine: Quarantine): Promise<readonly ObjectId[]> => {
      refuseOther(moves, carried);
      signed = await this.#sign(moves, carried, quarantine, known, signal);
      return moves.map(tipOf);
    };
    await carryAndKeep(this.context, moves, plan, choose, signal, started);
    return refsOf(effect, tipOf);
  }

  async #sign(
    moves: readonly CarryMove[],
    carried: readonly Carried[],
    quarantine: Quarantine,
    known: ReadonlyMap<ObjectId, ObjectId>,
    signal: AbortSignal,
  ): Promise<ReadonlyMap<ObjectId, ObjectId>> {
    const { git, repository } = this.context;
    const settings = await readSigning(git, signal);
    if (settings === null) return new Map();
    const held = groundOf(moves);
    const made = carried.flatMap((each) => [...each.picks.map(({ to }) => to), 'tip' in each ? each.tip : null]);
    const commits = made.filter((id) => id !== null).filter((id) => !held.has(id));
    const { objectFormat } = repository;
    return signCommits(readerIn(quarantine, git), settings, objectFormat, commits, known, signal);
  }

  /**
   * The refs as they have moved or would: a ref, or the lock of one, that holds a commit which without its signatures is
   * the expected one holds ours. `signed` are the commits on the way there, by the ids they had before.
   */
  async #found(
    effect: CarryEffect,
    signal?: AbortSignal,
  ): Promise<{ readonly refs: RefsEffect; readonly signed: ReadonlyMap<ObjectId, ObjectId> }> {
    const { git, repository } = this.context;
    const { moves } = effect;
    const names = moves.map(({ newBranch }) => newBranch);
    const [states, locks] = await Promise.all([readRefStates(git, names, signal), lockedValues(repository, names)]);
    const held = ({ newBranch, old, expect }: CarryMove): readonly ObjectId[] =>
      [states.get(newBranch), locks.get(newBranch)]
        .filter((id) => id !== undefined)
        .filter((id) => isObjectId(id) && id !== old && id !== expect.tip);
    const unsigned = await this.#unsigned(moves, moves.flatMap(held), signal);
    const signed = [...unsigned].filter(([id, before]) => id !== before).map(([id, before]) => [before, id] as const);
    return {
      refs: refsOf(effect, (one) => held(one).find((id) => unsigned.get(id) === one.expect.tip) ?? one.expect.tip),
      signed: new Map(signed),
    };
  }

  /** What commits, and those below them down to what was there before, would be called without signatures. */
  async #unsigned(
    moves: readonly CarryMove[],
    tips: readonly ObjectId[],
    signal?: AbortSignal,
  ): Promise<ReadonlyMap<ObjectId, ObjectId>> {
    const { git, repository } = this.context;
    const held = groundOf(moves);
    const found = new Map<ObjectId, Buffer>();
    // No line is longer than all moves together and a commit each that moves files.
    const longest = moves.reduce((sum, { commits }) => sum + commits.length + 1, 0);
    let next = new Set(tips);
    for (let depth = 0; depth < longest && next.size > 0; depth += 1) {
      const objects = await readObjects(git, next, signal);
      next = new Set();
      for (const { id, type, content } of objects.values()) {
        if (type !== 'commit') continue;
        found.set(id, content);
        const parents = parseShape(content.toString('latin1'))?.parents ?? [];
        for (const parent of parents) if (!held.has(parent) && !found.has(parent)) next.add(parent);
      }
    }
    return unsignedIds(found, repository.objectFormat);
  }

  async #end(refs: RefsEffect, { plan }: RunContext, interrupted: Interrupted | null): Promise<CarryOutcome> {
    await dropKeeps(this.context.repository, plan, interrupted?.lived);
    return outcomeOf(refs);
  }
}

/** @throws GitError unless everything came out as it was previewed. */
function refuseOther(moves: readonly CarryMove[], carried: readonly Carried[]): void {
  const unknown = carried.find((each) => each.result === 'unknown');
  if (unknown !== undefined) {
    const reason = unknown.reason === 'missing-object' ? 'corrupt-object' : 'failed';
    throw new GitError(reason, `${unknown.branch}: ${unknown.reason}: ${unknown.detail}`);
  }
  const other = moves.filter(({ expect }, index) => {
    const found = carried[index];
    return found === undefined || !('tip' in found) || found.tip !== expect.tip || found.tree !== expect.tree;
  });
  if (other.length > 0) throw new GitError('moved', other.map(({ branch }) => branch).join(', '));
}

/** Commits that were there before: what is put onto, and what is picked. */
function groundOf(moves: readonly CarryMove[]): ReadonlySet<ObjectId> {
  return new Set(moves.flatMap(({ onto, commits }) => (typeof onto === 'string' ? [onto, ...commits] : commits)));
}

function refsOf({ moves, backupPrefix: prefix }: CarryEffect, tipOf: (move: CarryMove) => ObjectId): RefsEffect {
  const updates = moves.map((one) => ({ ref: one.newBranch, old: one.old, new: tipOf(one) }));
  return { kind: 'refs', updates, backupPrefix: prefix };
}

function outcomeOf({ updates }: RefsEffect): CarryOutcome {
  return { refs: updates.flatMap(({ ref, old, new: tip }) => (tip === null ? [] : [{ ref, old, tip }])) };
}
