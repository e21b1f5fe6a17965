import * as z from 'zod/mini';
import type { Handler, Inspection, Interrupted, RunContext } from '../../plan';
import type { CarryContext } from '../carry/carry';
import { dropKeeps, makeAndKeep } from '../carry/carryKeep';
import type { Brought } from '../carry/carryKeep';
import { signMade, unsignedIds } from '../carry/carrySigning';
import { isObjectId } from '../commits';
import { localBranch, objectId } from './effectShapes';
import type { CarryOutcome } from './effectTypes';
import { readObjects } from '../objects';
import type { Quarantine } from '../quarantine';
import { lockedValues } from './refLocks';
import { backupPrefix } from '../refName';
import { refsHandler } from './refsEffect';
import type { RefsEffect } from './refsEffect';
import { readRefStates } from './refTransaction';
import { parseShape } from '../shapes';
import type { ObjectId } from '../types';

/** A ref that is moved to a commit that is made for it. */
export interface MadeMove {
  readonly ref: string;
  readonly old: ObjectId | null;
  /** What the preview came to: the commit before it is signed. */
  readonly tip: ObjectId;
}

/** What sets effects apart that make commits in memory and move refs to them. */
export interface Making<E> {
  parseEffect(value: unknown): E | null;
  /** The effect with what earlier steps of its plan have made of the refs it names; itself when absent. */
  asOfNow?(effect: E, signal?: AbortSignal): Promise<E>;
  moves(effect: E): readonly MadeMove[];
  /** Commits that are there before any is made, each as often as it is named: those that are made end at them. */
  ground(effect: E): readonly ObjectId[];
  /**
   * Makes the commits once more, in a quarantine.
   * @returns all that were made.
   * @throws GitError `moved` when they are not what the preview came to
   */
  make(effect: E, quarantine: Quarantine, signal: AbortSignal): Promise<readonly ObjectId[]>;
}

const outcomeShape = z.strictObject({
  refs: z.array(z.strictObject({ ref: localBranch, old: z.nullable(objectId), tip: objectId })).check(z.minLength(1)),
});

/** Moves its refs as a `refs` effect whose new values are the tips, once their commits are in the repository. */
export class MakingHandler<E extends { readonly kind: string; readonly backupPrefix: string }> implements Handler<
  E,
  CarryOutcome
> {
  readonly #refs: Handler<RefsEffect>;

  constructor(
    private readonly context: CarryContext,
    private readonly making: Making<E>,
  ) {
    this.#refs = refsHandler(context.git, context.repository);
  }

  parseEffect(value: unknown): E | null {
    return this.making.parseEffect(value);
  }

  parseOutcome(value: unknown): CarryOutcome | null {
    return outcomeShape.safeParse(value).data ?? null;
  }

  read(resources: readonly string[], signal?: AbortSignal): Promise<ReadonlyMap<string, string | null>> {
    return this.#refs.read(resources, signal);
  }

  async run(planned: E, context: RunContext): Promise<{ outcome: CarryOutcome }> {
    const effect = await this.#asOfNow(planned, context.signal);
    const refs = await this.#bringIn(effect, new Map(), context);
    await this.#refs.run(refs, context);
    return { outcome: await this.#end(refs, context, null) };
  }

  async inspect(effect: E, signal?: AbortSignal): Promise<Inspection<CarryOutcome>> {
    const { refs } = await this.#found(await this.#asOfNow(effect, signal), signal);
    const inspection = await this.#refs.inspect(refs, signal);
    if (inspection.state === 'done') return { state: 'done', outcome: outcomeOf(refs) };
    return inspection.state === 'unknown' ? { ...inspection, assumed: outcomeOf(refs) } : inspection;
  }

  /** Signed commits that refs or locks already hold are used again: signing twice gives two ids. */
  async finish(planned: E, interrupted: Interrupted, context: RunContext): Promise<CarryOutcome> {
    const effect = await this.#asOfNow(planned, context.signal);
    const { refs: found, signed } = await this.#found(effect);
    const { state } = await this.#refs.inspect(found);
    const refs = state === 'done' ? found : await this.#bringIn(effect, signed, context);
    await this.#refs.finish(refs, interrupted, context);
    return this.#end(refs, context, interrupted);
  }

  async revert(effect: E, interrupted: Interrupted, context: RunContext): Promise<void> {
    const { refs } = await this.#found(await this.#asOfNow(effect));
    await this.#refs.revert(refs, interrupted, context);
    await this.#end(refs, context, interrupted);
  }

  async clear(effect: E, interrupted: Interrupted, context: RunContext): Promise<void> {
    const { refs } = await this.#found(await this.#asOfNow(effect));
    await this.#refs.clear(refs, interrupted, context);
    await this.#end(refs, context, interrupted);
  }

  inverse(_: E, outcome: CarryOutcome, place: { plan: string; step: string }): RefsEffect {
    const updates = outcome.refs.map(({ ref, old, tip }) => ({ ref, old: tip, new: old }));
    return { kind: 'refs', updates, backupPrefix: backupPrefix(place) };
  }

  leaves(_: E, { refs }: CarryOutcome): readonly { of: 'refs'; resource: string; id: ObjectId }[] {
    return refs.map(({ ref, tip }) => ({ of: 'refs', resource: ref, id: tip }));
  }

  async #asOfNow(effect: E, signal?: AbortSignal): Promise<E> {
    return (await this.making.asOfNow?.(effect, signal)) ?? effect;
  }

  /** Makes the commits once more, compares, signs where that is wished, and answers which refs are to move where. */
  async #bringIn(
    effect: E,
    known: ReadonlyMap<ObjectId, ObjectId>,
    { plan, signal, started }: RunContext,
  ): Promise<RefsEffect> {
    const held = this.making.ground(effect);
    const make = async (quarantine: Quarantine): Promise<Brought<RefsEffect>> => {
      const made = await this.making.make(effect, quarantine, signal);
      const signed = await signMade(this.context, quarantine, made, held, known, signal);
      const refs = this.#refsOf(effect, ({ tip }) => signed.get(tip) ?? tip);
      return { made: refs, tips: outcomeOf(refs).refs.map(({ tip }) => tip), held };
    };
    return makeAndKeep(this.context, plan, make, signal, started);
  }

  /**
   * The refs as they have moved or would: a ref, or the lock of one, that holds a commit which without its signatures is
   * the expected one holds ours. `signed` are the commits on the way there, by the ids they had before.
   */
  async #found(
    effect: E,
    signal?: AbortSignal,
  ): Promise<{ readonly refs: RefsEffect; readonly signed: ReadonlyMap<ObjectId, ObjectId> }> {
    const { git, repository } = this.context;
    const moves = this.making.moves(effect);
    const names = moves.map(({ ref }) => ref);
    const [states, locks] = await Promise.all([readRefStates(git, names, signal), lockedValues(repository, names)]);
    const held = ({ ref, old, tip }: MadeMove): readonly ObjectId[] =>
      [states.get(ref), locks.get(ref)]
        .filter((id) => id !== undefined)
        .filter((id) => isObjectId(id) && id !== old && id !== tip);
    const unsigned = await this.#unsigned(effect, moves.flatMap(held), signal);
    const signed = [...unsigned].filter(([id, before]) => id !== before).map(([id, before]) => [before, id] as const);
    return {
      refs: this.#refsOf(effect, (one) => held(one).find((id) => unsigned.get(id) === one.tip) ?? one.tip),
      signed: new Map(signed),
    };
  }

  /** What commits, and those below them down to what was there before, would be called without signatures. */
  async #unsigned(
    effect: E,
    tips: readonly ObjectId[],
    signal?: AbortSignal,
  ): Promise<ReadonlyMap<ObjectId, ObjectId>> {
    const { git, repository } = this.context;
    const ground = this.making.ground(effect);
    const held = new Set(ground);
    const found = new Map<ObjectId, Buffer>();
    // A commit is made for each of these at most, and one more for each ref: no line is longer.
    const longest = ground.length + this.making.moves(effect).length;
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

  #refsOf(effect: E, tipOf: (move: MadeMove) => ObjectId): RefsEffect {
    const updates = this.making.moves(effect).map((one) => ({ ref: one.ref, old: one.old, new: tipOf(one) }));
    return { kind: 'refs', updates, backupPrefix: effect.backupPrefix };
  }
}

function outcomeOf({ updates }: RefsEffect): CarryOutcome {
  return { refs: updates.flatMap(({ ref, old, new: tip }) => (tip === null ? [] : [{ ref, old, tip }])) };
}
