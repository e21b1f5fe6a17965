import * as z from 'zod/mini';
import type { Handler } from '../../plan';
import { assembleIn } from '../assemble/assemble';
import type { Assembled } from '../assemble/assembleTypes';
import type { CarryContext } from '../carry/carry';
import { areUnique, backupFolder, localBranch, objectId, signature } from './effectShapes';
import type { AssembleEffect, CarryOutcome } from './effectTypes';
import { GitError } from '../error';
import { MakingHandler } from './makingEffect';

const name = z.string().check(z.regex(/^[^\0-\x1f\x7f]+$/));
const effectShape = z
  .strictObject({
    kind: z.literal('assemble'),
    start: objectId,
    merges: z
      .array(z.strictObject({ branch: name, tip: objectId }))
      .check(z.refine((merges) => areUnique(merges.map(({ branch }) => branch)))),
    into: name,
    committer: signature,
    message: z.optional(z.string().check(z.regex(/^[^\0]+$/))),
    over: z.optional(objectId),
    ref: localBranch,
    old: z.nullable(objectId),
    expect: z.strictObject({ tree: objectId, tip: objectId }),
    backupPrefix: backupFolder,
  })
  .check(z.refine(({ old, expect }) => old !== expect.tip));

/**
 * How `assemble` effects meet the repository. What it leaves is a ref, so facts about it are of `refs`. What it throws is a
 * `GitError`.
 */
export function assembleHandler(context: CarryContext): Handler<AssembleEffect, CarryOutcome> {
  return new MakingHandler<AssembleEffect>(context, {
    parseEffect: parseAssemble,
    moves: ({ ref, old, expect }) => [{ ref, old, tip: expect.tip }],
    ground: ({ start, merges, over }) => [
      start,
      ...merges.map(({ tip }) => tip),
      ...(over === undefined ? [] : [over]),
    ],
    make: async (effect, quarantine, signal) => {
      const assembled = await assembleIn(quarantine, context, effect, signal);
      refuseOther(effect, assembled);
      const made = assembled.merges.flatMap(({ commit }) => (commit === null ? [] : [commit]));
      return [...made, assembled.tip];
    },
  });
}

function parseAssemble(value: unknown): AssembleEffect | null {
  const { data } = effectShape.safeParse(value);
  if (data === undefined) return null;
  const { message, over, ...rest } = data;
  return { ...rest, ...(message === undefined ? {} : { message }), ...(over === undefined ? {} : { over }) };
}

/** @throws GitError unless everything came out as it was previewed. */
function refuseOther({ expect, into }: AssembleEffect, { merges, tip, tree }: Assembled): void {
  if (tip === expect.tip && tree === expect.tree) return;
  const lacking = merges.find(({ unknown }) => unknown?.reason === 'missing-object');
  if (lacking !== undefined)
    throw new GitError('corrupt-object', `${lacking.branch}: ${lacking.unknown?.detail ?? ''}`);
  throw new GitError('moved', into);
}
