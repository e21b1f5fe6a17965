import * as z from 'zod/mini';
import type { Handler, Inspection, Interrupted, RunContext } from '../../plan';
import { areUnique, backupFolder, objectId, writableRef } from './effectShapes';
import { GitError } from '../error';
import type { GitReader } from '../reader';
import { removeStaleLocks } from './refLocks';
import { backupOf, backupPrefix, BACKUPS, isWritableRef } from '../refName';
import { moveRefs, readRefStates } from './refTransaction';
import type { RefUpdate } from './refTransaction';
import type { ObjectId, Repository } from '../types';

/** Moves, makes and deletes refs together, keeping each old value under `backupPrefix`. */
export interface RefsEffect {
  readonly kind: 'refs';
  /** None only where a step that has moved nothing is rolled back: no plan holds that. */
  readonly updates: readonly RefUpdate[];
  /** `refs/moodle-release/backup/<plan>/<step>/`; `backupPrefix` makes it. */
  readonly backupPrefix: string;
}

/** Every ref is what the effect says, so there is nothing to add. */
export type RefsOutcome = Readonly<Record<string, never>>;

/** The effects of this room, for `Effects`. */
export interface RefEffects {
  readonly refs: { readonly effect: RefsEffect; readonly outcome: RefsOutcome };
}

const id = z.nullable(objectId);
const effectShape = z.strictObject({
  kind: z.literal('refs'),
  updates: z
    .array(
      z.strictObject({ ref: writableRef, old: id, new: id }).check(z.refine((update) => update.old !== update.new)),
    )
    .check(
      z.minLength(1),
      z.refine((updates) => areUnique(updates.map((one) => one.ref))),
    ),
  backupPrefix: backupFolder,
});
const outcomeShape = z.strictObject({});

/** How `refs` effects meet the repository. What it throws is a `GitError`. */
export function refsHandler(git: GitReader, repository: Repository): Handler<RefsEffect, RefsOutcome> {
  return new RefsHandler(git, repository);
}

class RefsHandler implements Handler<RefsEffect, RefsOutcome> {
  constructor(
    private readonly git: GitReader,
    private readonly repository: Repository,
  ) {}

  parseEffect(value: unknown): RefsEffect | null {
    return effectShape.safeParse(value).data ?? null;
  }

  parseOutcome(value: unknown): RefsOutcome | null {
    return outcomeShape.safeParse(value).data ?? null;
  }

  read(resources: readonly string[], signal?: AbortSignal): Promise<ReadonlyMap<string, string>> {
    return readRefStates(this.git, resources.filter(isWritableRef), signal);
  }

  async run(effect: RefsEffect, context: RunContext): Promise<{ outcome: RefsOutcome }> {
    await this.move(effect.updates, backups(effect), context);
    return { outcome: {} };
  }

  async inspect(effect: RefsEffect, signal?: AbortSignal): Promise<Inspection<RefsOutcome>> {
    const { old, new: to, other } = await this.classify(effect, signal);
    if (other.length > 0) {
      return { state: 'unknown', why: `neither the old nor the new value: ${other.join(', ')}`, assumed: {} };
    }
    if (old.length === 0) return { state: 'done', outcome: {} };
    if (to.length === 0) return { state: 'not-done' };
    return { state: 'partial', why: `${to.length} of ${effect.updates.length} refs moved` };
  }

  /** Moves the rest, each still from its old value. */
  async finish(effect: RefsEffect, interrupted: Interrupted, context: RunContext): Promise<RefsOutcome> {
    await this.clear(effect, interrupted);
    const { old, other } = await this.classify(effect);
    if (other.length > 0) throw new GitError('moved', other.join(', '));
    const kept = await readRefStates(this.git, [...backups(effect).keys()]);
    const missing = new Map([...backups(effect)].filter(([name, value]) => kept.get(name) !== value));
    await this.move(old, missing, context);
    return {};
  }

  /** Moves back those that were moved, and forgets the backups. What somebody else has moved since stays. */
  async revert(effect: RefsEffect, interrupted: Interrupted, context: RunContext): Promise<void> {
    await this.clear(effect, interrupted);
    const { new: moved } = await this.classify(effect);
    const kept = await readRefStates(this.git, [...backups(effect).keys()]);
    const forgotten = new Map([...kept.keys()].map((name): [string, null] => [name, null]));
    await this.move(moved.map(reverse), forgotten, context);
  }

  async clear(effect: RefsEffect, { lived }: Interrupted): Promise<void> {
    if (lived === null) return;
    const written = new Map<string, readonly ObjectId[]>();
    for (const update of effect.updates) {
      const values = [update.old, update.new].filter((value) => value !== null);
      written.set(update.ref, values);
      written.set(backupOf(effect.backupPrefix, update.ref), values);
    }
    await removeStaleLocks(this.repository, written, lived);
  }

  inverse(effect: RefsEffect, _: RefsOutcome, place: { plan: string; step: string }): RefsEffect {
    return { kind: 'refs', updates: effect.updates.map(reverse), backupPrefix: backupPrefix(place) };
  }

  leaves(effect: RefsEffect): readonly { of: 'refs'; resource: string; id: ObjectId | null }[] {
    return effect.updates.map((update) => ({ of: 'refs', resource: update.ref, id: update.new }));
  }

  private async move(
    updates: readonly RefUpdate[],
    kept: ReadonlyMap<string, ObjectId | null>,
    { plan, started, signal }: RunContext,
  ): Promise<void> {
    if (updates.length === 0 && kept.size === 0) return;
    const transaction = { updates, backups: kept, message: `moodle-release: ${plan}` };
    await moveRefs(this.git, this.repository, transaction, started, signal);
  }

  private async classify(
    effect: RefsEffect,
    signal?: AbortSignal,
  ): Promise<{ old: readonly RefUpdate[]; new: readonly RefUpdate[]; other: readonly string[] }> {
    const states = await readRefStates(
      this.git,
      effect.updates.map((update) => update.ref),
      signal,
    );
    const now = (update: RefUpdate): string | null => states.get(update.ref) ?? null;
    return {
      old: effect.updates.filter((update) => now(update) === update.old),
      new: effect.updates.filter((update) => now(update) === update.new),
      other: effect.updates.flatMap((update) =>
        now(update) === update.old || now(update) === update.new ? [] : [update.ref],
      ),
    };
  }
}

function backups({ updates, backupPrefix: prefix }: RefsEffect): ReadonlyMap<string, ObjectId> {
  return new Map(
    updates.flatMap((update): [string, ObjectId][] =>
      update.old === null ? [] : [[backupOf(prefix, update.ref), update.old]],
    ),
  );
}

function reverse(update: RefUpdate): RefUpdate {
  return { ref: update.ref, old: update.new, new: update.old };
}

/** Deletes the backups of plans that have expired: two processes. Throws `GitError`. */
export async function dropBackups(git: GitReader, plans: readonly string[], signal?: AbortSignal): Promise<void> {
  const folders = plans.map((plan) => `${BACKUPS}/${plan}`).filter(isWritableRef);
  if (folders.length === 0) return;
  const { stdout } = await git.read(['for-each-ref', '--format=%(refname)', ...folders], {}, signal);
  const names = stdout.toString('utf8').split('\n').filter(isWritableRef);
  if (names.length === 0) return;
  const stdin = names.map((name) => `delete ${name}\0\0`).join('');
  await git.read(['update-ref', '--no-deref', '--stdin', '-z'], { stdin }, signal);
}
