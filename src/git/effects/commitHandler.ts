import * as z from 'zod/mini';
import type { Handler, Inspection, Interrupted, RunContext } from '../../plan';
import { dropKeeps, keepPack, packNew } from '../carry/carryKeep';
import { objectId } from './effectShapes';
import type { FilesOutcome } from './effectTypes';
import { GitError } from '../error';
import type { Made } from './filesCommit';
import { withQuarantine } from '../quarantine';
import type { Quarantine } from '../quarantine';
import type { GitReader } from '../reader';
import { backupPrefix } from '../refName';
import { refsHandler } from './refsEffect';
import type { RefsEffect } from './refsEffect';
import type { ObjectId, Repository } from '../types';

/** An effect that makes one commit and moves a ref to it. */
interface CommitEffect {
  readonly kind: string;
  readonly ref: string;
  readonly old: ObjectId | null;
  readonly expect: Made;
  readonly backupPrefix: string;
}

/** What sets such effects apart. */
interface Committing<E> {
  parseEffect(value: unknown): E | null;
  parents(effect: E): readonly ObjectId[];
  /** Makes the commit once more, in a quarantine. */
  make(effect: E, quarantine: Quarantine, signal: AbortSignal): Promise<Made>;
}

const outcomeShape = z.strictObject({ tip: objectId });

/** Moves its ref as a `refs` effect once the commit is in the repository: until then nothing shows. */
export class CommitHandler<E extends CommitEffect> implements Handler<E, FilesOutcome> {
  readonly #refs: Handler<RefsEffect>;

  constructor(
    private readonly git: GitReader,
    private readonly repository: Repository,
    private readonly committing: Committing<E>,
  ) {
    this.#refs = refsHandler(git, repository);
  }

  parseEffect(value: unknown): E | null {
    return this.committing.parseEffect(value);
  }

  parseOutcome(value: unknown): FilesOutcome | null {
    return outcomeShape.safeParse(value).data ?? null;
  }

  read(resources: readonly string[], signal?: AbortSignal): Promise<ReadonlyMap<string, string | null>> {
    return this.#refs.read(resources, signal);
  }

  async run(effect: E, context: RunContext): Promise<{ outcome: FilesOutcome }> {
    await this.#bringIn(effect, context);
    await this.#refs.run(refOf(effect), context);
    await dropKeeps(this.repository, context.plan);
    return { outcome: outcomeOf(effect) };
  }

  async inspect(effect: E, signal?: AbortSignal): Promise<Inspection<FilesOutcome>> {
    const inspection = await this.#refs.inspect(refOf(effect), signal);
    if (inspection.state === 'done') return { state: 'done', outcome: outcomeOf(effect) };
    return inspection.state === 'unknown' ? { ...inspection, assumed: outcomeOf(effect) } : inspection;
  }

  async finish(effect: E, interrupted: Interrupted, context: RunContext): Promise<FilesOutcome> {
    const { state } = await this.inspect(effect);
    if (state !== 'done') await this.#bringIn(effect, context);
    await this.#refs.finish(refOf(effect), interrupted, context);
    await dropKeeps(this.repository, context.plan, interrupted.lived);
    return outcomeOf(effect);
  }

  async revert(effect: E, interrupted: Interrupted, context: RunContext): Promise<void> {
    await this.#refs.revert(refOf(effect), interrupted, context);
    await dropKeeps(this.repository, context.plan, interrupted.lived);
  }

  async clear(effect: E, interrupted: Interrupted, context: RunContext): Promise<void> {
    await this.#refs.clear(refOf(effect), interrupted, context);
    await dropKeeps(this.repository, context.plan, interrupted.lived);
  }

  inverse({ ref, old }: E, { tip }: FilesOutcome, place: { plan: string; step: string }): RefsEffect {
    return { kind: 'refs', updates: [{ ref, old: tip, new: old }], backupPrefix: backupPrefix(place) };
  }

  leaves({ ref, expect }: E): readonly { of: 'refs'; resource: string; id: string }[] {
    return [{ of: 'refs', resource: ref, id: expect.tip }];
  }

  /** Makes the commit once more, compares, and brings it in under a keep. */
  async #bringIn(effect: E, { plan, signal, started }: RunContext): Promise<void> {
    const { git, repository, committing } = this;
    const pack = await withQuarantine(repository, async (quarantine) => {
      const { tree, tip } = await committing.make(effect, quarantine, signal);
      if (tip !== effect.expect.tip || tree !== effect.expect.tree) throw new GitError('moved', effect.ref);
      return packNew(git, quarantine, [tip], committing.parents(effect), signal);
    });
    if (pack !== null) await keepPack(git, pack, plan, started, signal);
  }
}

function refOf({ ref, old, expect, backupPrefix: prefix }: CommitEffect): RefsEffect {
  return { kind: 'refs', updates: [{ ref, old, new: expect.tip }], backupPrefix: prefix };
}

function outcomeOf({ expect }: CommitEffect): FilesOutcome {
  return { tip: expect.tip };
}
