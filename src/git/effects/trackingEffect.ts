import * as z from 'zod/mini';
import type { Handler, Inspection, Interrupted, RunContext } from '../../plan';
import { readVariables, tidyVariables, writeVariables } from './configFile';
import { areUnique } from './effectShapes';
import type { Tracked, TrackingEffect, TrackingOutcome } from './effectTypes';
import { GitError } from '../error';
import type { GitReader } from '../reader';
import { isWritableRef } from '../refName';
import { isRemoteName } from './remoteRefs';
import type { Repository } from '../types';

type Branch = TrackingEffect['branches'][number];

/** `.` is this repository (git-config, branch.<name>.remote). */
const remote = z.string().check(z.refine((name) => name === '.' || isRemoteName(name)));
const merge = z.string().check(z.refine((name) => isWritableRef(name)));
const tracked = z.nullable(z.strictObject({ remote, merge }));
const branchName = z.string().check(z.refine(isBranchName));
const effectShape = z.strictObject({
  kind: z.literal('tracking'),
  branches: z
    .array(
      z
        .strictObject({ branch: branchName, old: tracked, new: tracked })
        .check(z.refine((one) => stateOf(one.old) !== stateOf(one.new))),
    )
    .check(
      z.minLength(1),
      z.refine((branches) => areUnique(branches.map(({ branch }) => branch))),
    ),
});
const outcomeShape = z.strictObject({});

function isBranchName(name: string): boolean {
  return isWritableRef(`refs/heads/${name}`);
}

/** How `tracking` effects meet the repository's configuration. What it throws is a `GitError`. */
export function trackingHandler(git: GitReader, repository: Repository): Handler<TrackingEffect, TrackingOutcome> {
  return new TrackingHandler(git, repository);
}

class TrackingHandler implements Handler<TrackingEffect, TrackingOutcome> {
  constructor(
    private readonly git: GitReader,
    private readonly repository: Repository,
  ) {}

  parseEffect(value: unknown): TrackingEffect | null {
    return effectShape.safeParse(value).data ?? null;
  }

  parseOutcome(value: unknown): TrackingOutcome | null {
    return outcomeShape.safeParse(value).data ?? null;
  }

  async read(resources: readonly string[], signal?: AbortSignal): Promise<ReadonlyMap<string, string | null>> {
    const settings = await readVariables(this.git, this.repository, '^branch\\..*\\.(remote|merge)$', signal);
    return new Map(
      resources.filter(isBranchName).map((branch) => {
        const values = keysOf(branch).map((key) => settings.get(key)?.join(' ') ?? '');
        return [branch, values.every((value) => value === '') ? null : values.join(' ')];
      }),
    );
  }

  async run(effect: TrackingEffect, context: RunContext): Promise<{ outcome: TrackingOutcome }> {
    await this.#set(effect.branches, context);
    return { outcome: {} };
  }

  async inspect(effect: TrackingEffect, signal?: AbortSignal): Promise<Inspection<TrackingOutcome>> {
    const { old, new: to, other } = await this.#classify(effect.branches, signal);
    if (other.length > 0) {
      return { state: 'unknown', why: `tracks neither the old nor the new: ${namesOf(other)}`, assumed: {} };
    }
    if (old.length === 0) return { state: 'done', outcome: {} };
    if (to.length === 0) return { state: 'not-done' };
    return { state: 'partial', why: `${to.length} of ${effect.branches.length} branches` };
  }

  async finish(effect: TrackingEffect, _: Interrupted, context: RunContext): Promise<TrackingOutcome> {
    await tidyVariables(this.repository, context);
    const { old, other } = await this.#classify(effect.branches);
    if (other.length > 0) throw new GitError('moved', namesOf(other));
    await this.#set(old, context);
    return {};
  }

  /** Takes back what was set. What somebody else has set since stays. */
  async revert(effect: TrackingEffect, _: Interrupted, context: RunContext): Promise<void> {
    await tidyVariables(this.repository, context);
    const { new: set } = await this.#classify(effect.branches);
    await this.#set(set.map(reverse), context);
  }

  async clear(_: TrackingEffect, __: Interrupted, context: RunContext): Promise<void> {
    await tidyVariables(this.repository, context);
  }

  inverse({ branches }: TrackingEffect): TrackingEffect {
    return { kind: 'tracking', branches: branches.map(reverse) };
  }

  leaves({ branches }: TrackingEffect): readonly { of: 'tracking'; resource: string; id: string | null }[] {
    return branches.map((one) => ({ of: 'tracking', resource: one.branch, id: stateOf(one.new) }));
  }

  async #set(branches: readonly Branch[], context: RunContext): Promise<void> {
    if (branches.length === 0) return;
    const moved = async (): Promise<readonly Branch[]> => {
      const { old } = await this.#classify(branches, context.signal);
      return branches.filter((one) => !old.includes(one));
    };
    const already = await moved();
    if (already.length > 0) throw new GitError('moved', namesOf(already));
    const variables = branches.flatMap(({ branch, old, new: to }) => {
      const [remoteKey, mergeKey] = keysOf(branch);
      return [
        { key: remoteKey, old: old?.remote ?? null, new: to?.remote ?? null },
        { key: mergeKey, old: old?.merge ?? null, new: to?.merge ?? null },
      ].filter((one) => one.old !== one.new);
    });
    const isStill = async (): Promise<boolean> => (await moved()).length === 0;
    await writeVariables(this.git, this.repository, context, variables, isStill, context.signal);
  }

  async #classify(
    branches: readonly Branch[],
    signal?: AbortSignal,
  ): Promise<Readonly<Record<'old' | 'new' | 'other', readonly Branch[]>>> {
    const names = branches.map(({ branch }) => branch);
    const states = await this.read(names, signal);
    const now = ({ branch }: Branch): string | null => states.get(branch) ?? null;
    return {
      old: branches.filter((one) => now(one) === stateOf(one.old)),
      new: branches.filter((one) => now(one) === stateOf(one.new)),
      other: branches.filter((one) => now(one) !== stateOf(one.old) && now(one) !== stateOf(one.new)),
    };
  }
}

function keysOf(branch: string): readonly [string, string] {
  return [`branch.${branch}.remote`, `branch.${branch}.merge`];
}

/** What `read` answers: `<remote> <merge>`, null when neither is set. */
function stateOf(to: Tracked | null): string | null {
  return to === null ? null : `${to.remote} ${to.merge}`;
}

function reverse(one: Branch): Branch {
  return { branch: one.branch, old: one.new, new: one.old };
}

function namesOf(branches: readonly Branch[]): string {
  return branches.map(({ branch }) => branch).join(', ');
}
