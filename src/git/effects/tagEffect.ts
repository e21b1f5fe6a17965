import * as z from 'zod/mini';
import type { Handler, Inspection, Interrupted, RunContext } from '../../plan';
import { SIGNATURE } from '../annotations';
import { dropKeeps, makeAndKeep } from '../carry/carryKeep';
import type { Brought } from '../carry/carryKeep';
import { isObjectId } from '../commits';
import { backupFolder, objectId, signature, writableRef } from './effectShapes';
import type { TagEffect, TagOutcome } from './effectTypes';
import { GitError } from '../error';
import { readObjects } from '../objects';
import type { Quarantine } from '../quarantine';
import type { GitReader } from '../reader';
import { lockedValues } from './refLocks';
import { backupPrefix } from '../refName';
import { refsHandler } from './refsEffect';
import type { RefsEffect } from './refsEffect';
import { readRefStates } from './refTransaction';
import { isMadeBy, isToBe, makeTag, readTarget } from './tagObject';
import type { ObjectId, Repository } from '../types';

const effectShape = z.strictObject({
  kind: z.literal('tag'),
  // `git tag` takes no name that could be an option.
  ref: writableRef.check(z.regex(/^refs\/tags\/[^-]/)),
  target: z.union([objectId, z.strictObject({ ref: writableRef, expect: objectId })]),
  message: z.string().check(
    z.maxLength(1024 * 1024),
    z.refine((text) => text.trim() !== '' && !text.includes('\0') && !SIGNATURE.test(text)),
  ),
  by: signature,
  expect: objectId,
  backupPrefix: backupFolder,
});
const outcomeShape = z.strictObject({ tag: objectId });

/** How `tag` effects meet the repository. What it leaves is a ref, so facts about it are of `refs`. What it throws is a `GitError`. */
export function tagHandler(git: GitReader, repository: Repository): Handler<TagEffect, TagOutcome> {
  return new TagHandler(git, repository);
}

/** Makes its ref as a `refs` effect once the tag object is in the repository: until then nothing shows. */
class TagHandler implements Handler<TagEffect, TagOutcome> {
  readonly #refs: Handler<RefsEffect>;

  constructor(
    private readonly git: GitReader,
    private readonly repository: Repository,
  ) {
    this.#refs = refsHandler(git, repository);
  }

  parseEffect(value: unknown): TagEffect | null {
    return effectShape.safeParse(value).data ?? null;
  }

  parseOutcome(value: unknown): TagOutcome | null {
    return outcomeShape.safeParse(value).data ?? null;
  }

  read(resources: readonly string[], signal?: AbortSignal): Promise<ReadonlyMap<string, string | null>> {
    return this.#refs.read(resources, signal);
  }

  async run(effect: TagEffect, context: RunContext): Promise<{ outcome: TagOutcome }> {
    const tag = await this.#bringIn(effect, context);
    await this.#refs.run(refOf(effect, tag), context);
    await dropKeeps(this.repository, context.plan);
    return { outcome: { tag } };
  }

  async inspect(effect: TagEffect, signal?: AbortSignal): Promise<Inspection<TagOutcome>> {
    const tag = (await this.#found(effect, signal)) ?? effect.expect;
    const inspection = await this.#refs.inspect(refOf(effect, tag), signal);
    if (inspection.state === 'done') return { state: 'done', outcome: { tag } };
    return inspection.state === 'unknown' ? { ...inspection, assumed: { tag } } : inspection;
  }

  /** A signed tag that the ref or its lock already holds is used again: signing twice gives two ids. */
  async finish(effect: TagEffect, interrupted: Interrupted, context: RunContext): Promise<TagOutcome> {
    const tag = (await this.#found(effect)) ?? (await this.#bringIn(effect, context));
    await this.#refs.finish(refOf(effect, tag), interrupted, context);
    await dropKeeps(this.repository, context.plan, interrupted.lived);
    return { tag };
  }

  async revert(effect: TagEffect, interrupted: Interrupted, context: RunContext): Promise<void> {
    const tag = (await this.#found(effect)) ?? effect.expect;
    await this.#refs.revert(refOf(effect, tag), interrupted, context);
    await dropKeeps(this.repository, context.plan, interrupted.lived);
  }

  async clear(effect: TagEffect, interrupted: Interrupted, context: RunContext): Promise<void> {
    const tag = (await this.#found(effect)) ?? effect.expect;
    await this.#refs.clear(refOf(effect, tag), interrupted, context);
    await dropKeeps(this.repository, context.plan, interrupted.lived);
  }

  inverse({ ref }: TagEffect, { tag }: TagOutcome, place: { plan: string; step: string }): RefsEffect {
    return { kind: 'refs', updates: [{ ref, old: tag, new: null }], backupPrefix: backupPrefix(place) };
  }

  leaves({ ref }: TagEffect, { tag }: TagOutcome): readonly { of: 'refs'; resource: string; id: ObjectId }[] {
    return [{ of: 'refs', resource: ref, id: tag }];
  }

  /** Makes the tag and brings it in under a keep. */
  #bringIn(effect: TagEffect, { plan, signal, started }: RunContext): Promise<ObjectId> {
    const { git, repository } = this;
    const make = async (quarantine: Quarantine): Promise<Brought<ObjectId>> => {
      const target = await readTarget(git, repository, effect.target, signal);
      if (!isToBe(effect, repository)) throw new GitError('moved', effect.ref);
      const made = await makeTag(git, repository, quarantine, effect, target, signal);
      return { made, tips: [made], held: [target] };
    };
    return makeAndKeep({ git, repository }, plan, make, signal, started);
  }

  /** The tag of this effect that the ref, or its lock, holds and the repository has. */
  async #found(effect: TagEffect, signal?: AbortSignal): Promise<ObjectId | null> {
    const { git, repository } = this;
    const { ref } = effect;
    const [states, locks] = await Promise.all([readRefStates(git, [ref], signal), lockedValues(repository, [ref])]);
    const held = [states.get(ref), locks.get(ref)].filter((id) => id !== undefined).filter(isObjectId);
    const objects = await readObjects(git, held, signal);
    const ours = held.find((id) => {
      const object = objects.get(id);
      return object?.type === 'tag' && isMadeBy(effect, object.content, repository);
    });
    return ours ?? null;
  }
}

function refOf({ ref, backupPrefix: prefix }: TagEffect, tag: ObjectId): RefsEffect {
  return { kind: 'refs', updates: [{ ref, old: null, new: tag }], backupPrefix: prefix };
}
