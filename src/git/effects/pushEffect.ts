import * as z from 'zod/mini';
import type { Handler, Held, Inspection, Interrupted, RunContext } from '../../plan';
import { areUnique, objectId, writableRef } from './effectShapes';
import type { PushEffect, PushOutcome, PushUpdate } from './effectTypes';
import { GitError } from '../error';
import { pushRefs } from '../porcelain';
import type { Porcelain } from '../porcelain';
import type { GitReader } from '../reader';
import { readRefStates } from './refTransaction';
import { isPushableRef, isRemoteName, readRemoteRefs, trackingRefs } from './remoteRefs';
import type { ObjectId } from '../types';

const id = z.nullable(objectId);
const ref = z.string().check(z.refine(isPushableRef));
const effectShape = z.strictObject({
  kind: z.literal('push'),
  remote: z.string().check(z.refine(isRemoteName)),
  updates: z
    .array(z.strictObject({ ref, old: id, new: id }).check(z.refine((update) => update.old !== update.new)))
    .check(
      z.minLength(1),
      z.refine((updates) => areUnique(updates.map((one) => one.ref))),
    ),
});
const outcomeShape = z.strictObject({
  tracking: z.array(z.strictObject({ ref: writableRef, id })),
});

/** How `push` effects meet a remote. What it throws is a `GitError`. */
export function pushHandler(git: GitReader, porcelain: Porcelain): Handler<PushEffect, PushOutcome> {
  return new PushHandler(git, porcelain);
}

class PushHandler implements Handler<PushEffect, PushOutcome> {
  /**
   * Runs that ended before anything was sent, or with all of it refused: nothing is done, whatever the remote has by
   * now and whether or not it answers.
   */
  readonly #refused = new WeakSet<PushEffect>();

  constructor(
    private readonly git: GitReader,
    private readonly porcelain: Porcelain,
  ) {}

  parseEffect(value: unknown): PushEffect | null {
    return effectShape.safeParse(value).data ?? null;
  }

  parseOutcome(value: unknown): PushOutcome | null {
    return outcomeShape.safeParse(value).data ?? null;
  }

  async read(resources: readonly string[], signal?: AbortSignal): Promise<ReadonlyMap<string, ObjectId | null>> {
    const remotes = new Map<string, string[]>();
    for (const resource of resources) {
      // A ref has no space in it.
      const [remote = '', name = ''] = resource.split(' ');
      if (isRemoteName(remote) && isPushableRef(name)) remotes.set(remote, [...(remotes.get(remote) ?? []), name]);
    }
    const states = new Map<string, ObjectId | null>();
    for (const [remote, names] of remotes) {
      const found = await readRemoteRefs(this.git, this.porcelain, remote, names, signal);
      for (const [name, state] of found) states.set(resourceOf(remote, name), state);
    }
    return states;
  }

  async run(effect: PushEffect, context: RunContext): Promise<{ outcome: PushOutcome }> {
    return { outcome: await this.#push(effect, context) };
  }

  async inspect(effect: PushEffect, signal?: AbortSignal): Promise<Inspection<PushOutcome>> {
    if (this.#refused.has(effect)) return { state: 'not-done' };
    const { old, new: to, other } = await this.#classify(effect, signal);
    if (other.length > 0) {
      const why = `neither the old nor the new value on ${effect.remote}: ${namesOf(other)}`;
      return { state: 'unknown', why, assumed: { tracking: [] } };
    }
    if (old.length === 0) return { state: 'done', outcome: await this.#outcome(effect, signal) };
    if (to.length === 0) return { state: 'not-done' };
    return { state: 'partial', why: `${to.length} of ${effect.updates.length} refs pushed` };
  }

  /** Pushes the rest. What is there already is pushed once more: that is how git comes to move remote-tracking refs. */
  finish(effect: PushEffect, _: Interrupted, context: RunContext): Promise<PushOutcome> {
    return this.#push(effect, context);
  }

  /** What a remote has is not taken back, and here nothing is left lying about. */
  revert(): Promise<void> {
    return Promise.resolve();
  }

  clear(): Promise<void> {
    return Promise.resolve();
  }

  inverse(): null {
    return null;
  }

  leaves({ remote, updates }: PushEffect, { tracking }: PushOutcome): readonly Held[] {
    return [
      ...updates.map((update) => ({ of: 'push', resource: resourceOf(remote, update.ref), id: update.new })),
      ...tracking.map((one) => ({ of: 'refs', resource: one.ref, id: one.id })),
    ];
  }

  async #push(effect: PushEffect, { signal, started }: RunContext): Promise<PushOutcome> {
    this.#refused.delete(effect);
    let isSent = false;
    try {
      const { new: there, other } = await this.#classify(effect, signal);
      if (other.length > 0) throw new GitError('rejected', namesOf(other));
      // git refuses to delete what is not there.
      const rest = effect.updates.filter((update) => update.new !== null || !there.includes(update));
      isSent = rest.length > 0;
      if (isSent) await pushRefs(this.porcelain, effect.remote, rest, started, signal);
      await this.#forget(
        effect,
        effect.updates.filter((update) => !rest.includes(update)),
        signal,
      );
    } catch (error) {
      if (!isSent) this.#refused.add(effect);
      if (!GitError.is(error, 'rejected') || !isSent) throw error;
      // The same push, sent before its runner was killed, may have been quicker.
      const { old, other } = await this.#classify(effect, signal);
      if (old.length + other.length > 0) {
        this.#refused.add(effect);
        throw new GitError('rejected', refusedIn(error.detail), { cause: error });
      }
    }
    const { old, other } = await this.#classify(effect, signal);
    if (old.length + other.length > 0) throw new GitError('moved', namesOf([...old, ...other]));
    return this.#outcome(effect, signal);
  }

  /** Takes out the remote-tracking refs of what was deleted there before: git does it only in the push that deletes. */
  async #forget({ remote }: PushEffect, deleted: readonly PushUpdate[], signal: AbortSignal): Promise<void> {
    if (deleted.length === 0) return;
    const names = deleted.map((update) => update.ref);
    const tracked = await trackingRefs(this.git, remote, names, signal);
    const states = await readRefStates(this.git, [...tracked.values()], signal);
    const commands = deleted.flatMap((update) => {
      const name = tracked.get(update.ref) ?? '';
      return update.old !== null && states.get(name) === update.old ? [`delete ${name}\0${update.old}\0`] : [];
    });
    await this.git.read(['update-ref', '--no-deref', '--stdin', '-z'], { stdin: commands.join('') }, signal);
  }

  async #classify(
    { remote, updates }: PushEffect,
    signal?: AbortSignal,
  ): Promise<Readonly<Record<'old' | 'new' | 'other', readonly PushUpdate[]>>> {
    const names = updates.map((update) => update.ref);
    const states = await readRemoteRefs(this.git, this.porcelain, remote, names, signal);
    const now = (update: PushUpdate): ObjectId | null => states.get(update.ref) ?? null;
    return {
      old: updates.filter((update) => now(update) === update.old),
      new: updates.filter((update) => now(update) === update.new),
      other: updates.filter((update) => now(update) !== update.old && now(update) !== update.new),
    };
  }

  /** The remote-tracking refs that have moved with it; a remote need not have any. */
  async #outcome({ remote, updates }: PushEffect, signal?: AbortSignal): Promise<PushOutcome> {
    const names = updates.map((update) => update.ref);
    const tracked = await trackingRefs(this.git, remote, names, signal);
    const states = await readRefStates(this.git, [...tracked.values()], signal);
    const tracking = updates.flatMap((update) => {
      const name = tracked.get(update.ref);
      return name !== undefined && (states.get(name) ?? null) === update.new ? [{ ref: name, id: update.new }] : [];
    });
    return { tracking };
  }
}

function resourceOf(remote: string, name: string): string {
  return `${remote} ${name}`;
}

function namesOf(updates: readonly PushUpdate[]): string {
  return updates.map((update) => update.ref).join(', ');
}

/**
 * The refs a push was refused for with git's reason, and what the server said. Where one is refused all are: the others
 * are named only when there is none else.
 */
function refusedIn(said: string): string {
  const lines = said.split('\n');
  const refused = lines.flatMap((line) => {
    const [mark, refspec = '', summary = ''] = line.split('\t');
    const why = /\((.*)\)$/.exec(summary)?.[1] ?? '';
    return mark === '!' ? [{ name: refspec.slice(refspec.indexOf(':') + 1), why }] : [];
  });
  const causes = refused.filter(({ why }) => !why.startsWith('atomic '));
  const named = (causes.length > 0 ? causes : refused).map(({ name, why }) => `${name} (${why})`);
  const words = lines.filter((line) => line.startsWith('remote: ') && line.trim() !== 'remote:');
  return [named.join(', '), ...words.map((line) => line.trimEnd())].filter((line) => line !== '').join('\n') || said;
}
