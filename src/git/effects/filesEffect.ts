import * as z from 'zod/mini';
import type { Handler, Inspection, Interrupted, RunContext } from '../../plan';
import { dropKeeps, keepPack, packNew } from '../carry/carryKeep';
import { areUnique, backupFolder, localBranch, objectId, signature } from './effectShapes';
import type { FilesEffect, FilesOutcome } from './effectTypes';
import { GitError } from '../error';
import { commitFiles, isFilePath } from './filesCommit';
import { withQuarantine } from '../quarantine';
import type { GitReader } from '../reader';
import { backupPrefix } from '../refName';
import { refsHandler } from './refsEffect';
import type { RefsEffect } from './refsEffect';
import type { Repository } from '../types';

const effectShape = z
  .strictObject({
    kind: z.literal('files'),
    ref: localBranch,
    old: z.nullable(objectId),
    parents: z.array(objectId).check(z.maxLength(2), z.refine(areUnique)),
    files: z
      .array(z.strictObject({ path: z.string().check(z.refine(isFilePath)), text: z.nullable(z.string()) }))
      .check(z.refine((files) => areUnique(files.map(({ path }) => path)))),
    message: z.string().check(z.refine((text) => text.trim() !== '' && !text.includes('\0'))),
    by: signature,
    expect: z.strictObject({ tree: objectId, tip: objectId }),
    backupPrefix: backupFolder,
  })
  .check(z.refine(({ old, expect }) => old !== expect.tip));
const outcomeShape = z.strictObject({ tip: objectId });

/**
 * The effect that commits files to a branch: what the commit will be, computed in a quarantine and thrown away.
 * @throws GitError `bad-name`, `corrupt-object`
 */
export async function filesEffect(
  git: GitReader,
  repository: Repository,
  wanted: Omit<FilesEffect, 'kind' | 'expect'>,
  signal?: AbortSignal,
): Promise<FilesEffect> {
  const expect = await withQuarantine(repository, (quarantine) =>
    commitFiles(git, repository, quarantine, wanted, signal),
  );
  return { kind: 'files', ...wanted, expect };
}

/** How `files` effects meet the repository. What it throws is a `GitError`. */
export function filesHandler(git: GitReader, repository: Repository): Handler<FilesEffect, FilesOutcome> {
  return new FilesHandler(git, repository);
}

/** Moves its ref as a `refs` effect once the commit is in the repository: until then nothing shows. */
class FilesHandler implements Handler<FilesEffect, FilesOutcome> {
  readonly #refs: Handler<RefsEffect>;

  constructor(
    private readonly git: GitReader,
    private readonly repository: Repository,
  ) {
    this.#refs = refsHandler(git, repository);
  }

  parseEffect(value: unknown): FilesEffect | null {
    return effectShape.safeParse(value).data ?? null;
  }

  parseOutcome(value: unknown): FilesOutcome | null {
    return outcomeShape.safeParse(value).data ?? null;
  }

  read(resources: readonly string[], signal?: AbortSignal): Promise<ReadonlyMap<string, string | null>> {
    return this.#refs.read(resources, signal);
  }

  async run(effect: FilesEffect, context: RunContext): Promise<{ outcome: FilesOutcome }> {
    await this.#bringIn(effect, context);
    await this.#refs.run(refOf(effect), context);
    await dropKeeps(this.repository, context.plan);
    return { outcome: outcomeOf(effect) };
  }

  async inspect(effect: FilesEffect, signal?: AbortSignal): Promise<Inspection<FilesOutcome>> {
    const inspection = await this.#refs.inspect(refOf(effect), signal);
    if (inspection.state === 'done') return { state: 'done', outcome: outcomeOf(effect) };
    return inspection.state === 'unknown' ? { ...inspection, assumed: outcomeOf(effect) } : inspection;
  }

  async finish(effect: FilesEffect, interrupted: Interrupted, context: RunContext): Promise<FilesOutcome> {
    const { state } = await this.inspect(effect);
    if (state !== 'done') await this.#bringIn(effect, context);
    await this.#refs.finish(refOf(effect), interrupted, context);
    await dropKeeps(this.repository, context.plan, interrupted.lived);
    return outcomeOf(effect);
  }

  async revert(effect: FilesEffect, interrupted: Interrupted, context: RunContext): Promise<void> {
    await this.#refs.revert(refOf(effect), interrupted, context);
    await dropKeeps(this.repository, context.plan, interrupted.lived);
  }

  async clear(effect: FilesEffect, interrupted: Interrupted, context: RunContext): Promise<void> {
    await this.#refs.clear(refOf(effect), interrupted, context);
    await dropKeeps(this.repository, context.plan, interrupted.lived);
  }

  inverse({ ref, old }: FilesEffect, { tip }: FilesOutcome, place: { plan: string; step: string }): RefsEffect {
    return { kind: 'refs', updates: [{ ref, old: tip, new: old }], backupPrefix: backupPrefix(place) };
  }

  leaves({ ref, expect }: FilesEffect): readonly { of: 'refs'; resource: string; id: string }[] {
    return [{ of: 'refs', resource: ref, id: expect.tip }];
  }

  /** Makes the commit once more, compares, and brings it in under a keep. */
  async #bringIn(effect: FilesEffect, { plan, signal, started }: RunContext): Promise<void> {
    const { git, repository } = this;
    const pack = await withQuarantine(repository, async (quarantine) => {
      const { tree, tip } = await commitFiles(git, repository, quarantine, effect, signal);
      if (tip !== effect.expect.tip || tree !== effect.expect.tree) throw new GitError('moved', effect.ref);
      return packNew(git, quarantine, [tip], effect.parents, signal);
    });
    if (pack !== null) await keepPack(git, pack, plan, started, signal);
  }
}

function refOf({ ref, old, expect, backupPrefix }: FilesEffect): RefsEffect {
  return { kind: 'refs', updates: [{ ref, old, new: expect.tip }], backupPrefix };
}

function outcomeOf({ expect }: FilesEffect): FilesOutcome {
  return { tip: expect.tip };
}
